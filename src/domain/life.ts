import type { StepName } from './plannedSteps.ts';
import type { Instant, Person } from './words.ts';

/** The pieces of a revocation, in their order. Roles go first, since a disabled user is not always let go of them. */
export const revokeSteps = ['stripRoles', 'disableUser', 'disableAccount', 'confirmRevoked'] as const;
export type RevokeStep = (typeof revokeSteps)[number];
export type AnyStep = StepName | RevokeStep;

/**
 * Why a user's access ends: its last day has passed · somebody wants it · its owner let go of it when asked whether it is
 * still needed · nobody answered that question.
 */
export type RevokeCause = 'ended' | 'revoked' | 'released' | 'unanswered';

export interface Revocation {
  readonly cause: RevokeCause;
  readonly at: Instant;
  /** Absent: the clock. */
  readonly by?: Person;
  readonly reason?: string;
}

/** What can be set right on a user that is no longer as it was approved. */
export const mendings = ['enable', 'accessMode', 'roles', 'licence'] as const;
export type Mending = (typeof mendings)[number];

/** How many days before the last one owner and requester are told of it. */
export const noticeDays = [30, 7, 1] as const;
export type NoticeDays = (typeof noticeDays)[number];

/** The owner said that the user is still needed. */
export interface Confirmation {
  /** Absent: nobody answered, and the configuration keeps such users. */
  readonly by?: Person;
  readonly at: Instant;
  readonly campaign: number;
}
