import type { Card } from '../src/bot/cards/card.ts';
import { noticeCard } from '../src/bot/cards/menuCards.ts';
import type { FormEnd } from '../src/bot/form.ts';
import type { Notice } from '../src/bot/words/notice.ts';
import type { FormState } from './formState.ts';
import type { Telling } from './showForm.ts';

export interface Showing {
  readonly state: FormState;
  readonly telling: Telling;
}

/** What a turn does to the form: it shows a step, says something beside it, or ends. */
export type Outcome =
  | ({ readonly then: 'show' } & Showing)
  | { readonly then: 'tell'; readonly card: Card }
  | { readonly then: 'end'; readonly card: Card; readonly end?: FormEnd };

export function show(state: FormState, telling: Telling = {}): Outcome {
  return { then: 'show', state, telling };
}

export function tellOnly(notice: Notice): Outcome {
  return { then: 'tell', card: noticeCard(notice) };
}
