import { takesSeat } from './ask.ts';
import { endOfRevocation } from './decideLife.ts';
import type { CommandOf, Decision } from './decision.ts';
import type { RequestEvent } from './events.ts';
import { stepsAhead, type AccessRequest, type Provisioning, type Revoking, type Undoing } from './request.ts';
import { accept, refuse } from './result.ts';
import { millisecondsBetween, type Instant } from './words.ts';

/** How long one step of a creation, or one step of its undo, may be in the way before the bot gives up. */
export const patience = 6 * 60 * 60 * 1000;

/**
 * How long a request that the environment itself turned away stays on the waiting list at least. Without it, an
 * environment whose count and whose answer differ would be tried again without end.
 */
export const rest = 15 * 60 * 1000;

export function decidePromote(request: AccessRequest, { at, seats }: CommandOf<'promote'>): Decision {
  if (request.status !== 'Waiting') return refuse({ code: 'NotWaiting' });
  if (request.cause && millisecondsBetween(request.waitingSince, at) < rest) return refuse({ code: 'TooSoon' });
  if (seats.free === 0) return refuse({ code: 'NoFreeSeat' });
  return accept([{ type: 'SeatReserved', at }]);
}

export function decideCompleteStep(request: AccessRequest, { at, step, made }: CommandOf<'completeStep'>): Decision {
  if (!isAtHand(request, step)) return refuse({ code: 'StepNotAtHand' });
  const done: RequestEvent = { type: 'StepDone', at, step, made };
  if (stepsAhead(request).length > 1) return accept([done]);
  const { objectId, systemUserId } = { ...request.made, ...made };
  if (!objectId || !systemUserId) throw new Error('A creation ended without an account or a user');
  return accept([done, { type: 'Activated', at, objectId, systemUserId }]);
}

export function decideDelayStep(request: AccessRequest, command: CommandOf<'delayStep'>): Decision {
  const { at, step, obstacle, nextAt } = command;
  if (isTakingBack(request, step)) {
    // Access that was to end is never left alone for want of an answer.
    if (request.status === 'Revoking' || millisecondsBetween(request.stepSince, at) < patience) {
      return accept([{ type: 'StepDelayed', at, step, obstacle, nextAt }]);
    }
    return accept(withEndOfUndo(request, { type: 'StepLeftOver', at, step, obstacle }));
  }
  if (!isAtHand(request, step)) return refuse({ code: 'StepNotAtHand' });
  if (millisecondsBetween(request.stepSince, at) < patience) {
    return accept([{ type: 'StepDelayed', at, step, obstacle, nextAt }]);
  }
  return accept([creationFailed(request, obstacle, 'Failed', at)]);
}

export function decideFailStep(request: AccessRequest, { at, step, cause, noSeat }: CommandOf<'failStep'>): Decision {
  if (!isAtHand(request, step)) return refuse({ code: 'StepNotAtHand' });
  const waits = noSeat && takesSeat(request.ask.account);
  return accept([creationFailed(request, cause, waits ? 'Waiting' : 'Failed', at)]);
}

/** One step less of an undo or of a revocation. */
export function decideUndo(request: AccessRequest, command: CommandOf<'completeUndo' | 'leaveOver'>): Decision {
  const { at, step } = command;
  if (!isTakingBack(request, step)) return refuse({ code: 'StepNotAtHand' });
  const event: RequestEvent =
    command.type === 'completeUndo'
      ? { type: 'StepUndone', at, step }
      : { type: 'StepLeftOver', at, step, obstacle: command.obstacle };
  return accept(withEndOfUndo(request, event));
}

export function decideReplace(request: AccessRequest, { at, by }: CommandOf<'replace'>): Decision {
  return request.status === 'Active' ? accept([{ type: 'Replaced', at, by }]) : refuse({ code: 'NotActive' });
}

function withEndOfUndo(request: Undoing | Revoking, event: RequestEvent): readonly RequestEvent[] {
  if (request.remaining.length > 1) return [event];
  if (request.status === 'Undoing') return [event, { type: 'UndoFinished', at: event.at }];
  const left = request.leftovers.map(({ step }) => step);
  return [event, endOfRevocation(event.type === 'StepLeftOver' ? [...left, event.step] : left, event.at)];
}

/** The step at hand is the one that failed. It is taken back too: it may have taken effect in part. */
function creationFailed(
  request: Provisioning,
  cause: Undoing['cause'],
  then: Undoing['then'],
  at: Instant,
): RequestEvent {
  const [step] = stepsAhead(request);
  if (!step) throw new Error('A creation has no step left and has not ended');
  const undo = [...request.done.map((record) => record.step), step].reverse();
  return { type: 'CreationFailed', at, step, cause, then, undo };
}

function isAtHand(request: AccessRequest, step: string): request is Provisioning {
  return request.status === 'Provisioning' && stepsAhead(request)[0] === step;
}

function isTakingBack(request: AccessRequest, step: string): request is Undoing | Revoking {
  return (request.status === 'Undoing' || request.status === 'Revoking') && request.remaining[0] === step;
}
