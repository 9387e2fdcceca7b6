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
      return `Creating a non-interactive user in ${name}`;
    case 'Undoing':
      return `The creation in ${name} failed and is being taken back`;
    case 'Failed':
      return `The user in ${name} could not be created`;
    case 'Active':
      return reader.part === 'owner' || reader.id === request.ask.owner.id
        ? `You own a new non-interactive user in ${name}`
        : `A non-interactive user is created in ${name}`;
    default:
      return assertNever(request);
  }
}
