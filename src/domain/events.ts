import type { AnyStep, Mending, NoticeDays, RevokeCause } from './life.ts';
import type { Acknowledgement, Approval, Made, Obstacle, RequestBase } from './request.ts';
import type { Plan } from './plan.ts';
import type { StepName } from './plannedSteps.ts';
import type { AppliedTerms } from './policy.ts';
import type { Because } from './roster.ts';
import type { Instant, Person, PlanHash, RequestId, SystemUserId } from './words.ts';

/** Facts, in the past tense. They are what the store keeps and what the audit shows. */
export type RequestEvent = { readonly at: Instant } & (
  | { readonly type: 'Drafted'; readonly base: RequestBase }
  | { readonly type: 'Redrafted'; readonly base: RequestBase }
  | { readonly type: 'Replanned'; readonly plan: Plan; readonly planHash: PlanHash; readonly terms: AppliedTerms }
  | { readonly type: 'Submitted'; readonly acknowledgement: Acknowledgement }
  | { readonly type: 'Approved'; readonly approval: Approval }
  /** The stage before it has its approvals. */
  | { readonly type: 'StageOpened'; readonly stage: number }
  | { readonly type: 'Escalated'; readonly stage: number }
  | { readonly type: 'Reminded'; readonly stage: number }
  | { readonly type: 'Nudged'; readonly by: Person }
  | { readonly type: 'Commented'; readonly by: Person; readonly text: string }
  | { readonly type: 'Reopened'; readonly by: Person }
  | { readonly type: 'Forced'; readonly by: Person; readonly reason: string }
  | { readonly type: 'Rejected'; readonly by: Person; readonly because: Because; readonly comment?: string }
  | { readonly type: 'Withdrawn'; readonly by: Person }
  | { readonly type: 'Expired'; readonly userGone?: true }
  | { readonly type: 'SeatReserved' }
  /** A request that needs no seat. */
  | { readonly type: 'Begun' }
  | { readonly type: 'PutOnWaitingList' }
  | { readonly type: 'StepDone'; readonly step: StepName; readonly made: Made }
  | {
      readonly type: 'StepDelayed';
      readonly step: AnyStep;
      readonly obstacle: Obstacle;
      readonly nextAt: Instant;
    }
  | {
      readonly type: 'CreationFailed';
      readonly step: StepName;
      readonly cause: Obstacle;
      readonly then: 'Failed' | 'Waiting';
      readonly undo: readonly StepName[];
    }
  /** Taken back, or, of a revocation, taken away. */
  | { readonly type: 'StepUndone'; readonly step: AnyStep }
  | { readonly type: 'StepLeftOver'; readonly step: AnyStep; readonly obstacle: Obstacle }
  | { readonly type: 'UndoFinished' }
  /** The user is as it was asked for. */
  | { readonly type: 'Activated'; readonly systemUserId: SystemUserId; readonly objectId: string }
  | { readonly type: 'Replaced'; readonly by: RequestId }
  /** A user that was made without Seatkeeper has a record from now on. */
  | {
      readonly type: 'Adopted';
      readonly base: RequestBase;
      readonly by: Person;
      readonly systemUserId: SystemUserId;
      readonly objectId: string;
    }
  | { readonly type: 'EndNoticed'; readonly days: NoticeDays }
  | { readonly type: 'LetGo'; readonly by: Person }
  /** `by` is absent when nobody answered and such users are kept. */
  | { readonly type: 'Confirmed'; readonly by?: Person; readonly campaign: number }
  | { readonly type: 'MendingBegun'; readonly by: Person; readonly what: Mending }
  /** A licence is lent until it is done. */
  | { readonly type: 'MendingLent'; readonly what: Mending }
  | { readonly type: 'Mended'; readonly what: Mending }
  | { readonly type: 'MendingFailed'; readonly what: Mending; readonly obstacle: Obstacle }
  | { readonly type: 'RevokeBegun'; readonly cause: RevokeCause; readonly by?: Person; readonly reason?: string }
  | { readonly type: 'Revoked' }
  /** The user may still work. */
  | { readonly type: 'RevokeFailed' }
);
