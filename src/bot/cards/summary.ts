import type { RequestView } from '../../application/views.ts';
import type { Account } from '../../domain/ask.ts';
import { assertNever } from '../../domain/result.ts';
import { kindWords, nameOf } from '../words/accountWords.ts';
import { longDay } from '../words/durations.ts';
import { firstName } from './factsData.ts';
import { turnOf } from './turnOf.ts';

/** For the notification: who and what, then which request it is. */
export function requestSummary(view: RequestView): string {
  const { request } = view;
  return `${sentence(view)} (#${request.id} ${request.ask.integration})`;
}

/** Messages that come of their own accord say why they come. */
function sentence(view: RequestView): string {
  const { request, reader, environment } = view;
  const { asked } = kindWords(request.ask.account);
  if (reader.part === 'forced' && 'forced' in request) {
    return `${request.forced.by.name} forced the request for ${asked} in ${environment.name}`;
  }
  if (reader.part === 'reminder' && request.status === 'Pending' && turnOf(view, request) === 'now') {
    return `Still waits for you: ${firstName(request.requester)} asks for ${asked} in ${environment.name}`;
  }
  if (reader.part === 'ending' && request.status === 'Active') {
    return `${nameOf(request.ask.account)} in ${environment.name} ends on ${longDay(request.ask.until)}`;
  }
  if (reader.part === 'revoked' && request.status === 'Active' && request.unrevoked) {
    return `${nameOf(request.ask.account)} could not be revoked in ${environment.name}`;
  }
  return stateSentence(view);
}

function stateSentence({ request, environment, reader }: RequestView): string {
  const who = firstName(request.requester);
  const { name } = environment;
  const { account, owner } = request.ask;
  const { noun, ...words } = kindWords(account);
  const asked = `${words.asked} in ${name}`;
  switch (request.status) {
    case 'Draft':
      return reader.id === request.requester.id
        ? `Your draft: ${asked}`
        : `${who} is changing the request for ${asked}`;
    case 'Pending':
      return reader.part === 'approver' || reader.part === 'channel'
        ? `${who} asks for ${asked}`
        : `Waiting for approval: ${asked}`;
    case 'Rejected':
      return `${request.rejection.by.name} rejected ${asked}`;
    case 'Withdrawn':
      return `${who} withdrew the request for ${asked}`;
    case 'Expired':
      return `The request for ${asked} has run out`;
    case 'Waiting':
      return `${request.forced ? 'Forced' : 'Approved'}, waiting for a seat in ${name}`;
    case 'Provisioning':
      return `${underWay(account)} in ${name}`;
    case 'Undoing':
      return `The ${noun} in ${name} failed and is being taken back`;
    case 'Failed':
      return failed(account, name);
    case 'Active':
      if (request.adoptedBy) {
        return reader.id === owner.id
          ? `You answer for ${nameOf(account)} in ${name} now`
          : `${request.adoptedBy.name} took over ${nameOf(account)} in ${name}`;
      }
      return reader.part === 'owner' || reader.id === owner.id ? owned(account, name) : ended(account, name);
    case 'Revoking':
      return `${nameOf(account)} is losing its access to ${name}`;
    case 'Revoked':
      return `${nameOf(account)} has no access to ${name} any more`;
    case 'Replaced':
      return `Replaced by #${request.by}: ${asked}`;
    default:
      return assertNever(request);
  }
}

function underWay(account: Account): string {
  switch (account.kind) {
    case 'new':
      return 'Creating a non-interactive user';
    case 'existing':
      return `Converting ${account.upn}`;
    case 'application':
      return 'Making an application user';
    case 'user':
      return `Changing ${nameOf(account)}`;
  }
}

function failed(account: Account, environment: string): string {
  switch (account.kind) {
    case 'new':
      return `The user in ${environment} could not be created`;
    case 'existing':
      return `${account.upn} could not be converted in ${environment}`;
    case 'application':
      return `The application user in ${environment} could not be made`;
    case 'user':
      return `${nameOf(account)} could not be changed in ${environment}`;
  }
}

function owned(account: Account, environment: string): string {
  switch (account.kind) {
    case 'new':
      return `You own a non-interactive user in ${environment}`;
    case 'existing':
      return `You own a non-interactive user in ${environment}`;
    case 'application':
      return `You own an application user in ${environment}`;
    case 'user':
      return `You own ${nameOf(account)} in ${environment}, which has changed`;
  }
}

function ended(account: Account, environment: string): string {
  switch (account.kind) {
    case 'new':
      return `A non-interactive user is created in ${environment}`;
    case 'existing':
      return `${account.upn} is non-interactive in ${environment} now`;
    case 'application':
      return `An application user is made in ${environment}`;
    case 'user':
      return `${nameOf(account)} is changed in ${environment} now`;
  }
}
