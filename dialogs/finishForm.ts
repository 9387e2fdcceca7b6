import { changeDraft, draftRequest } from '../src/application/draftRequest.ts';
import type { FormRefusal } from '../src/application/form.ts';
import { viewRequest } from '../src/application/viewRequest.ts';
import type { Card } from '../src/bot/cards/card.ts';
import { noticeCard } from '../src/bot/cards/menuCards.ts';
import { requestCard } from '../src/bot/cards/requestCard.ts';
import type { Turn } from '../src/bot/turn.ts';
import { refusalNotice } from '../src/bot/words/refusals.ts';
import type { RequestId } from '../src/domain/words.ts';
import type { FormState } from './formState.ts';

/** The card that the form ends with, and the draft that it became; or what has to be answered otherwise. */
export type Finished =
  { readonly card: Card; readonly requestId?: RequestId } | { readonly refusals: readonly FormRefusal[] };

export async function finishForm(
  { app, person: requester, correlationId }: Turn,
  { values, changing: id }: FormState,
): Promise<Finished> {
  const input = { requester, values, correlationId };
  const result = id ? await changeDraft(app, { ...input, id }) : await draftRequest(app, input);
  if (result.ok) return { card: requestCard(result.value), requestId: result.value.request.id };
  const { refusal } = result;
  if (!('code' in refusal)) return { refusals: refusal };
  // The draft was submitted or discarded meanwhile, so there is nothing left to change.
  const view = id && (await viewRequest(app, { id, reader: requester }));
  const notice = refusalNotice(refusal, view);
  return { card: view ? requestCard(view, notice) : noticeCard(notice) };
}
