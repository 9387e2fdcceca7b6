import type { Mending } from './life.ts';
import type { Active } from './request.ts';
import { addressOf } from './ask.ts';
import type { ApplicationId, Day, RequestId, Role, SystemUserId } from './words.ts';

/** A user as its environment has it today. */
export interface SeenUser {
  readonly id: SystemUserId;
  readonly upn: string;
  readonly fullName: string;
  readonly accessMode: number;
  readonly disabled: boolean;
  readonly applicationId?: ApplicationId;
  readonly roles: readonly Role[];
}

/** What is known of a record's user and of the people and accounts around it. */
export interface Seen {
  /** Absent: it is gone. */
  readonly user?: SeenUser;
  /** Its account, or its application, is still in the directory. */
  readonly accountThere: boolean;
  /** Its account holds the licence that is lent during a creation. */
  readonly licensed: boolean;
  /** Its owner is still in the organisation, and may sign in. */
  readonly ownerThere: boolean;
  readonly today: Day;
}

/** Where an environment and the records differ. */
export type Discrepancy =
  | { readonly kind: 'madeElsewhere'; readonly user: SeenUser }
  | {
      readonly kind: 'gone' | 'accountGone' | 'disabled' | 'licensed' | 'ownerLeft' | 'overdue';
      readonly record: RecordFacts;
    }
  | { readonly kind: 'modeFlipped'; readonly record: RecordFacts; readonly accessMode: number }
  | {
      readonly kind: 'rolesDrifted';
      readonly record: RecordFacts;
      readonly missing: readonly string[];
      readonly extra: readonly string[];
    };

export interface RecordFacts {
  readonly id: RequestId;
  readonly address: string;
  readonly integration: string;
  readonly owner: string;
  readonly until: Day;
}

export const nonInteractiveMode = 4;

/** A user that is gone, or whose account is, differs in nothing else that could be set right. Roles are compared by name: each business unit has a copy of its own. */
export function compare(record: Active, approved: readonly Role[], seen: Seen): readonly Discrepancy[] {
  const facts = factsOf(record);
  const { user, accountThere, licensed, ownerThere, today } = seen;
  const found: Discrepancy[] = [];
  if (!ownerThere) found.push({ kind: 'ownerLeft', record: facts });
  if (!user) return [{ kind: 'gone', record: facts }, ...found];
  if (record.ask.until < today) found.push({ kind: 'overdue', record: facts });
  if (!accountThere) return [{ kind: 'accountGone', record: facts }, ...found];
  if (user.disabled) found.push({ kind: 'disabled', record: facts });
  if (user.accessMode !== nonInteractiveMode) {
    found.push({ kind: 'modeFlipped', record: facts, accessMode: user.accessMode });
  }
  if (licensed && user.applicationId === undefined) found.push({ kind: 'licensed', record: facts });
  const [missing, extra] = [without(approved, user.roles), without(user.roles, approved)];
  if (missing.length + extra.length > 0) found.push({ kind: 'rolesDrifted', record: facts, missing, extra });
  return found;
}

/** What sets it right by itself; for the others, somebody has to choose. */
export function mendingFor({ kind }: Discrepancy): Mending | undefined {
  switch (kind) {
    case 'disabled':
      return 'enable';
    case 'modeFlipped':
      return 'accessMode';
    case 'licensed':
      return 'licence';
    case 'rolesDrifted':
      return 'roles';
    case 'madeElsewhere':
    case 'gone':
    case 'accountGone':
    case 'ownerLeft':
    case 'overdue':
      return undefined;
  }
}

/** The same for the same thing, however often it is seen: so that nobody is told twice. */
export function keyOf(discrepancy: Discrepancy): string {
  const { kind } = discrepancy;
  if (kind === 'madeElsewhere') return `${kind} ${discrepancy.user.id}`;
  const more = kind === 'rolesDrifted' ? ` ${[...discrepancy.missing, '/', ...discrepancy.extra].join()}` : '';
  return `${kind} ${discrepancy.record.id}${more}`;
}

function factsOf({ id, ask }: Active): RecordFacts {
  const { account, integration, owner, until } = ask;
  return { id, address: addressOf(account), integration, owner: owner.name, until };
}

function without(roles: readonly Role[], others: readonly Role[]): readonly string[] {
  const names = new Set(others.map(({ name }) => name));
  return [...new Set(roles.map(({ name }) => name).filter((name) => !names.has(name)))].sort();
}
