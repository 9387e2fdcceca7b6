import { changeDraft, draftRequest } from '../src/application/draftRequest.ts';
import { viewRequest } from '../src/application/viewRequest.ts';
import { noticeCard } from '../src/bot/cards/menuCards.ts';
import { requestCard } from '../src/bot/cards/requestCard.ts';
import type { Turn } from '../src/bot/turn.ts';
import { refusalNotice } from '../src/bot/words/refusals.ts';
import { formNotices } from './formNotices.ts';
import { earliest, stepOf, type FormState } from './formState.ts';
import { show, type Outcome } from './outcome.ts';

/** The form ends with the review card of the draft that it became; or goes back to what has to be answered otherwise. */
export async function finish(turn: Turn, state: FormState): Promise<Outcome> {
  const { app, person: requester, correlationId } = turn;
  const { values, changing: id } = state;
  const input = { requester, values, correlationId };
  const result = id ? await changeDraft(app, { ...input, id }) : await draftRequest(app, input);
  if (result.ok) {
    const end = { nonce: state.answered ?? state.nonce, requestId: result.value.request.id };
    return { then: 'end', card: requestCard(result.value), end };
  }
  const { refusal } = result;
  if (!('code' in refusal)) {
    const step = earliest(refusal.map(({ field }) => stepOf(field))) ?? state.step;
    return show({ ...state, step }, { refusals: refusal });
  }
  // The draft was submitted or discarded meanwhile, so there is nothing left to change.
  const view = id && (await viewRequest(app, { id, reader: requester }));
  const notice = refusalNotice(refusal, view);
  return { then: 'end', card: view ? requestCard(view, notice) : noticeCard(notice) };
}

export async function cancel({ app, person: reader }: Turn, { changing: id }: FormState): Promise<Outcome> {
  const view = id && (await viewRequest(app, { id, reader }));
  return { then: 'end', card: view ? requestCard(view, formNotices.unchanged) : noticeCard(formNotices.cancelled) };
}
