import type { Environment } from './environment.ts';
import type { Policy } from './policy.ts';
import { accept, refuse, type Result } from './result.ts';
import { daysBetween, type Day, type EnvironmentKey, type Person, type PersonId, type Role } from './words.ts';

/** What a requester asks for, complete and checked against the world: the account, the owner and the roles exist. */
export interface Ask {
  readonly environment: EnvironmentKey;
  readonly account: Account;
  /** The integration's name, for example "SAP order sync". */
  readonly integration: string;
  readonly purpose: string;
  /** Who answers for the user for as long as it lives. */
  readonly owner: Person;
  readonly roles: readonly Role[];
  /** The last day of access. */
  readonly until: Day;
}

export type Account =
  | { readonly kind: 'new'; readonly upn: string; readonly displayName: string }
  | {
      readonly kind: 'existing';
      readonly upn: string;
      readonly displayName: string;
      readonly objectId: PersonId;
      /** What it has in the environment today, and keeps. */
      readonly roles: readonly Role[];
    };

export type AskRefusal =
  | { readonly code: 'OnPremises'; readonly environment: string }
  | { readonly code: 'EndsInThePast'; readonly until: Day; readonly today: Day }
  | { readonly code: 'EndsTooLate'; readonly until: Day; readonly latest: Day; readonly maxDays: number };

export function latestDay(policy: Pick<Policy, 'maxDays'>, today: Day): Day {
  return new Date(Date.parse(today) + policy.maxDays * 86_400_000).toISOString().slice(0, 10) as Day;
}

/** The rules that need nothing but the configuration and the day. */
export function checkEnvironment(environment: Environment): Result<Environment, AskRefusal> {
  if (environment.deployment === 'onPremises') return refuse({ code: 'OnPremises', environment: environment.name });
  return accept(environment);
}

export function checkUntil(until: Day, policy: Pick<Policy, 'maxDays'>, today: Day): Result<Day, AskRefusal> {
  const days = daysBetween(today, until);
  if (days < 0) return refuse({ code: 'EndsInThePast', until, today });
  if (days > policy.maxDays) {
    return refuse({ code: 'EndsTooLate', until, latest: latestDay(policy, today), maxDays: policy.maxDays });
  }
  return accept(until);
}

/** `SAP order sync` → `svc-sap-order-sync`: at most 40 characters, letters, digits and dashes, as Entra allows in an alias. */
export function accountAlias(integration: string): string {
  const slug = integration
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 36)
    .replace(/-+$/, '');
  return `svc-${slug || 'integration'}`;
}
