import { adopt, beginRevoking, confirm, endRevoking, giveUpRevoking, takeAway } from './evolveLife.ts';
import type { RequestEvent } from './events.ts';
import type {
  AccessRequest,
  Delay,
  Draft,
  Pending,
  Provisioning,
  RequestBase,
  Revoking,
  Undoing,
  Waiting,
} from './request.ts';
import { assertNever } from './result.ts';
import type { Instant } from './words.ts';

/**
 * The request after the event. Events come from `decide` alone, so one that does not fit the state is a bug, and
 * throws rather than being passed over.
 */
export function evolve(request: AccessRequest | undefined, event: RequestEvent): AccessRequest {
  if (event.type === 'Drafted') return { ...event.base, status: 'Draft' };
  if (event.type === 'Adopted') return adopt(event);
  if (!request) throw misfit(undefined, event);
  const { at } = event;
  switch (event.type) {
    case 'Redrafted':
      return { ...event.base, ...keptOf(request), status: 'Draft' };
    case 'Replanned':
      return replan(expectStatus(request, event, 'Draft', 'Pending', 'Waiting'), event);
    case 'Submitted':
      return {
        ...request,
        status: 'Pending',
        acknowledgement: event.acknowledgement,
        submittedAt: at,
        approvals: [],
        ...openStage(0, at),
      };
    case 'Approved': {
      const pending = expectStatus(request, event, 'Pending');
      return { ...pending, approvals: [...pending.approvals, event.approval] };
    }
    case 'StageOpened':
      return { ...expectStatus(request, event, 'Pending'), ...openStage(event.stage, at) };
    case 'Escalated':
      return { ...expectStatus(request, event, 'Pending'), escalated: true };
    case 'Reminded': {
      const pending = expectStatus(request, event, 'Pending');
      return { ...pending, reminders: pending.reminders + 1 };
    }
    case 'Nudged':
      return { ...expectStatus(request, event, 'Pending'), nudgedAt: at };
    case 'Commented': {
      const { by, text } = event;
      const open = expectStatus(request, event, 'Pending', 'Waiting');
      return { ...open, comments: [...(open.comments ?? []), { by, at, text }] };
    }
    case 'Reopened': {
      const pending = expectStatus(request, event, 'Pending');
      return { ...baseOf(pending), ...keptOf(pending), status: 'Draft' };
    }
    case 'Forced': {
      const { by, reason } = event;
      return { ...expectStatus(request, event, 'Pending'), forced: { by, at, reason } };
    }
    case 'Rejected': {
      const { by, because, comment } = event;
      const pending = submittedOf(expectStatus(request, event, 'Pending'));
      return { ...pending, status: 'Rejected', rejection: { by, at, because, ...(comment && { comment }) } };
    }
    case 'Withdrawn':
      return { ...request, status: 'Withdrawn', withdrawnAt: at };
    case 'Expired':
      return { ...request, status: 'Expired', expiredAt: at, ...(event.userGone && { userGone: true }) };
    case 'PutOnWaitingList':
      return {
        ...submittedOf(expectStatus(request, event, 'Pending')),
        status: 'Waiting',
        approvedAt: at,
        waitingSince: at,
      };
    case 'SeatReserved':
      return beginCreation(expectStatus(request, event, 'Pending', 'Waiting'), at);
    case 'Begun':
      return beginCreation(expectStatus(request, event, 'Pending'), at);
    case 'StepDone': {
      const { delay, ...running } = expectStatus(request, event, 'Provisioning');
      const { step, made } = event;
      return {
        ...running,
        made: { ...running.made, ...made },
        done: [...running.done, { step, at }],
        stepSince: at,
        ...(step === 'setNonInteractive' && { seatTakenAt: at }),
      };
    }
    case 'StepDelayed': {
      const running = expectStatus(request, event, 'Provisioning', 'Undoing', 'Revoking');
      return { ...running, delay: delayOf(running, event) };
    }
    case 'CreationFailed': {
      const { delay, ...running } = expectStatus(request, event, 'Provisioning');
      const { cause, then, undo } = event;
      return { ...running, status: 'Undoing', cause, then, remaining: undo, leftovers: [], stepSince: at };
    }
    case 'StepUndone':
    case 'StepLeftOver': {
      const leftover = event.type === 'StepLeftOver' ? { step: event.step, obstacle: event.obstacle } : undefined;
      if (request.status === 'Revoking') return takeAway(request, event, leftover);
      const { delay, ...undoing } = expectStatus(request, event, 'Undoing');
      const leftovers = [...undoing.leftovers, ...(leftover ? [leftover] : [])];
      return { ...undoing, remaining: undoing.remaining.slice(1), leftovers, stepSince: at };
    }
    case 'UndoFinished':
      return endUndo(expectStatus(request, event, 'Undoing'), at);
    case 'Activated': {
      const { systemUserId, objectId } = event;
      return {
        ...expectStatus(request, event, 'Provisioning'),
        status: 'Active',
        systemUserId,
        objectId,
        activeAt: at,
      };
    }
    case 'Replaced':
      return { ...expectStatus(request, event, 'Active'), status: 'Replaced', replacedAt: at, by: event.by };
    case 'EndNoticed':
      return { ...expectStatus(request, event, 'Active'), noticed: event.days };
    case 'LetGo':
      return { ...expectStatus(request, event, 'Active'), letGo: { by: event.by, at } };
    case 'Confirmed':
      return confirm(expectStatus(request, event, 'Active'), event);
    case 'MendingBegun': {
      const { by, what } = event;
      return { ...expectStatus(request, event, 'Active'), mending: { by, at, what } };
    }
    case 'MendingLent': {
      const active = expectStatus(request, event, 'Active');
      if (!active.mending) throw misfit(request, event);
      return { ...active, mending: { ...active.mending, lent: true } };
    }
    case 'Mended': {
      const { mending, ...active } = expectStatus(request, event, 'Active');
      return active;
    }
    case 'MendingFailed': {
      const active = expectStatus(request, event, 'Active');
      if (!active.mending) throw misfit(request, event);
      return { ...active, mending: { ...active.mending, obstacle: event.obstacle } };
    }
    case 'RevokeBegun':
      return beginRevoking(expectStatus(request, event, 'Active'), event);
    case 'Revoked':
      return endRevoking(expectStatus(request, event, 'Revoking'), at);
    case 'RevokeFailed':
      return giveUpRevoking(expectStatus(request, event, 'Revoking'), at);
    default:
      return assertNever(event);
  }
}

