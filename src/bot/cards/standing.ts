import type { RequestView } from '../../application/views.ts';
import { approvalsNeeded } from '../../domain/policy.ts';
import type { Draft, Pending, Provisioning, Rejected, Undoing, Waiting } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import { dayOf, type Instant } from '../../domain/words.ts';
import { kindWords } from '../words/accountWords.ts';
import { longDay } from '../words/durations.ts';
import { nameList } from '../words/lists.ts';
import { applicationUserHint, applicationUserLink, askInstead, type Notice } from '../words/notice.ts';
import { obstacleText } from '../words/obstacles.ts';
import { rejectInstead, usedVoteText } from '../words/voteWords.ts';
import { failed } from './endings.ts';
import { firstName } from './factsData.ts';
import { life, revoked, revoking } from './lifeNotices.ts';
import { fullText } from './seatPicture.ts';
import { turnOf, undecided, usedByOther } from './turnOf.ts';

/**
 * How a request stands, for its reader: what is so, why, and what happens or can be done next. Undefined while others
 * decide: the stages say it.
 */
export function standing(view: RequestView): Notice | undefined {
  const { request } = view;
  const own = request.requester.id === view.reader.id;
  if (request.erasedAt) return erasedNotice(request.erasedAt);
  switch (request.status) {
    case 'Draft':
      return draft(request, view);
    case 'Pending':
      return pending(view, request);
    case 'Rejected':
      return rejected(request, own);
    case 'Withdrawn':
      return {
        tone: 'info',
        what: own ? 'You withdrew this request.' : `${request.requester.name} withdrew this request.`,
        why: request.ask.account.kind === 'user' ? 'Nothing was changed.' : 'Nothing was created.',
      };
    case 'Expired':
      return {
        tone: 'info',
        what: request.userGone ? 'The user that this request was to change is no more.' : 'This request has run out.',
        why: request.userGone
          ? 'Its access was taken away.'
          : `Its last day, ${longDay(request.ask.until)}, passed before ${kindWords(request.ask.account).done}.`,
        ...(own && {
          todo: request.userGone
            ? 'If it is still needed, ask for a new user.'
            : 'If it is still needed, ask again with a later day.',
        }),
      };
    case 'Waiting':
      return waiting(view, request);
    case 'Provisioning':
      return { tone: 'info', what: `${letThrough(request)}. ${kindWords(request.ask.account).now}` };
    case 'Undoing':
      return undoing(request);
    case 'Failed':
      return failed(request, own);
    case 'Active':
      return life(view, request);
    case 'Revoking':
      return revoking(view, request);
    case 'Revoked':
      return revoked(view, request);
    case 'Replaced':
      return {
        tone: 'info',
        what: `Replaced by #${request.by}.`,
        why: 'That request changed the user, and answers for it now.',
        buttons: [{ title: `Show #${request.by}`, data: { command: 'show', requestId: request.by } }],
      };
    default:
      return assertNever(request);
  }
}

function erasedNotice(at: Instant): Notice {
  return {
    tone: 'info',
    what: `What was personal was taken out of this request on ${longDay(dayOf(at))}.`,
    why: 'It ended long ago. What became of it, and who decided in the audit by their object id, stays.',
  };
}

function draft({ requester }: Draft, view: RequestView): Notice {
  if (requester.id === view.reader.id) return { tone: 'info', what: 'A draft. Nobody has been asked yet.' };
  return {
    tone: 'info',
    what: `${requester.name} is changing this request.`,
    ...(isAsked(view) && { why: 'You get it again when it is submitted.' }),
  };
}

function pending(view: RequestView, request: Pending): Notice | undefined {
  const turn = turnOf(view, request);
  const left = approvalsNeeded(request.terms) - request.approvals.length;
  const needed = left === 1 ? 'one approval' : `${left} approvals`;
  const missing = left === 1 ? 'One more approval is needed.' : `${left} more approvals are needed.`;
  const open = undecided(view, request);
  if (open.length > 0 && open.every(({ delivery }) => delivery === 'unreachable')) {
    return {
      tone: 'warning',
      what: `${upper(needed)} ${left === 1 ? 'is' : 'are'} missing, and nobody who can give ${left === 1 ? 'it' : 'the next one'} can be reached in Teams.`,
      why: `${nameList(open.map(({ person }) => person.name))} ${open.length === 1 ? 'has' : 'have'} not opened Seatkeeper, or blocked it.`,
      todo: 'Ask them to open Seatkeeper in Teams: the card reaches them at once.',
    };
  }
  switch (turn) {
    case 'approved':
      return {
        tone: 'good',
        what: 'You approved.',
        why: missing,
      };
    case 'voteUsed':
      return voteUsed(view, request, missing);
    case 'later':
      return {
        tone: 'info',
        what: 'It is not your turn yet.',
        why: 'The policy asks you in a later stage. You get a message when it opens.',
      };
    case 'over':
      return {
        tone: 'info',
        what: 'Nothing is needed from you.',
        why: 'The stage that you were asked for has its approvals.',
      };
    case 'never':
      return isAsked(view)
        ? { tone: 'info', what: 'You are not asked any more. Nothing is needed from you.' }
        : undefined;
    case 'now':
      return undefined;
    default:
      return assertNever(turn);
  }
}

function voteUsed(view: RequestView, request: Pending, missing: string): Notice | undefined {
  const { id, because } = view.reader;
  const approval = usedByOther(view, request);
  if (!approval) return undefined;
  const represented = approval.because.insteadOf?.id === id;
  return {
    tone: 'info',
    what: usedVoteText({ approval, insteadOf: because?.insteadOf }, id),
    why: missing,
    todo: represented ? rejectInstead(request.id) : 'Nothing is needed from you.',
  };
}

function isAsked({ reader }: RequestView): boolean {
  return reader.part === 'approver' || reader.part === 'reminder';
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function rejected({ rejection }: Rejected, own: boolean): Notice {
  const { by, comment } = rejection;
  return {
    tone: 'attention',
    what: `${by.name} rejected this request.`,
    why: comment === undefined ? `${firstName(by)} left no comment.` : `“${comment}”`,
    ...(own && { todo: `Talk to ${firstName(by)}, or ask again with what was missing.` }),
  };
}

function waiting({ environment, seats, reader, waiting: place }: RequestView, request: Waiting): Notice {
  const number = place ? ` The request is number ${place.position} on the waiting list.` : '';
  return {
    tone: 'warning',
    what:
      seats && seats.free === 0
        ? `${letThrough(request)}, but no seat is free in ${fullText(environment, seats)}.`
        : `${letThrough(request)}, and waiting for a seat in ${environment.name}.`,
    why: `${request.cause ? obstacleText(request.cause).what : 'A seat becomes free when another user ends.'}${number}`,
    todo: `${request.cause ? 'It is tried again after a quarter of an hour, and whenever a seat becomes free.' : 'It goes on by itself.'} ${applicationUserHint}`,
    buttons: [reader.id === request.requester.id ? askInstead(request.id) : applicationUserLink],
  };
}

function letThrough({ forced }: Waiting | Provisioning): string {
  return forced ? 'Forced' : 'Approved';
}

function undoing({ cause, ask }: Undoing): Notice {
  const { what, code } = obstacleText(cause);
  return {
    tone: 'warning',
    what: kindWords(ask.account).failed,
    why: what,
    code,
    todo: 'What was done is being taken back.',
  };
}
