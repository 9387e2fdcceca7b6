import type { Environment } from './environment.ts';
import { accept, refuse, type Result } from './result.ts';
import {
  daysBetween,
  type ApplicationId,
  type Day,
  type EnvironmentKey,
  type Person,
  type PersonId,
  type RequestId,
  type Role,
  type SystemUserId,
} from './words.ts';

/** What a requester asks for, complete and checked against the world: the account, the owner and the roles exist. */
export interface Ask {
  readonly environment: EnvironmentKey;
  readonly account: Account;
  /** The integration's name, for example "SAP order sync". */
  readonly integration: string;
  readonly purpose: string;
  /** Who answers for the user for as long as it lives. */
  readonly owner: Person;
  /** What the user is to have: all of it for a user that is changed, else beside what the account has already. */
  readonly roles: readonly Role[];
  /** The last day of access. */
  readonly until: Day;
}

/** Who or what the user is made of, and with that the kind of the request. */
export type Account = NewAccount | ExistingAccount | Application | ExistingUser;

/** An account that is created for the user. */
export interface NewAccount {
  readonly kind: 'new';
  readonly upn: string;
  readonly displayName: string;
}

/** An account that somebody or something signs in with today, and that is converted. */
export interface ExistingAccount {
  readonly kind: 'existing';
  readonly upn: string;
  readonly displayName: string;
  readonly objectId: PersonId;
  /** What it has in the environment today, and keeps. */
  readonly roles: readonly Role[];
  /** Absent when it is not in the environment yet. */
  readonly accessMode?: number;
  readonly disabled?: true;
  /** The names of its licences today, for example `DYN365_ENTERPRISE_PLAN1`. */
  readonly licences: readonly string[];
}

/** An application of Entra, for which an application user is made. */
export interface Application {
  readonly kind: 'application';
  readonly applicationId: ApplicationId;
  readonly displayName: string;
  /** Of its service principal. */
  readonly objectId: string;
  /** The application user that is there already, disabled, and is enabled again. */
  readonly systemUserId?: SystemUserId;
  /** What that one has, and keeps. */
  readonly roles: readonly Role[];
}

/** A non-interactive user or an application user that exists, and is changed. */
export interface ExistingUser {
  readonly kind: 'user';
  /** A UPN, or the application's id. */
  readonly address: string;
  readonly displayName: string;
  readonly objectId: string;
  readonly systemUserId: SystemUserId;
  readonly applicationId?: ApplicationId;
  /** What it has today. */
  readonly roles: readonly Role[];
  /** The request that answers for the user until now; absent when it was made without Seatkeeper. */
  readonly record?: { readonly id: RequestId; readonly owner: Person; readonly until: Day };
}

/** Whether the user takes one of the environment's seats that nothing took before. */
export function takesSeat({ kind }: Pick<Account, 'kind'>): boolean {
  return kind === 'new' || kind === 'existing';
}

/** Whether the user has a seat at all: an application user has none. */
export function hasSeat(account: Account): boolean {
  return !('applicationId' in account);
}

/** What people recognise the account by: a UPN, or an application's id. */
export function addressOf(account: Account): string {
  if (account.kind === 'application') return account.applicationId;
  return account.kind === 'user' ? account.address : account.upn;
}

/** What a change gives to a user and takes from it; a user that is made only gains. */
export function roleChanges({ account, roles }: Pick<Ask, 'account' | 'roles'>): {
  readonly added: readonly Role[];
  readonly removed: readonly Role[];
} {
  if (account.kind !== 'user') return { added: roles, removed: [] };
  return { added: without(roles, account.roles), removed: without(account.roles, roles) };
}

function without(roles: readonly Role[], others: readonly Role[]): readonly Role[] {
  const ids = new Set(others.map(({ id }) => id));
  return roles.filter(({ id }) => !ids.has(id));
}

export type AskRefusal =
  | { readonly code: 'OnPremises'; readonly environment: string }
  | { readonly code: 'EndsInThePast'; readonly until: Day; readonly today: Day }
  | { readonly code: 'EndsTooLate'; readonly until: Day; readonly latest: Day; readonly maxDays: number };

export function latestDay(policy: { readonly maxDays: number }, today: Day): Day {
  return new Date(Date.parse(today) + policy.maxDays * 86_400_000).toISOString().slice(0, 10) as Day;
}

/** The rules that need nothing but the configuration and the day. */
export function checkEnvironment(environment: Environment): Result<Environment, AskRefusal> {
  if (environment.deployment === 'onPremises') return refuse({ code: 'OnPremises', environment: environment.name });
  return accept(environment);
}

export function checkUntil(until: Day, policy: { readonly maxDays: number }, today: Day): Result<Day, AskRefusal> {
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
    .replace(/^-|-$/g, '')
    .slice(0, 36)
    .replace(/-$/, '');
  return `svc-${slug || 'integration'}`;
}
