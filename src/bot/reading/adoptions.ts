import type { Adoption } from '../../application/adopt.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Day, PersonId } from '../../domain/words.ts';
import { readRequest } from '../understand.ts';

const named = /\bowner\s*[:=]\s*(?:"([^"]+)"|(\S+))/i;
/** `until:2027-03-31`, as `owner:` is written. */
const limit = /\b(until|till|til)\s*[:=]\s*(?=\S)/gi;

interface Known {
  readonly environments: readonly Environment[];
  readonly today: Day;
  readonly owner: PersonId;
}

/**
 * `svc-legacy@contoso.com in prod owner:nestorw@contoso.com until 31 March`. Undefined without a user; without an
 * environment where there is only one, that one; without an owner, the one that is given. `unclearDay`: what stands where the
 * last day is expected, and is none.
 */
export function adoptionOf(
  args: string,
  { environments, today, owner }: Known,
): { readonly adoption: Adoption; readonly unclearDay?: string } | undefined {
  const [spoken, quoted, bare] = named.exec(args) ?? [];
  const rest = (spoken === undefined ? args : args.replace(spoken, ' ')).replace(limit, '$1 ');
  // As if somebody asked for a change of that user: the same words say the same things.
  const { values, unclear } = readRequest(`change ${rest}`, environments, today);
  const online = environments.filter(({ deployment }) => deployment === 'online');
  const [only, ...others] = online;
  const environment = values.environment ?? (others.length === 0 ? only?.key : undefined);
  if (values.account === undefined || environment === undefined) return undefined;
  const { until } = values;
  const day = unclear.find(({ field }) => field === 'until');
  return {
    adoption: { environment, user: values.account, owner: quoted ?? bare ?? owner, ...(until && { until }) },
    ...(day && { unclearDay: day.text }),
  };
}
