import type { RequestEvent } from './events.ts';
import { revokeSteps, type RevokeStep } from './life.ts';
import type { Active, Leftover, Revoked, Revoking } from './request.ts';
import type { Instant } from './words.ts';

type EventOf<Type extends RequestEvent['type']> = Extract<RequestEvent, { readonly type: Type }>;

/** What the user was made with is not known; whoever took it over answers for the caveats. */
export function adopt({ at, base, by, systemUserId, objectId }: EventOf<'Adopted'>): Active {
  return {
    ...base,
    status: 'Active',
    acknowledgement: { by, at, caveats: base.caveats },
    submittedAt: at,
    approvals: [],
    approvedAt: at,
    made: { systemUserId, objectId },
    done: [],
    stepSince: at,
    systemUserId,
    objectId,
    activeAt: at,
    adoptedBy: by,
  };
}

export function confirm(active: Active, { at, by, campaign }: EventOf<'Confirmed'>): Active {
  return { ...active, confirmed: { at, campaign, ...(by && { by }) } };
}

export function beginRevoking(active: Active, { at, cause, by, reason }: EventOf<'RevokeBegun'>): Revoking {
  const { mending, unrevoked, ...rest } = active;
  const revocation = { cause, at, ...(by && { by }), ...(reason !== undefined && { reason }) };
  return { ...rest, status: 'Revoking', revocation, remaining: revokeSteps, leftovers: [], stepSince: at };
}

export function takeAway(revoking: Revoking, { at }: RequestEvent, leftover?: Leftover): Revoking {
  const { delay, ...rest } = revoking;
  const remaining: readonly RevokeStep[] = revoking.remaining.slice(1);
  return { ...rest, remaining, leftovers: [...revoking.leftovers, ...(leftover ? [leftover] : [])], stepSince: at };
}

export function endRevoking(revoking: Revoking, at: Instant): Revoked {
  const { remaining, ...rest } = revoking;
  return { ...rest, status: 'Revoked', revokedAt: at };
}

/** The record stays: somebody has still to answer for a user that may work. */
export function giveUpRevoking(revoking: Revoking, at: Instant): Active {
  const { remaining, leftovers, revocation, ...rest } = revoking;
  return { ...rest, status: 'Active', unrevoked: { ...revocation, failedAt: at, leftovers } };
}