function replan(
  request: Draft | Pending | Waiting,
  { at, plan, planHash, terms }: Extract<RequestEvent, { readonly type: 'Replanned' }>,
): Draft | Pending {
  const changed = { plan, planHash, terms };
  if (request.status === 'Draft') return { ...request, ...changed };
  const again = { ...changed, status: 'Pending', approvals: [], replannedAt: at, ...openStage(0, at) } as const;
  if (request.status === 'Pending') return { ...request, ...again };
  const { approvedAt, waitingSince, cause, ...submitted } = request;
  return { place: approvedAt, ...submitted, ...again };
}

function beginCreation(request: Pending | Waiting, at: Instant): Provisioning {
  const creation = { status: 'Provisioning', made: {}, done: [], stepSince: at } as const;
  if (request.status === 'Pending') return { ...submittedOf(request), ...creation, approvedAt: at };
  const { cause, waitingSince, ...approved } = request;
  return { ...approved, ...creation };
}

function openStage(stage: number, at: Instant) {
  return { stage, stageSince: at, escalated: false, reminders: 0 };
}

/** Without what matters only while somebody has to decide. */
function submittedOf(request: Pending): Omit<Pending, 'status' | 'stage' | 'stageSince' | 'escalated' | 'reminders'> {
  const { status, stage, stageSince, escalated, reminders, nudgedAt, ...submitted } = request;
  return submitted;
}

function baseOf(request: Pending): RequestBase {
  const { acknowledgement, submittedAt, approvals, replannedAt, forced, place, ...base } = submittedOf(request);
  return base;
}

/** What a draft that is changed keeps: what was said, and when the approvers were last reminded. */
function keptOf({ comments, ...request }: AccessRequest): Pick<Draft, 'comments' | 'nudgedAt'> {
  const nudgedAt = 'nudgedAt' in request ? request.nudgedAt : undefined;
  return { ...(comments && { comments }), ...(nudgedAt && { nudgedAt }) };
}

function endUndo(request: Undoing, at: Instant): AccessRequest {
  const { remaining, then, seatTakenAt, ...ended } = request;
  // What is left over needs an admin, so the request must not quietly start again.
  if (then === 'Failed' || request.leftovers.length > 0) return { ...ended, status: 'Failed', failedAt: at };
  const { made, done, stepSince, leftovers, ...waiting } = ended;
  return { ...waiting, status: 'Waiting', waitingSince: at };
}

function delayOf(
  request: Provisioning | Undoing | Revoking,
  event: Extract<RequestEvent, { readonly type: 'StepDelayed' }>,
): Delay {
  const { obstacle, nextAt, at } = event;
  const same = request.delay?.obstacle.code === obstacle.code ? request.delay : undefined;
  return { obstacle, attempts: (same?.attempts ?? 0) + 1, since: same?.since ?? at, nextAt };
}

function expectStatus<Status extends AccessRequest['status']>(
  request: AccessRequest,
  event: RequestEvent,
  ...statuses: readonly Status[]
): Extract<AccessRequest, { readonly status: Status }> {
  if (!(statuses as readonly string[]).includes(request.status)) throw misfit(request, event);
  return request as Extract<AccessRequest, { readonly status: Status }>;
}

function misfit(request: AccessRequest | undefined, event: RequestEvent): Error {
  return new Error(`${event.type} does not fit a request that is ${request?.status ?? 'not there'}`);
}
