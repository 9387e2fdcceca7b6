import type { RequestEvent } from './events.ts';
import type { NoticeDays } from './life.ts';
import { isWorking, type AccessRequest } from './request.ts';
import { assertNever } from './result.ts';
import type { EnvironmentKey, Instant, RequestId } from './words.ts';

/** What must happen next. Saved in the transaction that saves the event, so that neither exists without the other. */
export type RequestTask =
  /** Bring every card of the request to the truth. */
  | { readonly name: 'updateCards'; readonly requestId: RequestId }
  /** Do the next step, or take the next step back. */
  | { readonly name: 'provision'; readonly requestId: RequestId; readonly after?: Instant }
  /** Tell requester and owner, in a message of its own, how it ended. */
  | { readonly name: 'tellOutcome'; readonly requestId: RequestId }
  /** Find out who decides now, and ask those who were not asked yet. */
  | { readonly name: 'askApprovers'; readonly requestId: RequestId }
  /** Remind those who could decide and have not. `round`: the same for a repeated task, another for the next reminder. */
  | { readonly name: 'remindApprovers'; readonly requestId: RequestId; readonly round: number }
  /** Tell the admins that one of them forced a request. */
  | { readonly name: 'announceForce'; readonly requestId: RequestId }
  /** Tell owner and requester that the last day is near, with the choice to extend. */
  | { readonly name: 'noticeEnd'; readonly requestId: RequestId; readonly days: NoticeDays }
  /** Tell owner and requester, and the admins if it failed, how the revocation ended. `round`: one message for each. */
  | { readonly name: 'tellRevoked'; readonly requestId: RequestId; readonly round: number }
  /** Set right what an admin wants set right on a user. */
  | { readonly name: 'mend'; readonly requestId: RequestId }
  /** See whether the head of the waiting list can have a seat. */
  | { readonly name: 'promote'; readonly environment: EnvironmentKey };

export function reactions(request: AccessRequest, event: RequestEvent): readonly RequestTask[] {
  const requestId = request.id;
  const updateCards = { name: 'updateCards', requestId } as const;
  const provision = { name: 'provision', requestId } as const;
  const tellOutcome = { name: 'tellOutcome', requestId } as const;
  const promote = { name: 'promote', environment: request.ask.environment } as const;
  switch (event.type) {
    case 'Drafted':
    case 'Redrafted':
      return [];
    // Whoever stands in for two people may be asked for the second one now.
    case 'Approved':
    case 'Replanned':
    case 'Submitted':
    case 'StageOpened':
    case 'Escalated':
      return [updateCards, ...(request.status === 'Pending' ? [{ name: 'askApprovers', requestId } as const] : [])];
    case 'Reminded':
    case 'Nudged':
      return [updateCards, { name: 'remindApprovers', requestId, round: roundOf(event) }];
    case 'Forced':
      return [updateCards, { name: 'announceForce', requestId }];
    case 'Commented':
    case 'Reopened':
    case 'Withdrawn':
    case 'Replaced':
    case 'LetGo':
    case 'Confirmed':
    case 'MendingLent':
    case 'Mended':
    case 'MendingFailed':
      return [updateCards];
    case 'PutOnWaitingList':
      return [updateCards, promote];
    case 'Rejected':
    case 'Expired':
      return [updateCards, tellOutcome];
    case 'SeatReserved':
    case 'Begun':
    case 'StepDone':
    case 'CreationFailed':
    case 'StepUndone':
    case 'StepLeftOver':
    case 'RevokeBegun':
      return [updateCards, ...(isWorking(request) ? [provision] : [])];
    case 'StepDelayed':
      return [updateCards, { ...provision, after: event.nextAt }];
    case 'UndoFinished':
      return [updateCards, tellOutcome, promote];
    case 'Activated':
    case 'Adopted':
      return [updateCards, tellOutcome];
    case 'EndNoticed':
      return [updateCards, { name: 'noticeEnd', requestId, days: event.days }];
    case 'MendingBegun':
      return [updateCards, { name: 'mend', requestId }];
    case 'Revoked':
      return [updateCards, { name: 'tellRevoked', requestId, round: roundOf(event) }, promote];
    case 'RevokeFailed':
      return [updateCards, { name: 'tellRevoked', requestId, round: roundOf(event) }];
    default:
      return assertNever(event);
  }
}

/** The same for a repeated task, another for the next event. */
function roundOf({ at }: RequestEvent): number {
  return Math.floor(Date.parse(at) / 1000);
}
