import type { RequestView } from '../../application/views.ts';
import { takesSeat, type Account } from '../../domain/ask.ts';
import type { Active, Failed, Made, Pending, Rejected, Undoing, Waiting } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import { kindWords, nameOf } from '../words/accountWords.ts';
import { longDay } from '../words/durations.ts';
import { list } from '../words/lists.ts';
import { applicationUserHint, applicationUserLink, askInstead, type Notice } from '../words/notice.ts';
import { adviceFor, obstacleText } from '../words/obstacles.ts';
import { firstName } from './factsData.ts';
import { fullText } from './seatPicture.ts';

/** How a request stands, for its reader: what is so, why, and what happens or can be done next. */
export function standing(view: RequestView): Notice {
  const { request } = view;
  const own = request.requester.id === view.reader.id;
  switch (request.status) {
    case 'Draft':
      return { tone: 'info', what: 'A draft. Nobody has been asked yet.' };
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
        what: 'This request has run out.',
        why: `Its last day, ${longDay(request.ask.until)}, passed before ${kindWords(request.ask.account).done}.`,
        ...(own && { todo: 'If it is still needed, ask again with a later day.' }),
      };
    case 'Waiting':
      return waiting(view, request);
    case 'Provisioning':
      return { tone: 'info', what: `Approved. ${kindWords(request.ask.account).now}` };
    case 'Undoing':
      return undoing(request);
    case 'Failed':
      return failed(request, own);
    case 'Active':
      return active(view, request);
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

function pending({ approvers, reader }: RequestView, request: Pending): Notice {
  const { approvals, required } = request;
  const open = approvers.filter(({ decision }) => decision === undefined);
  const left = required - approvals.length;
  const needed = left === 1 ? 'one approval' : `${left} approvals`;
  const mine = approvals.some(({ by }) => by.id === reader.id);
  if (open.length > 0 && open.every(({ delivery }) => delivery === 'unreachable')) {
    return {
      tone: 'warning',
      what: `${needed === 'one approval' ? 'One approval is' : `${left} approvals are`} missing, and nobody who can give it can be reached in Teams.`,
      why: `${list(open.map(({ person }) => person.name))} ${open.length === 1 ? 'has' : 'have'} not opened Seatkeeper, or blocked it.`,
      todo: 'Ask them to open Seatkeeper in Teams: the card reaches them at once.',
    };
  }
  if (mine)
    return {
      tone: 'good',
      what: 'You approved.',
      why: `${left === 1 ? 'One more approval is' : `${left} more approvals are`} needed.`,
    };
  const progress =
    approvals.length > 0
      ? `${list(approvals.map(({ by }) => by.name))} approved. Waiting for ${needed} more.`
      : `Waiting for ${needed}.`;
  return {
    tone: 'info',
    what: progress
      .replace('for one approval more', 'for one more approval')
      .replace(/for (\d+) approvals more/, 'for $1 more approvals'),
    ...(open.length === 0 && { why: 'The approvers are being asked.' }),
  };
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
  const number = place
    ? ` It is number ${place.position}${place.length > 1 ? ` of ${place.length}` : ''} on the waiting list.`
    : '';
  return {
    tone: 'warning',
    what:
      seats && seats.free === 0
        ? `Approved, but no seat is free in ${fullText(environment, seats)}.`
        : `Approved, and waiting for a seat in ${environment.name}.`,
    why: `${request.cause ? obstacleText(request.cause).what : 'A seat becomes free when another user ends.'}${number}`,
    todo: `It goes on by itself. ${applicationUserHint}`,
    buttons: [reader.id === request.requester.id ? askInstead(request.id) : applicationUserLink],
  };
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

function failed(request: Failed, own: boolean): Notice {
  const { cause, ask, requester } = request;
  const { what, todo, code } = obstacleText(cause);
  return {
    tone: 'attention',
    what: kindWords(ask.account).failed,
    why: what,
    code,
    todo: `${undone(request)} ${own ? todo : adviceFor(requester.name, todo)}`,
  };
}

function active({ environment: { name } }: RequestView, { ask, made }: Active): Notice {
  const { account } = ask;
  return {
    tone: 'good',
    what: endText(account, name),
    why: `Everything was read back and confirmed.${licenceText(account, made)}`,
  };
}

function endText(account: Account, environment: string): string {
  switch (account.kind) {
    case 'new':
      return `The user is created in ${environment}.`;
    case 'existing':
      return `${account.upn} is non-interactive in ${environment} now.`;
    case 'application':
      return `The application user ${account.displayName} is made in ${environment}.`;
    case 'user':
      return `${nameOf(account)} is changed in ${environment}.`;
  }
}

/** Spoken of because its step ends only when it is read back as gone. */
function licenceText(account: Account, made: Made): string {
  if (!takesSeat(account)) return '';
  return made.ownLicence ? ' Its own licence is free again.' : ' The licence that was lent is given back.';
}

function undone({ done, leftovers, made }: Failed): string {
  if (leftovers.length > 0) return 'Not all of it could be taken back: see below.';
  if (done.length === 0) return 'Nothing was changed.';
  return made.accountCreated
    ? 'What was done has been taken back; the new account is disabled, not deleted.'
    : 'What was done has been taken back.';
}
