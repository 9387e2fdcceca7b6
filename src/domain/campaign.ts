import { accept, refuse, type Result } from './result.ts';
import {
  addMilliseconds,
  millisecondsBetween,
  type EnvironmentKey,
  type Instant,
  type Person,
  type PersonId,
} from './words.ts';

/** Recertification: a campaign asks the owner of every active user whether it is still needed. */

/** When a campaign goes on, counted from its start, in milliseconds. */
export interface CampaignTerms {
  readonly remindAfter: number;
  readonly adminsAfter: number;
  readonly endAfter: number;
  /** What happens in the end to users that nobody answered for. */
  readonly ifUnanswered: 'keep' | 'revoke';
}

/** `asking`: the owners have been asked · `reminded` · `escalated`: the admins have been asked too · `ended`. */
export type CampaignStage = 'asking' | 'reminded' | 'escalated' | 'ended';

export interface Campaign {
  readonly id: number;
  /** Absent: all of them. */
  readonly environment?: EnvironmentKey;
  readonly startedAt: Instant;
  /** Absent: the clock. */
  readonly startedBy?: Person;
  readonly terms: CampaignTerms;
  readonly stage: CampaignStage;
  /** When the owners were last written to. */
  readonly askedAt: Instant;
  readonly endedAt?: Instant;
  /** Every saved change adds one. */
  readonly version: number;
}

/**
 * What became of the question about one user. `kept`, `revoked`: nobody answered, and the configuration decided ·
 * `gone`: the user ended or changed hands meanwhile, so the question was void.
 */
export type CampaignAnswer = 'confirmed' | 'released' | 'kept' | 'revoked' | 'gone';

/** `none`: there is no sign-in on record · `unknown`: Microsoft did not let us see it. */
export type LastSignIn =
  { readonly kind: 'at'; readonly at: Instant } | { readonly kind: 'none' } | { readonly kind: 'unknown' };

/** As it was when the campaign began. */
export interface Evidence {
  readonly lastSignIn: LastSignIn;
  readonly readAt: Instant;
}

export type CampaignRefusal =
  | { readonly code: 'NotAdmin' }
  | { readonly code: 'CampaignRuns'; readonly campaign: Campaign }
  | { readonly code: 'NoCampaign' }
  | { readonly code: 'NobodyToAsk' }
  | { readonly code: 'RemindedAlready'; readonly again: Instant };

/** What the clock does next. `settle`: carry out the default for whatever is open. */
export type CampaignStep = 'remind' | 'escalate' | 'settle' | 'end';

/** `open`: users that nobody has answered for. Undefined: nothing yet. Of steps that were missed, only the last is taken. */
export function nextStep(campaign: Campaign, open: number, at: Instant): CampaignStep | undefined {
  const { stage, startedAt, terms } = campaign;
  if (stage === 'ended') return undefined;
  if (open === 0) return 'end';
  const passed = millisecondsBetween(startedAt, at);
  if (passed >= terms.endAfter) return 'settle';
  if (passed >= terms.adminsAfter) return stage === 'escalated' ? undefined : 'escalate';
  return passed >= terms.remindAfter && stage === 'asking' ? 'remind' : undefined;
}

export function takeStep(campaign: Campaign, step: Exclude<CampaignStep, 'settle'>, at: Instant): Campaign {
  switch (step) {
    case 'remind':
      return { ...campaign, stage: 'reminded', askedAt: at };
    case 'escalate':
      return { ...campaign, stage: 'escalated' };
    case 'end':
      return { ...campaign, stage: 'ended', endedAt: at };
  }
}

/** Milliseconds. */
const reminderPause = 60 * 60 * 1000;

/** An admin wants whoever has not answered to be reminded now. */
export function remindNow(campaign: Campaign | undefined, at: Instant): Result<Campaign, CampaignRefusal> {
  if (!campaign || campaign.stage === 'ended') return refuse({ code: 'NoCampaign' });
  const again = addMilliseconds(campaign.askedAt, reminderPause);
  if (at < again) return refuse({ code: 'RemindedAlready', again });
  return accept({ ...campaign, askedAt: at });
}

/**
 * When the next campaign by schedule begins: so long after the last one that asked about everything, or, before the
 * first, after the oldest user was made.
 */
export function nextCampaignAt(
  last: Instant | undefined,
  oldest: Instant | undefined,
  every: number,
): Instant | undefined {
  const since = last ?? oldest;
  return since && addMilliseconds(since, every);
}

/** When a campaign without answers ends. */
export function endOf({ startedAt, terms }: Pick<Campaign, 'startedAt' | 'terms'>): Instant {
  return addMilliseconds(startedAt, terms.endAfter);
}

/** From then on, admins answer in the place of owners. */
export function adminsAskedAt({ startedAt, terms }: Pick<Campaign, 'startedAt' | 'terms'>): Instant {
  return addMilliseconds(startedAt, terms.adminsAfter);
}

/** Which users a card of a campaign is about: those of its reader, or, for an admin, all. */
export type SheetScope = 'own' | 'all';

export function ownerOf(scope: SheetScope, reader: PersonId): PersonId | undefined {
  return scope === 'own' ? reader : undefined;
}
