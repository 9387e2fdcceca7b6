import type { AnyStep, Mending, RevokeCause } from './life.ts';
import type { Approval, Made, Obstacle, RequestBase } from './request.ts';
import type { Plan } from './plan.ts';
import type { StepName } from './plannedSteps.ts';
import type { AppliedTerms } from './policy.ts';
import type { Because, Stake } from './roster.ts';
import type { Seats } from './seats.ts';
import type { Unmet } from './unmet.ts';
import type { Instant, Person, PersonId, PlanHash, RequestId, SystemUserId } from './words.ts';

/** Why the policy lets somebody decide, by stage, whether or not their vote is still there; undefined where it does not. */
export type Rights = readonly (Because | undefined)[];

/** Wishes. The time, the person's rights and the seats come along, so that deciding needs nothing else. */
export type Command = { readonly at: Instant } & (
  | { readonly type: 'draft'; readonly base: RequestBase }
  | { readonly type: 'redraft'; readonly by: PersonId; readonly base: RequestBase }
  /** The configuration changed, and with it what would be done or who decides. */
  | {
      readonly type: 'replan';
      readonly plan: Plan;
      readonly planHash: PlanHash;
      readonly terms: AppliedTerms;
    }
  | {
      readonly type: 'submit';
      readonly by: Person;
      readonly acknowledged: boolean;
      /** Whether enough different people can decide, in every stage. */
      readonly decidable: boolean;
      readonly mayAsk: boolean;
      /** Another request for the same account is open already. */
      readonly rival?: RequestId;
    }
  | {
      readonly type: 'approve';
      readonly by: Person;
      readonly rights: Rights;
      /** Whether the policy still lets the requester ask. */
      readonly mayAsk: boolean;
      /** Whether, after this approval, enough different people could give the others. */
      readonly leavesEnough: boolean;
      /** When this person last signed in anew, for policies that ask for it. */
      readonly signedInAt?: Instant;
      /** The plan that the person saw. */
      readonly planHash: PlanHash;
      readonly comment?: string;
      /** Absent when the environment has never been read: then creation asks it first. */
      readonly seats?: Seats;
      /** Others wait for a seat in this environment already. */
      readonly queue: boolean;
    }
  | { readonly type: 'reject'; readonly by: Person; readonly rights: Rights; readonly comment?: string }
  /** An admin lets it through: the seat is reserved as after the last approval. */
  | {
      readonly type: 'force';
      readonly by: Person;
      readonly admin: boolean;
      readonly mayAsk: boolean;
      readonly reason: string;
      readonly planHash: PlanHash;
      readonly seats?: Seats;
      readonly queue: boolean;
    }
  /** `mayComment`: the request concerns this person. */
  | { readonly type: 'comment'; readonly by: Person; readonly mayComment: boolean; readonly text: string }
  /** The requester wants the approvers reminded. */
  | { readonly type: 'nudge'; readonly by: Person }
  /** The requester wants to change what was submitted. */
  | { readonly type: 'reopen'; readonly by: Person }
  /**
   * The clock's: alternates are asked, approvers reminded, the coming end of a user told, or the user revoked, when it is
   * time for it. `busy`: a request that changes the user right now.
   */
  | { readonly type: 'tick'; readonly busy?: RequestId }
  | { readonly type: 'withdraw'; readonly by: Person }
  /** For a request whose last day has passed, or (`userGone`) whose user has been revoked. */
  | { readonly type: 'expire'; readonly userGone?: true }
  | { readonly type: 'promote'; readonly seats: Seats }
  | { readonly type: 'completeStep'; readonly step: StepName; readonly made: Made }
  | { readonly type: 'delayStep'; readonly step: AnyStep; readonly obstacle: Obstacle; readonly nextAt: Instant }
  | {
      readonly type: 'failStep';
      readonly step: StepName;
      readonly cause: Obstacle;
      /** No seat was free after all: the request goes back to the waiting list. */
      readonly noSeat: boolean;
    }
  | { readonly type: 'completeUndo'; readonly step: AnyStep }
  | { readonly type: 'leaveOver'; readonly step: AnyStep; readonly obstacle: Obstacle }
  /** Another request has changed the user, and answers for it from now on. */
  | { readonly type: 'replace'; readonly by: RequestId }
  /** An admin takes over a user as it is. `record`: the request that answers for it already, or is about to. */
  | {
      readonly type: 'adopt';
      readonly base: RequestBase;
      readonly by: Person;
      readonly admin: boolean;
      readonly systemUserId: SystemUserId;
      readonly objectId: string;
      readonly record?: RequestId;
    }
  /** Whom it concerns, see `concernedBy`: let it end on its last day. */
  | { readonly type: 'letGo'; readonly by: Person }
  /** In a campaign: still needed. */
  | { readonly type: 'confirm'; readonly by: Person | 'clock'; readonly admin: boolean; readonly campaign: number }
  | { readonly type: 'mend'; readonly by: Person; readonly admin: boolean; readonly what: Mending }
  | { readonly type: 'lendForMending' }
  | { readonly type: 'completeMending' }
  | { readonly type: 'failMending'; readonly obstacle: Obstacle }
  /** `by`: the clock, for `unanswered`. */
  | {
      readonly type: 'revoke';
      readonly by: Person | 'clock';
      readonly admin: boolean;
      readonly cause: Exclude<RevokeCause, 'ended'>;
      readonly reason: string;
      readonly busy?: RequestId;
    }
);

