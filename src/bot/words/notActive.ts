import type { AccessRequest } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import { nameOf } from './accountWords.ts';
import type { CommandButton, Notice } from './notice.ts';
import { whereItStands } from './whereItStands.ts';

/** Why nothing can be done to the user of a request that answers for none. */
export function notActive(request: AccessRequest): Omit<Notice, 'tone'> {
  return { why: whereItStands(request), ...wayOut(request) };
}

function wayOut(request: AccessRequest): Pick<Notice, 'what' | 'todo' | 'buttons'> {
  const { id, requester, ask } = request;
  const number = `#${id}`;
  const change = ask.account.kind === 'user';
  const notYet = change ? `${number} has not changed its user yet.` : `${number} has no user yet.`;
  switch (request.status) {
    case 'Draft':
      return { what: notYet, todo: 'Submit it, or throw it away.', buttons: [show(id)] };
    case 'Pending':
    case 'Waiting':
      return {
        what: notYet,
        todo: `If it is no longer wanted, ${requester.name} can withdraw it.`,
        ...record(request),
      };
    case 'Provisioning':
      return {
        what: notYet,
        todo: 'Wait until that is done, a few minutes as a rule, and try again.',
        ...record(request),
      };
    case 'Undoing':
      return {
        what: notYet,
        todo: 'Nothing is needed from you: the card shows when it has ended.',
        ...record(request),
      };
    case 'Rejected':
    case 'Withdrawn':
    case 'Expired':
    case 'Failed':
      return change
        ? { what: `${number} has changed nothing.`, todo: 'Name the user by its address instead.', ...record(request) }
        : { what: `${number} has no user.`, todo: 'Name the request that made the user, or its address.' };
    case 'Active':
      return { what: `${number} answers for its user.`, todo: 'Try again.' };
    case 'Revoking':
      return { what: `${number} is being revoked already.`, todo: 'Nothing is needed from you.' };
    case 'Revoked':
      return {
        what: `${number} has ended: ${nameOf(ask.account)} has no access any more.`,
        todo: 'If it is needed again, ask for a new user.',
        buttons: [{ title: 'Request a user', data: { command: 'request' } }],
      };
    case 'Replaced':
      return {
        what: `${number} no longer answers for its user.`,
        todo: `Name #${request.by} instead.`,
        buttons: [show(request.by)],
      };
    default:
      return assertNever(request);
  }
}

/** Until a change is done, the request before it answers for the user. */
function record({ ask: { account } }: AccessRequest): Pick<Notice, 'buttons'> {
  return account.kind === 'user' && account.record ? { buttons: [show(account.record.id)] } : {};
}

function show(id: number): CommandButton {
  return { title: `Show #${id}`, data: { command: 'show', requestId: id } };
}
