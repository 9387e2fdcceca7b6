import type { RequestBase } from './request.ts';
import { dayOf, daysBetween } from './words.ts';

/** What a request does not meet of its terms: a changed policy may demand more than the one under which it was drafted. */
export type Unmet =
  | { readonly code: 'TooLong'; readonly days: number; readonly maxDays: number }
  | { readonly code: 'TooShort'; readonly length: number; readonly shortest: number }
  | { readonly code: 'MayNotAsk' };

/** As far as the request alone tells. */
export function unmetOf({ ask, terms, draftedAt }: Pick<RequestBase, 'ask' | 'terms' | 'draftedAt'>): readonly Unmet[] {
  const { maxDays, reason } = terms;
  const days = daysBetween(dayOf(draftedAt), ask.until);
  const { length } = ask.purpose;
  return [
    ...(days > maxDays ? [{ code: 'TooLong', days, maxDays } as const] : []),
    ...(length < reason ? [{ code: 'TooShort', length, shortest: reason } as const] : []),
  ];
}
