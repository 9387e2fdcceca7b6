import type { GroupId, Person, PersonId } from './words.ts';

export type ApproverRef =
  { readonly kind: 'person'; readonly id: PersonId } | { readonly kind: 'group'; readonly id: GroupId };

export interface Policy {
  readonly name: string;
  readonly approvers: readonly ApproverRef[];
  /** How many different approvers must approve. */
  readonly required: number;
  /** The longest time a user may be asked for, in days from the day of the request. */
  readonly maxDays: number;
}

/** Why somebody may review: shown as "You are asked because …". */
export type Because =
  { readonly kind: 'named' } | { readonly kind: 'memberOf'; readonly groupId: GroupId; readonly groupName: string };

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

/**
 * Everybody whom the policy lets decide, each once, with the first reason that applies, without the requester: nobody
 * approves their own request, and nobody is asked to.
 */
export function approversOf(
  policy: Policy,
  people: ReadonlyMap<PersonId, Person>,
  groups: ReadonlyMap<GroupId, Group>,
  requester: PersonId,
): readonly Approver[] {
  const found = new Map<PersonId, Approver>();
  const add = (approver: Approver): void => {
    const { id } = approver.person;
    if (id !== requester && !found.has(id)) found.set(id, approver);
  };
  for (const ref of policy.approvers) {
    if (ref.kind === 'person') {
      const person = people.get(ref.id);
      if (person) add({ person, because: { kind: 'named' } });
      continue;
    }
    const group = groups.get(ref.id);
    for (const person of group?.members ?? []) {
      add({ person, because: { kind: 'memberOf', groupId: ref.id, groupName: group?.name ?? '' } });
    }
  }
  return [...found.values()];
}