/** Why a wish was not granted. */
export type Refusal =
  | { readonly code: 'NotFound' }
  | { readonly code: 'NotRequester'; readonly requester: Person }
  | { readonly code: 'NotAcknowledged' }
  | { readonly code: 'EndsInThePast' }
  /** The policy has changed, and no longer allows what was asked for. */
  | { readonly code: 'OutsideTerms'; readonly unmet: readonly Unmet[] }
  /** Fewer people can approve than the policy demands, so a review could never end. */
  | { readonly code: 'TooFewApprovers' }
  /** Two requests for the same account would get in each other's way. */
  | { readonly code: 'AccountTaken'; readonly by: RequestId }
  /** Requester, owner and whoever created the account do not decide. */
  | { readonly code: 'OwnRequest'; readonly why: Stake }
  | { readonly code: 'NotAnApprover' }
  /** The policy lets this person decide in another stage only. */
  | { readonly code: 'NotThisStage'; readonly stage: number }
  /** Without this vote the stages that follow could not get their approvals. */
  | { readonly code: 'NeededLater' }
  | { readonly code: 'SignInNeeded' }
  | { readonly code: 'NotAdmin' }
  | { readonly code: 'ReasonMissing' }
  | { readonly code: 'NotConcerned' }
  | { readonly code: 'NudgedAlready'; readonly again: Instant }
  | { readonly code: 'ApprovedInPart' }
  | { readonly code: 'AlreadyApproved' }
  /** Somebody approved in this person's place, or the one in whose place (`insteadOf`) they would has a vote no more. */
  | { readonly code: 'VoteUsed'; readonly approval: Approval; readonly insteadOf?: Person }
  | { readonly code: 'PlanChanged' }
  | { readonly code: 'NotPending' }
  | { readonly code: 'NotDraft' }
  | { readonly code: 'NotWaiting' }
  | { readonly code: 'NotActive' }
  /** Only its owner and the admins end or confirm a user. */
  | { readonly code: 'NotOwner'; readonly owner: Person }
  | { readonly code: 'BeingChanged'; readonly by: RequestId }
  | { readonly code: 'HasRecord'; readonly by: RequestId }
  | { readonly code: 'LetGoAlready' }
  | { readonly code: 'MendingAlready' }
  | { readonly code: 'TooLateToWithdraw' }
  | { readonly code: 'NoFreeSeat' }
  | { readonly code: 'TooSoon' }
  | { readonly code: 'NotRunOut' }
  | { readonly code: 'PlanUnchanged' }
  /** A worker speaks of a step that is not the one at hand: somebody else was faster. */
  | { readonly code: 'StepNotAtHand' };
