import { reopenRequest } from '../application/reviewRequest.ts';
import type { RequestView } from '../application/views.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { Refusal } from '../domain/commands.ts';
import type { RequestId } from '../domain/words.ts';
import { requestCard } from './cards/requestCard.ts';
import { openDraft } from './drafts.ts';
import type { Form } from './form.ts';
import { reply, replace } from './reply.ts';
import { show } from './reviews.ts';
import type { Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';

/** Opens the form again, filled in, in place of the review card; `instead`: for an application user. */
export async function changeDraft(turn: Turn, form: Form, id: RequestId, as: 'again' | 'instead'): Promise<void> {
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  const refusal = view && refusalToChange(turn, view);
  if (!view || refusal) return show(turn, { view, ...(refusal && { refusal }) });
  if (await isBusy(turn, form, id)) return reply(turn, requestCard(view, otherFormOpen('Change')));
  await openDraft(turn, form, id, as);
}

/** A submitted request becomes a draft again, in the form. A repeated click finds the draft, and the same form. */
export async function editRequest(turn: Turn, form: Form, id: RequestId): Promise<void> {
  const { app, person: by, correlationId } = turn;
  const before = await viewRequest(app, { id, reader: by });
  if (before?.request.status === 'Draft') return changeDraft(turn, form, id, 'again');
  if (before && (await isBusy(turn, form, id))) return reply(turn, requestCard(before, otherFormOpen('Edit')));
  const { view, refusal } = await reopenRequest(app, { id, by, correlationId });
  if (!view || refusal) return show(turn, { view, ...(refusal && { refusal }) });
  await openDraft(turn, form, id);
  await showElsewhere(turn, view);
}

/** The requester's own card is left to the form when it is the one that was clicked; else it must not lag behind. */
async function showElsewhere(turn: Turn, view: RequestView): Promise<void> {
  const cards = await turn.app.store.cardsOf(view.request.id);
  const own = cards.find(({ part }) => part === 'requester');
  const { conversation, replyToId } = turn.context.activity;
  if (!own?.activityId || own.state !== 'sent' || own.conversationId !== conversation.id) return;
  if (own.activityId !== replyToId) await replace(turn, own.activityId, requestCard(view));
}

async function isBusy(turn: Turn, form: Form, id: RequestId): Promise<boolean> {
  return (await form.isOpen(turn)) && (await form.changing(turn)) !== id;
}

function refusalToChange({ person }: Turn, { request: { requester, status } }: RequestView): Refusal | undefined {
  if (requester.id !== person.id) return { code: 'NotRequester', requester };
  return status === 'Draft' ? undefined : { code: 'NotDraft' };
}

function otherFormOpen(button: 'Change' | 'Edit'): Notice {
  return {
    tone: 'info',
    what: 'Another form is still open.',
    why: 'One request is filled in at a time.',
    todo: `Finish or cancel that one, then press ${button} again.`,
    buttons: [{ title: 'Show the form', data: { command: 'request' } }],
  };
}
