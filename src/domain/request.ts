import type { Ask } from './ask.ts';
import type { Caveat } from './caveats.ts';
import type { Plan } from './plan.ts';
import type { AnyStep, Confirmation, Mending, NoticeDays, Revocation, RevokeStep } from './life.ts';
import type { StepName } from './plannedSteps.ts';
import type { AppliedTerms } from './policy.ts';
import type { Because } from './roster.ts';
import type { GroupId, Instant, Person, PersonId, PlanHash, RequestId, SystemUserId } from './words.ts';

/** What every request has, whatever its state. */
export interface RequestBase {
  readonly id: RequestId;
  readonly requester: Person;
  readonly ask: Ask;
  readonly plan: Plan;
  readonly planHash: PlanHash;
  readonly caveats: readonly Caveat[];
  /** Written on the account that is created for this request, so that a repeated creation recognises its own work. */
  readonly mark: string;
  /** What it takes to be approved, by the policy at the time of the draft. */
  readonly terms: AppliedTerms;
  /** Whoever created the account or the application, as far as that is known: they do not decide. */
  readonly creators: readonly PersonId[];
  /** Who asked for the user before, by the records that a change replaces: it concerns them for as long as it lives. */
  readonly formerRequesters?: readonly Person[];
  readonly draftedAt: Instant;
  /** What was personal is no longer in it: see `erase`. */
  readonly erasedAt?: Instant;
  readonly comments?: readonly Comment[];
}

/** The caveats as they were shown, word for word, and who accepted them. */
export interface Acknowledgement {
  readonly by: Person;
  readonly at: Instant;
  readonly caveats: readonly Caveat[];
}

export interface Approval {
  readonly by: Person;
  readonly at: Instant;
  readonly because: Because;
  readonly planHash: PlanHash;
  /** The one of `terms.stages` that it counts in, from 0. */
  readonly stage: number;
  readonly comment?: string;
}

/** What was said about a request while it was open. */
export interface Comment {
  readonly by: Person;
  readonly at: Instant;
  readonly text: string;
}

/** An admin let it through without the approvals that it needs. Never forgotten. */
export interface Force {
  readonly by: Person;
  readonly at: Instant;
  readonly reason: string;
}

interface Submitted extends RequestBase {
  readonly acknowledgement: Acknowledgement;
  readonly submittedAt: Instant;
  readonly approvals: readonly Approval[];
  readonly forced?: Force;
  /** When the plan last changed under the approvers' hands: what was approved before does not count. */
  readonly replannedAt?: Instant;
  /**
   * When it was first approved and had to wait. A new plan takes the approvals back, which nobody who waits can help; the
   * place on the waiting list stays.
   */
  readonly place?: Instant;
}

/** What the creation has brought into the world so far. Enough to take it back. */
export interface Made {
  readonly objectId?: string;
  /** Where the owner finds the password: the secret's address, without a version. */
  readonly secretId?: string;
  /** The account did not exist before. */
  readonly accountCreated?: boolean;
  /** The licence was not there before. */
  readonly licenceLent?: boolean;
  /** The account had the environment's licence of its own, and undo gives it back. */
  readonly ownLicence?: boolean;
  /** The environment's security group, which the account was no direct member of before. */
  readonly joinsGroup?: GroupId;
  readonly systemUserId?: SystemUserId;
  /** How the user was before, for an existing account. */
  readonly before?: { readonly accessMode: number; readonly disabled: boolean; readonly roleIds: readonly string[] };
}

export interface StepRecord {
  readonly step: StepName;
  readonly at: Instant;
}

/** Something that is in the way. `code` is ours or the service's; the text for people is made from it. */
export interface Obstacle {
  readonly code: string;
  readonly service: 'dataverse' | 'graph' | 'powerPlatform' | 'keyVault' | 'seatkeeper';
  /** In the service's or our words, without secrets. */
  readonly detail: string;
}

/** What the step at hand is waiting for, if it did not simply work. */
export interface Delay {
  readonly obstacle: Obstacle;
  readonly attempts: number;
  readonly since: Instant;
  readonly nextAt: Instant;
}

interface Approved extends Submitted {
  readonly approvedAt: Instant;
}

/** What could not be taken back or taken away, for the admins to do by hand. */
export interface Leftover {
  readonly step: AnyStep;
  readonly obstacle: Obstacle;
}

/** A revocation after which the user may still work. */
export interface FailedRevocation extends Revocation {
  readonly failedAt: Instant;
  readonly leftovers: readonly Leftover[];
}

/** What an admin wanted set right, while it is done or because it could not be. */
export interface MendingState {
  readonly what: Mending;
  readonly by: Person;
  readonly at: Instant;
  /** A licence was lent for it, which goes back when it is done, or cannot be done. */
  readonly lent?: true;
  /** It could not be done. */
  readonly obstacle?: Obstacle;
}

interface Working extends Approved {
  readonly made: Made;
  readonly done: readonly StepRecord[];
  readonly delay?: Delay;
  /** When the step at hand began. */
  readonly stepSince: Instant;
}

