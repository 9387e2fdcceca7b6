import { takesSeat } from './ask.ts';
import type { CommandOf, Decision } from './decision.ts';
import type { RequestEvent } from './events.ts';
import { stepsAhead, type AccessRequest, type Provisioning, type Undoing } from './request.ts';
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
  if (isUndoing(request, step)) {
    if (millisecondsBetween(request.stepSince, at) < patience) {
      return accept([{ type: 'StepDelayed', at, step, obstacle, nextAt }]);
    }
    return accept(withEndOfUndo(request, { type: 'StepLeftOver', at, step, obstacle }));
  }
  if (!isAtHand(request, step)) return refuse({ code: 'StepNotAtHand' });
  if (millisecondsBetween(request.stepSince, at) < patience) {
    return accept([{ type: 'StepDelayed', at, step, obstacle, nextAt }]);
  }
  return accept([creationFailed(request, step, obstacle, 'Failed', at)]);
}

export function decideFailStep(request: AccessRequest, { at, step, cause, noSeat }: CommandOf<'failStep'>): Decision {
  if (!isAtHand(request, step)) return refuse({ code: 'StepNotAtHand' });
  const waits = noSeat && takesSeat(request.ask.account);
  return accept([creationFailed(request, step, cause, waits ? 'Waiting' : 'Failed', at)]);
}

export function decideUndo(request: AccessRequest, command: CommandOf<'completeUndo' | 'leaveOver'>): Decision {
  const { at, step } = command;
  if (!isUndoing(request, step)) return refuse({ code: 'StepNotAtHand' });
  const event: RequestEvent =
    command.type === 'completeUndo'
      ? { type: 'StepUndone', at, step }
      : { type: 'StepLeftOver', at, step, obstacle: command.obstacle };
  return accept(withEndOfUndo(request, event));
}

export function decideReplace(request: AccessRequest, { at, by }: CommandOf<'replace'>): Decision {
  return request.status === 'Active' ? accept([{ type: 'Replaced', at, by }]) : refuse({ code: 'NotActive' });
}

function withEndOfUndo(request: Undoing, event: RequestEvent): readonly RequestEvent[] {
  return request.remaining.length > 1 ? [event] : [event, { type: 'UndoFinished', at: event.at }];
}

/** The step that failed is taken back too: it may have taken effect in part. */
function creationFailed(
  request: Provisioning,
  step: Provisioning['done'][number]['step'],
  cause: Undoing['cause'],
  then: Undoing['then'],
  at: Instant,
): RequestEvent {
  const undo = [...request.done.map((record) => record.step), step].reverse();
  return { type: 'CreationFailed', at, step, cause, then, undo };
}

function isAtHand(request: AccessRequest, step: string): request is Provisioning {
  return request.status === 'Provisioning' && stepsAhead(request)[0] === step;
}

function isUndoing(request: AccessRequest, step: string): request is Undoing {
  return request.status === 'Undoing' && request.remaining[0] === step;
}
