import { takesSeat } from './ask.ts';
import type { Command, Refusal } from './commands.ts';
import type { RequestEvent } from './events.ts';
import { stepsAhead, type AccessRequest, type Pending, type Provisioning, type Undoing } from './request.ts';
import { accept, assertNever, refuse, type Result } from './result.ts';
import { dayOf, millisecondsBetween, type Instant } from './words.ts';

type Decision = Result<readonly RequestEvent[], Refusal>;
type CommandOf<Type extends Command['type']> = Extract<Command, { readonly type: Type }>;

/** How long one step of a creation, or one step of its undo, may be in the way before the bot gives up. */
export const patience = 6 * 60 * 60 * 1000;

/**
 * How long a request that the environment itself turned away stays on the waiting list at least. Without it, an
 * environment whose count and whose answer differ would be tried again without end.
 */
export const rest = 15 * 60 * 1000;

/** Every rule of a request's life, in one place. Pure: the same request and command always give the same answer. */
export function decide(request: AccessRequest | undefined, command: Command): Decision {
  if (command.type === 'draft') {
    return request ? refuse({ code: 'NotDraft' }) : accept([{ type: 'Drafted', at: command.at, base: command.base }]);
  }
  if (!request) return refuse({ code: 'NotFound' });
  switch (command.type) {
    case 'redraft':
      return decideRedraft(request, command);
    case 'replan':
      return decideReplan(request, command);
    case 'submit':
      return decideSubmit(request, command);
    case 'approve':
      return decideApprove(request, command);
    case 'reject':
      return decideReject(request, command);
    case 'withdraw':
      return decideWithdraw(request, command);
    case 'expire':
      return decideExpire(request, command);
    case 'promote':
      return decidePromote(request, command);
    case 'completeStep':
      return decideCompleteStep(request, command);
    case 'delayStep':
      return decideDelayStep(request, command);
    case 'failStep':
      return decideFailStep(request, command);
    case 'completeUndo':
    case 'leaveOver':
      return decideUndo(request, command);
    case 'replace':
      return decideReplace(request, command);
    default:
      return assertNever(command);
  }
}

function decideRedraft(request: AccessRequest, command: CommandOf<'redraft'>): Decision {
  if (request.requester.id !== command.by) return refuse({ code: 'NotRequester', requester: request.requester });
  if (request.status !== 'Draft') return refuse({ code: 'NotDraft' });
  return accept([{ type: 'Redrafted', at: command.at, base: command.base }]);
}

/** Before a creation begins, the plan follows the configuration, and approvals of another plan do not count. */
function decideReplan(request: AccessRequest, { at, plan, planHash, required }: CommandOf<'replan'>): Decision {
  if (!['Draft', 'Pending', 'Waiting'].includes(request.status)) return refuse({ code: 'NotPending' });
  if (request.planHash === planHash) return refuse({ code: 'PlanUnchanged' });
  return accept([{ type: 'Replanned', at, plan, planHash, required }]);
}

function decideSubmit(request: AccessRequest, { at, by, acknowledged, approvers }: CommandOf<'submit'>): Decision {
  if (request.requester.id !== by.id) return refuse({ code: 'NotRequester', requester: request.requester });
  if (request.status !== 'Draft') return refuse({ code: 'NotDraft' });
  if (!acknowledged) return refuse({ code: 'NotAcknowledged' });
  if (hasRunOut(request, at)) return refuse({ code: 'EndsInThePast' });
  if (approvers < request.required) {
    return refuse({ code: 'TooFewApprovers', required: request.required, found: approvers });
  }
  return accept([{ type: 'Submitted', at, acknowledgement: { by, at, caveats: request.caveats } }]);
}

function decideApprove(request: AccessRequest, command: CommandOf<'approve'>): Decision {
  const { at, by, because, planHash, comment } = command;
  if (request.requester.id === by.id) return refuse({ code: 'OwnRequest' });
  if (!because) return refuse({ code: 'NotAnApprover' });
  if (request.status !== 'Pending') return refuse({ code: 'NotPending' });
  if (request.planHash !== planHash) return refuse({ code: 'PlanChanged' });
  if (request.approvals.some((approval) => approval.by.id === by.id)) return refuse({ code: 'AlreadyApproved' });
  if (hasRunOut(request, at)) return refuse({ code: 'EndsInThePast' });
  const approval = { by, at, because, planHash, ...(comment && { comment }) };
  const approved: RequestEvent = { type: 'Approved', at, approval };
  if (!isLastApproval(request)) return accept([approved]);
  if (!takesSeat(request.ask.account)) return accept([approved, { type: 'Begun', at }]);
  const full = command.queue || command.seats?.free === 0;
  return accept([approved, { type: full ? 'PutOnWaitingList' : 'SeatReserved', at }]);
}

