import type { ApproverRef } from './approvers.ts';
import type { Stage } from './policy.ts';
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
export type Stake = 'requester' | 'owner' | 'creator';

/** Why somebody whom the policy names does not count. */
export type Excluded = {
  readonly person: Person;
  readonly why: Stake | 'decided';
};

export interface Roster {
  /** Everybody who may decide now, each once, with the first reason that applies. */
  readonly approvers: readonly Approver[];
  readonly excluded: readonly Excluded[];
  /** Fewer of them are there, and can be written to, than are needed. */
  readonly short: boolean;
}

/** People who have a stake in the request: they never decide on it. */
export interface Parties {
  readonly requester: PersonId;
  readonly owner: PersonId;
  /** Whoever created the account or the application, as far as that is known. */
  readonly creators: readonly PersonId[];
}

/**
 * Who decides in a stage. The approvers; whoever they named while they are away; the alternates once the time is up, or
 * when fewer people are there than are needed; and the fallback when that is still so. A lookup that failed or found
 * nobody leads to more people being asked, never to fewer approvals.
 */
export function rosterOf(
  stage: Stage,
  lookups: Lookups,
  facts: {
    readonly parties: Parties;
    readonly fallback: readonly ApproverRef[];
    readonly escalated: boolean;
    /** Those who approved in another stage: nobody counts twice. */
    readonly decided: ReadonlySet<PersonId>;
  },
): Roster {
  const roster = emptyRoster(facts.parties, facts.decided, lookups);
  roster.add(stage.approvers);
  const isShort = (): boolean => roster.present() < stage.required;
  if (facts.escalated || isShort()) roster.add(stage.alternates, 'alternate');
  if (isShort()) roster.add(facts.fallback, 'fallback');
  return { approvers: [...roster.approvers.values()], excluded: [...roster.excluded.values()], short: isShort() };
}

function emptyRoster(parties: Parties, decided: ReadonlySet<PersonId>, lookups: Lookups) {
  const approvers = new Map<PersonId, Approver>();
  const excluded = new Map<PersonId, Excluded>();

  function add(refs: readonly ApproverRef[], as?: 'alternate' | 'fallback'): void {
    for (const { person, because } of refs.flatMap((ref) => approversOf(ref, lookups))) {
      const reason: Because = as ? { ...because, as } : because;
      const delegate = lookups.absences.get(person.id)?.delegate;
      if (admit(person, reason) && delegate) admit(delegate, { ...reason, insteadOf: person });
    }
  }

  /** False when the person does not count. */
  function admit(person: Person, because: Because): boolean {
    const why = stakeOf(person.id, parties) ?? (decided.has(person.id) ? 'decided' : undefined);
    if (why) excluded.set(person.id, { person, why });
    else if (!approvers.has(person.id)) approvers.set(person.id, { person, because });
    return why === undefined;
  }

  /** Whoever is away, or has no card, may still decide, but nobody waits for them. */
  function present(): number {
    const { absences, unreachable } = lookups;
    return [...approvers.keys()].filter((id) => !absences.has(id) && !unreachable?.has(id)).length;
  }

  return { approvers, excluded, add, present };
}

/** What keeps somebody from deciding, whatever the policy says. */
export function stakeOf(id: PersonId, { requester, owner, creators }: Parties): Stake | undefined {
  if (id === requester) return 'requester';
  if (id === owner) return 'owner';
  return creators.includes(id) ? 'creator' : undefined;
}

function approversOf(ref: ApproverRef, lookups: Lookups): readonly Approver[] {
  switch (ref.kind) {
    case 'person': {
      const person = lookups.people.get(ref.id);
      return person ? [{ person, because: { kind: 'named' } }] : [];
    }
    case 'group': {
      const group = lookups.groups.get(ref.id);
      if (!group) return [];
      const because = { kind: 'memberOf', groupId: ref.id, groupName: group.name } as const;
      return group.members.map((person) => ({ person, because }));
    }
    case 'manager':
      return lookups.manager ? [{ person: lookups.manager, because: { kind: 'manager', of: lookups.owner } }] : [];
    case 'environmentOwners':
      return lookups.environmentOwners
        .flatMap((owner) => approversOf(owner, lookups))
        .map(({ person }) => ({ person, because: { kind: 'environmentOwner' } }));
  }
}

/**
 * Whether every stage can get its approvals from different people: nobody counts in two of them. `still` is what each
 * stage needs, `people` who could give it.
 */
export function canBeDecided(
  stages: readonly { readonly still: number; readonly people: readonly PersonId[] }[],
): boolean {
  const places = stages.flatMap(({ still, people }) => Array.from({ length: still }, () => people));
  const holder = new Map<PersonId, number>();
  // Augmenting paths: whoever holds a place moves to another one if that lets a new place be filled.
  const fill = (place: number, tried: Set<PersonId>): boolean => {
    for (const person of places[place] ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const held = holder.get(person);
      if (held !== undefined && !fill(held, tried)) continue;
      holder.set(person, place);
      return true;
    }
    return false;
  };
  return places.every((_, place) => fill(place, new Set()));
}
