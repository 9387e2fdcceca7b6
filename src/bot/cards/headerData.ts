import type { RequestView } from '../../application/views.ts';
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
    subtitle: `${kindWords(request.ask.account).title} in ${environment.name}`,
    ...statusWords[request.status],
  };
}