function decideReject(request: AccessRequest, { at, by, because, comment }: CommandOf<'reject'>): Decision {
  if (request.requester.id === by.id) return refuse({ code: 'OwnRequest' });
  if (!because) return refuse({ code: 'NotAnApprover' });
  if (request.status !== 'Pending') return refuse({ code: 'NotPending' });
  return accept([{ type: 'Rejected', at, by, because, ...(comment && { comment }) }]);
}

function decideWithdraw(request: AccessRequest, { at, by }: CommandOf<'withdraw'>): Decision {
  if (request.requester.id !== by.id) return refuse({ code: 'NotRequester', requester: request.requester });
  if (!['Draft', 'Pending', 'Waiting'].includes(request.status)) return refuse({ code: 'TooLateToWithdraw' });
  return accept([{ type: 'Withdrawn', at, by }]);
}

function decideExpire(request: AccessRequest, { at }: CommandOf<'expire'>): Decision {
  if (!['Draft', 'Pending', 'Waiting'].includes(request.status)) return refuse({ code: 'NotPending' });
  if (!hasRunOut(request, at)) return refuse({ code: 'NotRunOut' });
  return accept([{ type: 'Expired', at }]);
}

function decidePromote(request: AccessRequest, { at, seats }: CommandOf<'promote'>): Decision {
  if (request.status !== 'Waiting') return refuse({ code: 'NotWaiting' });
  if (request.cause && millisecondsBetween(request.waitingSince, at) < rest) return refuse({ code: 'TooSoon' });
  if (seats.free === 0) return refuse({ code: 'NoFreeSeat' });
  return accept([{ type: 'SeatReserved', at }]);
}

function decideCompleteStep(request: AccessRequest, { at, step, made }: CommandOf<'completeStep'>): Decision {
  if (!isAtHand(request, step)) return refuse({ code: 'StepNotAtHand' });
  const done: RequestEvent = { type: 'StepDone', at, step, made };
  if (stepsAhead(request).length > 1) return accept([done]);
  const { objectId, systemUserId } = { ...request.made, ...made };
  if (!objectId || !systemUserId) throw new Error('A creation ended without an account or a user');
  return accept([done, { type: 'Activated', at, objectId, systemUserId }]);
}

function decideDelayStep(request: AccessRequest, command: CommandOf<'delayStep'>): Decision {
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

function decideFailStep(request: AccessRequest, { at, step, cause, noSeat }: CommandOf<'failStep'>): Decision {
  if (!isAtHand(request, step)) return refuse({ code: 'StepNotAtHand' });
  const waits = noSeat && takesSeat(request.ask.account);
  return accept([creationFailed(request, step, cause, waits ? 'Waiting' : 'Failed', at)]);
}

function decideUndo(request: AccessRequest, command: CommandOf<'completeUndo' | 'leaveOver'>): Decision {
  const { at, step } = command;
  if (!isUndoing(request, step)) return refuse({ code: 'StepNotAtHand' });
  const event: RequestEvent =
    command.type === 'completeUndo'
      ? { type: 'StepUndone', at, step }
      : { type: 'StepLeftOver', at, step, obstacle: command.obstacle };
  return accept(withEndOfUndo(request, event));
}

function decideReplace(request: AccessRequest, { at, by }: CommandOf<'replace'>): Decision {
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

function isLastApproval(request: Pending): boolean {
  return request.approvals.length + 1 >= request.required;
}

function isAtHand(request: AccessRequest, step: string): request is Provisioning {
  return request.status === 'Provisioning' && stepsAhead(request)[0] === step;
}

function isUndoing(request: AccessRequest, step: string): request is Undoing {
  return request.status === 'Undoing' && request.remaining[0] === step;
}

function hasRunOut(request: AccessRequest, at: Instant): boolean {
  return request.ask.until < dayOf(at);
}