export type Draft = RequestBase & {
  readonly status: 'Draft';
  /** Of a request that is being changed, so that changing it is no way to remind more often. */
  readonly nudgedAt?: Instant;
};
export type Pending = Submitted & {
  readonly status: 'Pending';
  /** The one of `terms.stages` that is open, from 0. */
  readonly stage: number;
  readonly stageSince: Instant;
  /** Its time was up, so the alternates are asked too. */
  readonly escalated: boolean;
  /** How often this stage's approvers were reminded by the clock. */
  readonly reminders: number;
  /** When the requester last asked for a reminder. */
  readonly nudgedAt?: Instant;
};
export type Rejected = Submitted & {
  readonly status: 'Rejected';
  readonly rejection: {
    readonly by: Person;
    readonly at: Instant;
    readonly because: Because;
    readonly comment?: string;
  };
};
/** `acknowledgement` and the like are absent when a draft was thrown away. */
export type Withdrawn = RequestBase & { readonly status: 'Withdrawn'; readonly withdrawnAt: Instant };
/** Its last day passed before a user was made; or, `userGone`, the user that it was to change has been revoked. */
export type Expired = RequestBase & {
  readonly status: 'Expired';
  readonly expiredAt: Instant;
  readonly userGone?: true;
};
export type Waiting = Approved & {
  readonly status: 'Waiting';
  readonly waitingSince: Instant;
  /** Why a creation that had already begun came back to the list. */
  readonly cause?: Obstacle;
};
export type Provisioning = Working & { readonly status: 'Provisioning'; readonly seatTakenAt?: Instant };
export type Undoing = Working & {
  readonly status: 'Undoing';
  readonly cause: Obstacle;
  /** Where the request goes when everything is taken back: a creation that met a full environment waits for a seat. */
  readonly then: 'Failed' | 'Waiting';
  /** Still to be taken back, next first. */
  readonly remaining: readonly StepName[];
  readonly leftovers: readonly Leftover[];
  readonly seatTakenAt?: Instant;
};
export type Failed = Working & {
  readonly status: 'Failed';
  readonly cause: Obstacle;
  readonly failedAt: Instant;
  readonly leftovers: readonly Leftover[];
};
export type Active = Working & {
  readonly status: 'Active';
  readonly systemUserId: SystemUserId;
  readonly objectId: string;
  /** Absent when it takes no seat of its own: see `takesSeat`. */
  readonly seatTakenAt?: Instant;
  readonly activeAt: Instant;
  /** An admin took over a user that was made without Seatkeeper. */
  readonly adoptedBy?: Person;
  /** Of how many days before the end owner and requester were told last. */
  readonly noticed?: NoticeDays;
  /** The owner lets it end on its last day, and is reminded no more. */
  readonly letGo?: { readonly by: Person; readonly at: Instant };
  readonly confirmed?: Confirmation;
  readonly mending?: MendingState;
  readonly unrevoked?: FailedRevocation;
};
/** Its access is being taken away. */
export type Revoking = Omit<Active, 'status'> & {
  readonly status: 'Revoking';
  readonly revocation: Revocation;
  /** Still to be done, next first. */
  readonly remaining: readonly RevokeStep[];
  readonly leftovers: readonly Leftover[];
};
export type Revoked = Omit<Active, 'status'> & {
  readonly status: 'Revoked';
  readonly revocation: Revocation;
  readonly revokedAt: Instant;
  readonly leftovers: readonly Leftover[];
};
/** Another request answers for the user now. */
export type Replaced = Omit<Active, 'status'> & {
  readonly status: 'Replaced';
  readonly replacedAt: Instant;
  readonly by: RequestId;
};

export type AccessRequest =
  | Draft
  | Pending
  | Rejected
  | Withdrawn
  | Expired
  | Waiting
  | Provisioning
  | Undoing
  | Failed
  | Active
  | Replaced
  | Revoking
  | Revoked;

export type RequestStatus = AccessRequest['status'];

/** Nothing changes any more, and no user stands behind it. */
export const closedStatuses = [
  'Rejected',
  'Withdrawn',
  'Expired',
  'Failed',
  'Replaced',
  'Revoked',
] as const satisfies readonly RequestStatus[];

/** What was asked for was answered: the user is there, or will not be. */
export function hasOutcome({ status }: Pick<AccessRequest, 'status'>): boolean {
  return status === 'Active' || (closedStatuses as readonly RequestStatus[]).includes(status);
}

/** Whether this request is the record of a user that is there. */
export const recordStatuses = ['Active', 'Revoking'] as const satisfies readonly RequestStatus[];

/** Somebody has still to decide, or the bot to work. */
export const openStatuses = [
  'Pending',
  'Waiting',
  'Provisioning',
  'Undoing',
] as const satisfies readonly RequestStatus[];

/** The bot has steps to do, to take back or to take away. */
export const workingStatuses = ['Provisioning', 'Undoing', 'Revoking'] as const satisfies readonly RequestStatus[];

export function isWorking(request: AccessRequest): request is Provisioning | Undoing | Revoking {
  return (workingStatuses as readonly RequestStatus[]).includes(request.status);
}

/** The steps whose turn has not come, next first. */
export function stepsAhead(request: Pick<Provisioning, 'plan' | 'done'>): readonly StepName[] {
  const done = new Set(request.done.map((record) => record.step));
  return request.plan.steps.map((step) => step.name).filter((name) => !done.has(name));
}
