import { concernedBy } from './concerned.ts';
import { hasRunOut, type CommandOf, type Decision } from './decision.ts';
import type { RequestEvent } from './events.ts';
import { noticeDays, type AnyStep, type NoticeDays } from './life.ts';
import type { AccessRequest, Active } from './request.ts';
import { accept, refuse } from './result.ts';
import { addMilliseconds, dayOf, daysBetween, millisecondsBetween, type Instant, type Person } from './words.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Notices come in the morning (UTC), not at midnight. */
const noticeHour = 8 * hour;
/** A user whose end did not work is tried again after so long. */
const retryPause = day;
/** What is under way for longer has met a bug, and may be tried again. */
const mendingPause = hour;

/** Takes over a user as it is: nothing changes in the environment, so nobody has to approve. */
export function decideAdopt(request: AccessRequest | undefined, command: CommandOf<'adopt'>): Decision {
  const { at, base, by, admin, systemUserId, objectId, record } = command;
  if (request) throw new Error('A user is taken over by a request of its own');
  if (!admin) return refuse({ code: 'NotAdmin' });
  if (record !== undefined) return refuse({ code: 'HasRecord', by: record });
  if (base.ask.until < dayOf(at)) return refuse({ code: 'EndsInThePast' });
  return accept([{ type: 'Adopted', at, base, by, systemUserId, objectId }]);
}

export function decideLetGo(request: AccessRequest, { at, by }: CommandOf<'letGo'>): Decision {
  if (!concernedBy(request).some(({ id }) => id === by.id))
    return refuse({ code: 'NotOwner', owner: request.ask.owner });
  if (request.status !== 'Active') return refuse({ code: 'NotActive' });
  if (request.letGo) return refuse({ code: 'LetGoAlready' });
  return accept([{ type: 'LetGo', at, by }]);
}

export function decideConfirm(request: AccessRequest, { at, by, admin, campaign }: CommandOf<'confirm'>): Decision {
  if (!mayEnd(request, by, admin)) return refuse({ code: 'NotOwner', owner: request.ask.owner });
  if (request.status !== 'Active') return refuse({ code: 'NotActive' });
  return accept([{ type: 'Confirmed', at, campaign, ...(by !== 'clock' && { by }) }]);
}

export function decideMend(request: AccessRequest, { at, by, admin, what }: CommandOf<'mend'>): Decision {
  if (!admin) return refuse({ code: 'NotAdmin' });
  if (request.status !== 'Active') return refuse({ code: 'NotActive' });
  const { mending } = request;
  if (mending && !mending.obstacle && millisecondsBetween(mending.at, at) < mendingPause) {
    return refuse({ code: 'MendingAlready' });
  }
  return accept([{ type: 'MendingBegun', at, by, what }]);
}

export function decideMending(
  request: AccessRequest,
  command: CommandOf<'lendForMending' | 'completeMending' | 'failMending'>,
): Decision {
  if (request.status !== 'Active' || !request.mending || request.mending.obstacle) {
    return refuse({ code: 'StepNotAtHand' });
  }
  const { what } = request.mending;
  const { at } = command;
  if (command.type === 'lendForMending') return accept([{ type: 'MendingLent', at, what }]);
  if (command.type === 'completeMending') return accept([{ type: 'Mended', at, what }]);
  return accept([{ type: 'MendingFailed', at, what, obstacle: command.obstacle }]);
}

export function decideRevoke(request: AccessRequest, command: CommandOf<'revoke'>): Decision {
  const { at, by, admin, cause, reason, busy } = command;
  if (!mayEnd(request, by, admin)) return refuse({ code: 'NotOwner', owner: request.ask.owner });
  if (request.status !== 'Active') return refuse({ code: 'NotActive' });
  if (cause === 'revoked' && reason.trim() === '') return refuse({ code: 'ReasonMissing' });
  if (busy !== undefined) return refuse({ code: 'BeingChanged', by: busy });
  const told = { ...(by !== 'clock' && { by }), ...(reason && { reason }) };
  return accept([{ type: 'RevokeBegun', at, cause, ...told }]);
}

/** The notice whose time has come, or the end itself. Of notices that were missed, only the last is given. */
export function tickActive(request: Active, { at, busy }: CommandOf<'tick'>): Decision {
  if (hasRunOut(request, at)) {
    if (busy !== undefined) return refuse({ code: 'BeingChanged', by: busy });
    const { unrevoked } = request;
    if (unrevoked && at < addMilliseconds(unrevoked.failedAt, retryPause)) return refuse({ code: 'TooSoon' });
    return accept([{ type: 'RevokeBegun', at, cause: 'ended' }]);
  }
  const due = noticesAhead(request).filter((days) => noticeAt(request, days) <= at);
  const last = due.at(-1);
  return last === undefined ? refuse({ code: 'TooSoon' }) : accept([{ type: 'EndNoticed', at, days: last }]);
}

export function wakeActiveAt(request: Active): Instant {
  const end = startOf(request, 1);
  const { unrevoked } = request;
  const again = unrevoked && addMilliseconds(unrevoked.failedAt, retryPause);
  if (again && unrevoked.failedAt >= end) return again;
  const [next] = noticesAhead(request);
  return next === undefined ? later(end, again) : noticeAt(request, next);
}

function later(one: Instant, other: Instant | undefined): Instant {
  return other !== undefined && other > one ? other : one;
}

/** `left`: the steps that could not be done. Whether the user is out all the same. */
export function endOfRevocation(left: readonly AnyStep[], at: Instant): RequestEvent {
  const works = left.includes('disableUser') || left.includes('confirmRevoked');
  return { type: works ? 'RevokeFailed' : 'Revoked', at };
}

function mayEnd(request: AccessRequest, by: Person | 'clock', admin: boolean): boolean {
  return by === 'clock' || admin || by.id === request.ask.owner.id;
}

/** Largest first. None for a user that began with fewer days than that. */
function noticesAhead({ activeAt, noticed, letGo, ask }: Active): readonly NoticeDays[] {
  if (letGo) return [];
  const length = daysBetween(dayOf(activeAt), ask.until);
  return noticeDays.filter((days) => days < length && (noticed === undefined || days < noticed));
}

function noticeAt(request: Active, days: NoticeDays): Instant {
  return addMilliseconds(startOf(request, -days), noticeHour);
}

/** Midnight of the last day, so many days later. */
function startOf({ ask }: Active, days: number): Instant {
  return addMilliseconds(`${ask.until}T00:00:00.000Z` as Instant, days * day);
}
