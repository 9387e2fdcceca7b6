import type { FormValues } from '../src/application/form.ts';
import { intentOf } from '../src/bot/reading/intents.ts';
import type { Turn } from '../src/bot/turn.ts';
import type { Reading } from '../src/bot/understand.ts';
import type { Role } from '../src/domain/words.ts';
import { earliest, stepOf, type FormState } from './formState.ts';
import { merge } from './mergeValues.ts';
import { nearRoles, rolesNamedIn } from './roleNames.ts';

/** It begins another request rather than answering what the open form asks. A form without answers loses nothing. */
export function asksAnew({ text }: Pick<Turn, 'text'>, { values, roles }: Reading, state: FormState): boolean {
  if (Object.keys(state.values).length === 0) return false;
  if (!/^\/?request\b/i.test(text) && intentOf(text, text) !== 'request') return false;
  // "convert svc-orders@…", "make nestor@… the owner" name an account of this request.
  const { account, owner, ...others } = values;
  return (
    (account === undefined && owner === undefined) ||
    Object.keys(others).some((field) => field !== 'accountKind') ||
    roles.length > 0
  );
}

/** What a sentence in the middle of a form answers; undefined when it answers nothing. */
export function answersOf(
  { text }: Pick<Turn, 'text'>,
  { values, roles, unclear }: Reading,
  { step }: FormState,
  existing: readonly Role[],
): Pick<Reading, 'values' | 'roles'> | undefined {
  const named = step === 'access' ? rolesNamedIn(text, existing).map(({ name }) => name) : [];
  const said = roles.length > 0 ? roles : named;
  if (Object.keys(values).length + said.length + unclear.length > 0) return { values, roles: said };
  return step === 'access' && looksLikeRole(text, existing) ? { values, roles: [text] } : undefined;
}

export interface Told {
  readonly state: FormState;
  /** False when nothing of the sentence could be taken. */
  readonly said: boolean;
  readonly changed: readonly (keyof FormValues)[];
  /** Chosen roles that were those of another environment. */
  readonly dropped: boolean;
}

/** The state after the sentence, and the fields that it changed. It goes back where something before was answered. */
export function tell(state: FormState, { values, roles }: Pick<Reading, 'values' | 'roles'>): Told {
  const merged = merge(state, values);
  const said = Object.keys(values) as (keyof FormValues)[];
  const changed = said.filter((field) => merged[field] !== state.values[field]);
  const step = earliest([state.step, ...said.map(stepOf)]) ?? state.step;
  const fields = roles.length > 0 ? [...said, 'roleIds' as const] : said;
  const understood = [...new Set([...state.understood, ...fields])];
  return {
    state: { ...state, step, values: merged, understood, ...(roles.length > 0 && { roleNames: roles }) },
    said: fields.length > 0,
    changed: roles.length > 0 ? [...changed, 'roleIds'] : changed,
    dropped: state.values.roleIds !== undefined && merged.roleIds === undefined,
  };
}

/** "Dragon Rider": a name, or nearly that of a role; not "hmm". */
function looksLikeRole(text: string, existing: readonly Role[]): boolean {
  if (text.length > 60) return false;
  return /^\p{Lu}\S*(?:\s+\p{Lu}\S*){1,4}$/u.test(text) || nearRoles(text, existing).length > 0;
}
