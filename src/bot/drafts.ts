import { formOfRequest } from '../application/draftRequest.ts';
import { withdrawRequest } from '../application/reviewRequest.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { RequestId } from '../domain/words.ts';
import { asApplication } from './asking.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import type { Form } from './form.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

/** The draft that this person made last; nobody has been asked about it yet. */
export async function latestDraft({ app, person }: Turn): Promise<AccessRequest | undefined> {
  const drafts = await app.store.listRequests({ requester: person.id, statuses: ['Draft'] }, { offset: 0, limit: 1 });
  return drafts.requests[0];
}

/**
 * The form of a draft once more, filled in, as Change on its card does; `instead`: for an application user. The reader
 * must be its requester.
 */
export async function openDraft(
  turn: Turn,
  form: Form,
  id: RequestId,
  as: 'again' | 'instead' = 'again',
): Promise<void> {
  const values = await formOfRequest(turn.app, id);
  if (!values) return;
  const start = { from: 'request', changing: id } as const;
  if (as === 'again') await form.begin(turn, { ...start, values });
  else await form.begin(turn, { ...start, values: asApplication(values), step: 'account' });
}

/** In the form that is open, or to the draft that is. */
export async function goBack(turn: Turn, form: Form): Promise<void> {
  if (await form.resume(turn)) return;
  const draft = await latestDraft(turn);
  if (draft) return openDraft(turn, form, draft.id);
  await reply(turn, noticeCard(nothingBefore));
}

export async function discardDraft(turn: Turn, id: RequestId): Promise<void> {
  const { app, person: by, correlationId } = turn;
  const { view, refusal } = await withdrawRequest(app, { id, by, correlationId });
  if (!view) return reply(turn, noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
  await reply(turn, requestCard(view, refusal && refusalNotice(refusal, view)));
}

/** What to do with it, for words that may have meant it. */
export function draftNotice({ id, ask }: AccessRequest): Notice {
  return {
    tone: 'info',
    what: `A draft is open: #${id}, ${ask.integration}.`,
    why: 'Nobody has been asked about it yet.',
    todo: 'Show it to submit or change it, or discard it.',
    buttons: [
      { title: 'Show', data: { command: 'show', requestId: id } },
      { title: 'Discard', data: { command: 'discard', requestId: id } },
    ],
  };
}

const nothingBefore: Notice = {
  tone: 'info',
  what: 'There is nothing to go back to.',
  why: 'No form and no draft is open.',
  todo: 'Begin a request, or look at those that you have made.',
  buttons: [
    { title: 'Request a user', data: { command: 'request' } },
    { title: 'My requests', data: { command: 'requests', scope: 'mine' } },
  ],
};
