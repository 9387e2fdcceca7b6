import type { AccessRequest, Provisioning, Waiting } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import { kindWords } from './accountWords.ts';
import { longDay } from './durations.ts';
import { revokeCause } from './revokeWords.ts';
import { statusWords } from './statusWords.ts';

/** One sentence: who decided what, or what is going on. */
export function whereItStands(request: AccessRequest): string {
  const { now, done, noun } = kindWords(request.ask.account);
  switch (request.status) {
    case 'Draft':
      return 'It is a draft that nobody has been asked about.';
    case 'Pending':
      return 'It is waiting for approval.';
    case 'Rejected':
      return `${request.rejection.by.name} rejected it.`;
    case 'Withdrawn':
      return `${request.requester.name} withdrew it.`;
    case 'Expired':
      return `Its last day, ${longDay(request.ask.until)}, passed before ${done}.`;
    case 'Waiting':
      return `It is ${letThrough(request)} and waits for a free seat.`;
    case 'Provisioning':
      return `It is ${letThrough(request)}. ${now}`;
    case 'Undoing':
      return `Its ${noun} failed, and what was done is being taken back now.`;
    case 'Failed':
      return `Its ${noun} failed.`;
    case 'Active':
      return `It is ${statusWords.Active.word.toLowerCase()}: ${done}.`;
    case 'Revoking':
      return 'The access of its user is being taken away.';
    case 'Revoked':
      return revokeCause(request.revocation, request);
    case 'Replaced':
      return `#${request.by} changed its user, and answers for it now.`;
    default:
      return assertNever(request);
  }
}

/** An admin's force is no approval, and is not called one. */
function letThrough({ forced }: Waiting | Provisioning): string {
  return forced ? 'forced' : 'approved';
}
