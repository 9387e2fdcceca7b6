import type { RequestView } from '../../application/views.ts';
import { assertNever } from '../../domain/result.ts';
import { firstName } from './factsData.ts';

/** For the notification: who and what, then which request it is. */
export function requestSummary(view: RequestView): string {
  const { request } = view;
  return `${sentence(view)} (#${request.id} ${request.ask.integration})`;
}

function sentence({ request, environment, reader }: RequestView): string {
  const who = firstName(request.requester);
  const { name } = environment;
  const { kind, upn } = request.ask.account;
  const isNew = kind === 'new';
  switch (request.status) {
    case 'Draft':
      return `Your draft: a non-interactive user in ${name}`;
    case 'Pending':
      return reader.part === 'approver'
        ? `${who} asks for a non-interactive user in ${name}`
        : `Waiting for approval: a non-interactive user in ${name}`;
    case 'Rejected':
      return `${request.rejection.by.name} rejected a non-interactive user in ${name}`;
    case 'Withdrawn':
      return `${who} withdrew the request for a non-interactive user in ${name}`;
    case 'Expired':
      return `The request for a non-interactive user in ${name} has run out`;
    case 'Waiting':
      return `Approved, waiting for a seat in ${name}`;
    case 'Provisioning':
      return isNew ? `Creating a non-interactive user in ${name}` : `Converting ${upn} in ${name}`;
    case 'Undoing':
      return `The ${isNew ? 'creation' : 'conversion'} in ${name} failed and is being taken back`;
    case 'Failed':
      return isNew ? `The user in ${name} could not be created` : `${upn} could not be converted in ${name}`;
    case 'Active':
      if (reader.part === 'owner' || reader.id === request.ask.owner.id) {
        return `You own a ${isNew ? 'new ' : ''}non-interactive user in ${name}`;
      }
      return isNew ? `A non-interactive user is created in ${name}` : `${upn} is non-interactive in ${name} now`;
    default:
      return assertNever(request);
  }
}
