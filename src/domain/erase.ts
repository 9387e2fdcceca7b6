import type { AccessRequest } from './request.ts';
import type { Instant, PersonId } from './words.ts';

/** In the place of whatever was personal, of an object id too: nobody has it. */
export const erased = 'erased';

/** What tells nothing of anybody, and what others decide by. Every other text goes, so that a new field is none of these. */
const kept: ReadonlySet<string> = new Set([
  ...['status', 'environment', 'kind', 'step', 'remaining', 'then', 'as', 'what'],
  ...['cause', 'code', 'service', 'policy', 'version', 'rule', 'roles', 'keeps', 'caveats'],
]);

const date = /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/;

/**
 * A request that has ended, of which only this is left: its number, its kind, its environment, its roles, what became of it
 * and when. Of the same shape as before, so that whoever reads it needs to know nothing of it.
 */
export function erase(request: AccessRequest, at: Instant): AccessRequest {
  const { plan, ...rest } = request;
  const forget = (): string => erased;
  return {
    ...(rewrite(rest, forget) as AccessRequest),
    plan: { ...(rewrite(plan, forget) as AccessRequest['plan']), steps: [] },
    erasedAt: at,
  };
}

/** Somebody, and everything that they are called by. */
export interface Known {
  readonly id: PersonId;
  readonly names: readonly string[];
  readonly upns: readonly string[];
}

/** The same request, in which this person is nobody any more. */
export function eraseFrom(request: AccessRequest, person: Known): AccessRequest {
  const pattern = new RegExp(calledBy(person).map(escaped).join('|'), 'giu');
  return rewrite(request, (text) => text.replace(pattern, erased)) as AccessRequest;
}

/** The longer ones first, since one may be the beginning of another. Initials would be found everywhere. */
export function calledBy({ id, names, upns }: Known): readonly string[] {
  return [id, ...upns, ...names.filter((name) => name.length > 3)].sort((a, b) => b.length - a.length);
}

function rewrite(value: unknown, change: (text: string) => string, key = ''): unknown {
  if (typeof value === 'string') return kept.has(key) || date.test(value) ? value : change(value);
  if (value === null || typeof value !== 'object' || isKeptWhole(key)) return value;
  if (Array.isArray(value)) return value.map((item) => rewrite(item, change, key));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, rewrite(field, change, name)]));
}

/** Roles of an environment, and the licensing caveats, which the catalogue words. */
function isKeptWhole(key: string): boolean {
  return key === 'roles' || key === 'caveats';
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
