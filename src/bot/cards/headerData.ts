import type { RequestView } from '../../application/views.ts';
import { hasSeat } from '../../domain/ask.ts';
import type { AccessRequest } from '../../domain/request.ts';
import { kindWords } from '../words/accountWords.ts';
import { statusWords, type StatusWord } from '../words/statusWords.ts';

export interface HeaderData extends StatusWord {
  readonly number: string;
  readonly title: string;
  readonly subtitle: string;
}

export function headerData({ request, environment }: Pick<RequestView, 'request' | 'environment'>): HeaderData {
  return {
    number: `#${request.id}`,
    title: request.ask.integration,
    subtitle: `${titleOf(request)} in ${environment.name}`,
    ...statusWords[request.status],
  };
}

/** A change is spoken of until its news is over; from then on, its user. */
function titleOf(request: AccessRequest): string {
  const { account } = request.ask;
  if (!isLived(request)) return kindWords(account).title;
  return hasSeat(account) ? 'Non-interactive user' : 'Application user';
}

/** The user was taken over as it was, or goes towards its end. */
function isLived(request: AccessRequest): boolean {
  if (request.status === 'Revoking' || request.status === 'Revoked') return true;
  return request.status === 'Active' && (request.adoptedBy !== undefined || request.noticed !== undefined);
}
