import type { ApproverRef } from './approvers.ts';
import { stakeOf, type Approver, type Because, type Lookups, type Parties } from './roster.ts';
import type { Person, PersonId } from './words.ts';

/** Somebody whom the policy names, or an approver who is away. */
export interface Candidate {
  readonly person: Person;
  /** Their own reason; or, where they have none, one for each in whose place they are. */
  readonly reasons: readonly [Because, ...Because[]];
}

/** Everybody once, in the order of the policy, whoever stands in for somebody right after them. */
export function emptyCandidates(lookups: Lookups, parties: Parties) {
  const all = new Map<PersonId, Candidate>();

  function add(refs: readonly ApproverRef[], as?: 'alternate' | 'fallback'): void {
    for (const { person, because } of refs.flatMap((ref) => approversOf(ref, lookups))) {
      const reason: Because = as ? { ...because, as } : because;
      if (!isOwn(all.get(person.id))) all.set(person.id, { person, reasons: [reason] });
      const delegate = lookups.absences.get(person.id)?.delegate;
      // Whoever has a stake sends nobody either.
      if (delegate && !stakeOf(person.id, parties)) addInstead(delegate, { ...reason, insteadOf: person });
    }
  }

  function addInstead(person: Person, reason: Because): void {
    const found = all.get(person.id);
    if (!found) all.set(person.id, { person, reasons: [reason] });
    else if (!isOwn(found)) all.set(person.id, { person, reasons: [...found.reasons, reason] });
  }

  return { add, list: (): readonly Candidate[] => [...all.values()] };
}

function isOwn(candidate: Candidate | undefined): boolean {
  return candidate !== undefined && candidate.reasons[0].insteadOf === undefined;
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
