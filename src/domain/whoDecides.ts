import type { ApproverRef } from './approvers.ts';
import { emptyCandidates, type Candidate } from './candidates.ts';
import type { Stage } from './policy.ts';
import type { Approval } from './request.ts';
import { stakeOf, type Approver, type Because, type Lookups, type Parties, type Stake } from './roster.ts';
import { usedVote } from './votes.ts';
import type { Person, PersonId } from './words.ts';

/** Why somebody whom the policy names does not count, or no more. */
export type Excluded =
  | { readonly person: Person; readonly why: Stake }
  /** `approval`: their own, one in their place, or the one after which nobody stands in for an approver any more. */
  | { readonly person: Person; readonly why: 'voteUsed'; readonly because: Because; readonly approval: Approval };

export interface Roster {
  /** Everybody who may decide now, each once, with the first reason that applies. */
  readonly approvers: readonly Approver[];
  readonly excluded: readonly Excluded[];
  /** Fewer of them are there, and can be written to, than are still needed. */
  readonly short: boolean;
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
    /** Of all stages, because nobody counts twice. */
    readonly approvals: readonly Approval[];
    /** How many of them this stage has. */
    readonly given: number;
  },
): Roster {
  const { parties, approvals, given } = facts;
  const candidates = emptyCandidates(lookups, parties);
  const weighed = () => weigh(candidates.list(), parties, approvals);
  const isShort = (): boolean => given + weighed().approvers.filter(isThere(lookups)).length < stage.required;
  candidates.add(stage.approvers);
  if (facts.escalated || isShort()) candidates.add(stage.alternates, 'alternate');
  if (isShort()) candidates.add(facts.fallback, 'fallback');
  return { ...weighed(), short: isShort() };
}

/** Whoever is away, or has no card, may still decide, but nobody waits for them. */
function isThere({ absences, unreachable }: Lookups) {
  return ({ person: { id } }: Approver): boolean => !absences.has(id) && !unreachable?.has(id);
}

/** Whoever has a stake, or no vote any more, is told why. */
function weigh(candidates: readonly Candidate[], parties: Parties, approvals: readonly Approval[]) {
  const approvers: Approver[] = [];
  const excluded: Excluded[] = [];
  for (const { person, reasons } of candidates) {
    const why = stakeOf(person.id, parties);
    const because = reasons.find((reason) => !usedVote(approvals, person.id, reason)) ?? reasons[0];
    const approval = usedVote(approvals, person.id, because);
    if (why) excluded.push({ person, why });
    else if (approval) excluded.push({ person, why: 'voteUsed', because, approval });
    else approvers.push({ person, because });
  }
  return { approvers, excluded };
}

/**
 * Whether every stage can get its approvals from different people: nobody counts in two of them. `still` is what each
 * stage needs, `people` who could give it in their own right: whoever stands in for one of them adds no vote.
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
