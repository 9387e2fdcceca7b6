import type { Made, Obstacle, RequestBase } from './request.ts';
import type { Plan, StepName } from './plan.ts';
import type { Because } from './policy.ts';
import type { Seats } from './seats.ts';
import type { Instant, Person, PersonId, PlanHash, RequestId } from './words.ts';

/** Wishes. The time, the person's rights and the seats come along, so that deciding needs nothing else. */
export type Command = { readonly at: Instant } & (
  | { readonly type: 'draft'; readonly base: RequestBase }
  | { readonly type: 'redraft'; readonly by: PersonId; readonly base: RequestBase }
  /** The configuration changed, and with it what would be done or who decides. */
  | {
      readonly type: 'replan';
      readonly plan: Plan;
      readonly planHash: PlanHash;
      readonly required: number;
    }
  | {
      readonly type: 'submit';
      readonly by: Person;
      readonly acknowledged: boolean;
      /** How many people can approve it. */
      readonly approvers: number;
    }
  | {
      readonly type: 'approve';
      readonly by: Person;
      /** Why the policy lets this person decide; absent when it does not. */
      readonly because?: Because;
      /** The plan that the person saw. */
      readonly planHash: PlanHash;
      readonly comment?: string;
      /** Absent when the environment has never been read: then creation asks it first. */
      readonly seats?: Seats;
      /** Others wait for a seat in this environment already. */
      readonly queue: boolean;
    }
  | { readonly type: 'reject'; readonly by: Person; readonly because?: Because; readonly comment?: string }
  | { readonly type: 'withdraw'; readonly by: Person }
  /** The clock's wish, for a request whose last day has passed. */
  | { readonly type: 'expire' }
  | { readonly type: 'promote'; readonly seats: Seats }
  | { readonly type: 'completeStep'; readonly step: StepName; readonly made: Made }
  | { readonly type: 'delayStep'; readonly step: StepName; readonly obstacle: Obstacle; readonly nextAt: Instant }
  | {
      readonly type: 'failStep';
      readonly step: StepName;
      readonly cause: Obstacle;
      /** No seat was free after all: the request goes back to the waiting list. */
      readonly noSeat: boolean;
    }
  | { readonly type: 'completeUndo'; readonly step: StepName }
  | { readonly type: 'leaveOver'; readonly step: StepName; readonly obstacle: Obstacle }
  /** Another request has changed the user, and answers for it from now on. */
  | { readonly type: 'replace'; readonly by: RequestId }
);

/** Why a wish was not granted. */
export type Refusal =
  | { readonly code: 'NotFound' }
  | { readonly code: 'NotRequester'; readonly requester: Person }
  | { readonly code: 'NotAcknowledged' }
  | { readonly code: 'EndsInThePast' }
  /** Fewer people can approve than the policy demands, so a review could never end. */
  | { readonly code: 'TooFewApprovers'; readonly required: number; readonly found: number }
  | { readonly code: 'OwnRequest' }
  | { readonly code: 'NotAnApprover' }
  | { readonly code: 'AlreadyApproved' }
  | { readonly code: 'PlanChanged' }
  | { readonly code: 'NotPending' }
  | { readonly code: 'NotDraft' }
  | { readonly code: 'NotWaiting' }
  | { readonly code: 'NotActive' }
  | { readonly code: 'TooLateToWithdraw' }
  | { readonly code: 'NoFreeSeat' }
  | { readonly code: 'TooSoon' }
  | { readonly code: 'NotRunOut' }
  | { readonly code: 'PlanUnchanged' }
  /** A worker speaks of a step that is not the one at hand: somebody else was faster. */
  | { readonly code: 'StepNotAtHand' };
