import type { ApproverRef } from './approvers.ts';
import type { GroupId, Instant, Person, PersonId } from './words.ts';

/** Why somebody may review: shown as "You are asked because …". */
export type Because = Reason & {
  /** `alternate`: the approvers' time was up, or too few were there. `fallback`: nobody else could decide. */
  readonly as?: 'alternate' | 'fallback';
  /** The approver who is away and named this person. */
  readonly insteadOf?: Person;
};

type Reason =
  | { readonly kind: 'named' }
  | { readonly kind: 'memberOf'; readonly groupId: GroupId; readonly groupName: string }
  | { readonly kind: 'manager'; readonly of: Person }
  | { readonly kind: 'environmentOwner' };

export interface Approver {
  readonly person: Person;
  readonly because: Because;
}

export interface Group {
  readonly id: GroupId;
  readonly name: string;
  /** Transitive. */
  readonly members: readonly Person[];
}

/** What the directory says of the people whom a policy names. What it does not know is not there. */
export interface Lookups {
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly groups: ReadonlyMap<GroupId, Group>;
  readonly owner: Person;
  /** The owner's. */
  readonly manager?: Person;
  /** As the configuration names them: people and groups. */
  readonly environmentOwners: readonly ApproverRef[];
  readonly absences: ReadonlyMap<PersonId, Absence>;
  /** Those whom the bot cannot write to: blocked, or not installed. */
  readonly unreachable?: ReadonlySet<string> | undefined;
}

/** Somebody who does not decide for the time being. */
export interface Absence {
  readonly person: Person;
  /** The last day. Absent: as long as the mailbox answers by itself. */
  readonly until?: string;
  /** Decides in their place. */
  readonly delegate?: Person;
  /** `outlook`: their mailbox answers by itself. */
  readonly source: 'self' | 'outlook';
  readonly since: Instant;
}

/** What somebody is to a request that keeps them from deciding on it. */
export type Stake = 'requester' | 'owner' | 'presentOwner' | 'creator';

/** People who have a stake in the request: they never decide on it. */
export interface Parties {
  readonly requester: PersonId;
  /** Who will answer for the user. */
  readonly owner: PersonId;
  /** Of a user that is changed: who answers for it, and uses its password, until then. */
  readonly presentOwner?: PersonId | undefined;
  /** Whoever created the account or the application, as far as that is known. */
  readonly creators: readonly PersonId[];
}

/** What keeps somebody from deciding, whatever the policy says. */
export function stakeOf(id: PersonId, parties: Parties): Stake | undefined {
  const { requester, owner, presentOwner, creators } = parties;
  if (id === requester) return 'requester';
  if (id === owner) return 'owner';
  if (id === presentOwner) return 'presentOwner';
  return creators.includes(id) ? 'creator' : undefined;
}
