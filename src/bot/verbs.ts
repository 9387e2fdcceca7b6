import { z } from 'zod';
import {
  approveRequest,
  rejectRequest,
  submitRequest,
  withdrawRequest,
  type Answer,
} from '../application/reviewRequest.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { Refusal } from '../domain/commands.ts';
import { assertNever } from '../domain/result.ts';
import type { PlanHash, RequestId } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { openDraft } from './drafts.ts';
import { isFailure } from '../application/failures.ts';
import type { Form } from './form.ts';
import { showPlan } from './plans.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { failureNotice } from './words/failures.ts';
import type { Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

const requestId = z.coerce
  .number()
  .int()
  .positive()
  .transform((id) => id as RequestId);
const comment = z
  .string()
  .max(2_000)
  .transform((text) => text.trim() || undefined)
  .optional();

/** What a button on a card says. Who clicked it comes from the activity alone. */
const Click = z.discriminatedUnion('verb', [
  z.object({
    verb: z.literal('submit'),
    data: z.object({
      requestId,
      acknowledged: z.union([z.boolean(), z.string().transform((text) => text === 'true')]).default(false),
    }),
  }),
  z.object({
    verb: z.literal('approve'),
    data: z.object({ requestId, planHash: z.string().transform((hash) => hash as PlanHash), comment }),
  }),
  z.object({ verb: z.literal('reject'), data: z.object({ requestId, comment }) }),
  z.object({ verb: z.enum(['withdraw', 'refresh', 'plan']), data: z.object({ requestId }) }),
  z.object({
    verb: z.literal('change'),
    data: z.object({ requestId, accountKind: z.literal('application').optional() }),
  }),
]);
type Click = z.infer<typeof Click>;

const FormClick = z.object({
  verb: z.enum(['next', 'back', 'cancel']),
  data: z.object({ form: z.string() }),
});

/** Answers a click with the card as it is now for the person who clicked. */
export async function handleVerb(turn: Turn, form: Form): Promise<void> {
  const value = turn.context.activity.value as { readonly action?: unknown } | null | undefined;
  const formClick = FormClick.safeParse(value?.action);
  if (formClick.success) return answerForm(turn, form, formClick.data.data.form);
  const click = Click.safeParse(value?.action);
  if (!click.success) {
    turn.app.log.warn({ correlationId: turn.correlationId, personId: turn.person.id }, 'A click could not be read');
    return reply(turn, noticeCard(unreadable));
  }
  const { requestId: id } = click.data.data;
  try {
    await decideClick(turn, form, click.data);
  } catch (err) {
    if (!isFailure(err)) throw err;
    const { app, person, correlationId } = turn;
    app.log.warn({ correlationId, personId: person.id, requestId: id, verb: click.data.verb, err }, 'A click failed');
    const view = await viewRequest(app, { id, reader: person });
    const notice = failureNotice(err, view?.environment, correlationId);
    await reply(turn, view ? requestCard(view, notice) : noticeCard(notice));
  }
}

async function decideClick(turn: Turn, form: Form, click: Click): Promise<void> {
  const { app, person: by, correlationId } = turn;
  switch (click.verb) {
    case 'submit': {
      const { requestId: id, acknowledged } = click.data;
      const posted = postedOf(turn);
      return show(turn, await submitRequest(app, { id, by, acknowledged, correlationId, ...(posted && { posted }) }));
    }
    case 'approve': {
      const { requestId: id, planHash, comment: text } = click.data;
      return show(turn, await approveRequest(app, { id, by, planHash, correlationId, ...(text && { comment: text }) }));
    }
    case 'reject': {
      const { requestId: id, comment: text } = click.data;
      return show(turn, await rejectRequest(app, { id, by, correlationId, ...(text && { comment: text }) }));
    }
    case 'withdraw':
      return show(turn, await withdrawRequest(app, { id: click.data.requestId, by, correlationId }));
    case 'refresh':
      return show(turn, { view: await viewRequest(app, { id: click.data.requestId, reader: by }) });
    case 'plan':
      return showPlan(turn, click.data.requestId);
    case 'change': {
      const { requestId: id, accountKind } = click.data;
      return changeDraft(turn, form, id, accountKind === 'application' ? 'instead' : 'again');
    }
    default:
      return assertNever(click);
  }
}

/** Opens the form again, filled in, in place of the review card; `instead`: for an application user. */
async function changeDraft(turn: Turn, form: Form, id: RequestId, as: 'again' | 'instead'): Promise<void> {
  const { app, person } = turn;
  const view = await viewRequest(app, { id, reader: person });
  const refusal = view && refusalToChange(turn, view.request);
  if (!view || refusal) return show(turn, { view, ...(refusal && { refusal }) });
  if ((await form.isOpen(turn)) && (await form.changing(turn)) !== id) {
    return reply(turn, requestCard(view, otherFormOpen));
  }
  await openDraft(turn, form, id, as);
}

function refusalToChange(
  { person }: Turn,
  { requester, status }: NonNullable<Answer['view']>['request'],
): Refusal | undefined {
  if (requester.id !== person.id) return { code: 'NotRequester', requester };
  return status === 'Draft' ? undefined : { code: 'NotDraft' };
}

async function answerForm(turn: Turn, form: Form, nonce: string): Promise<void> {
  const ended = await form.endOf(turn, nonce);
  if (ended) return show(turn, { view: await viewRequest(turn.app, { id: ended, reader: turn.person }) });
  if (await form.resume(turn)) return;
  await reply(turn, noticeCard(formClosed));
}

async function show(turn: Turn, { view, refusal }: Answer): Promise<void> {
  if (!view) return reply(turn, noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
  await reply(turn, requestCard(view, refusal && refusalNotice(refusal, view)));
}

/** The clicked card itself, which becomes the requester's card; only a private one may. */
function postedOf({ context: { activity }, place }: Turn): { activityId: string; conversationId: string } | undefined {
  const { replyToId, conversation } = activity;
  return replyToId && place === 'personal' ? { activityId: replyToId, conversationId: conversation.id } : undefined;
}

const unreadable: Notice = {
  tone: 'warning',
  what: 'That button is not known any more.',
  why: 'The card may come from another version of Seatkeeper.',
  todo: 'Open the request from the list, and use the buttons there.',
  buttons: [{ title: 'My requests', data: { command: 'requests' } }],
};

const otherFormOpen: Notice = {
  tone: 'info',
  what: 'Another form is still open.',
  why: 'One request is filled in at a time.',
  todo: 'Finish or cancel that one, then press Change again.',
  buttons: [{ title: 'Show the form', data: { command: 'request' } }],
};

const formClosed: Notice = {
  tone: 'warning',
  what: 'That form is out of date.',
  why: 'It was finished or cancelled.',
  todo: 'Look at your requests, or begin a new one.',
  buttons: [
    { title: 'My requests', data: { command: 'requests', scope: 'mine' } },
    { title: 'Request a user', data: { command: 'request' } },
  ],
};
