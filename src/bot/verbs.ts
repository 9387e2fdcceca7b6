import { z } from 'zod';
import { isFailure } from '../application/failures.ts';
import { submitRequest } from '../application/reviewRequest.ts';
import { viewRequest } from '../application/viewRequest.ts';
import { assertNever } from '../domain/result.ts';
import { longestRemark, type PlanHash, type RequestId } from '../domain/words.ts';
import { endAbsence } from './absenceCommands.ts';
import { isAutomatic } from './activity.ts';
import { answerClick, CampaignClick, pageClick, PageClick } from './campaignClicks.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { changeDraft, editRequest } from './edits.ts';
import { letGo, revoke } from './endings.ts';
import type { Form } from './form.ts';
import { showPlan } from './plans.ts';
import { reply } from './reply.ts';
import { approve, comment, force, nudge, reject, show, withdraw } from './reviews.ts';
import type { Turn } from './turn.ts';
import { failureNotice } from './words/failures.ts';
import type { Notice } from './words/notice.ts';
import { tooLong } from './words/reviewUsage.ts';

const requestId = z.coerce
  .number()
  .int()
  .positive()
  .transform((id) => id as RequestId);
const planHash = z.string().transform((hash) => hash as PlanHash);
const text = z.string().transform((typed) => typed.trim());
const remark = text.transform((typed) => typed || undefined).optional();

/** What a button on a card says. Who clicked it comes from the activity alone. */
const Click = z.discriminatedUnion('verb', [
  z.object({
    verb: z.literal('submit'),
    data: z.object({
      requestId,
      acknowledged: z.union([z.boolean(), z.string().transform((typed) => typed === 'true')]).default(false),
    }),
  }),
  z.object({ verb: z.literal('approve'), data: z.object({ requestId, planHash, comment: remark }) }),
  z.object({ verb: z.literal('reject'), data: z.object({ requestId, comment: remark }) }),
  z.object({ verb: z.literal('comment'), data: z.object({ requestId, comment: text.default('') }) }),
  z.object({ verb: z.literal('force'), data: z.object({ requestId, planHash, reason: text.default('') }) }),
  z.object({
    verb: z.enum(['withdraw', 'nudge', 'reopen', 'refresh', 'plan', 'letGo']),
    data: z.object({ requestId }),
  }),
  z.object({ verb: z.literal('revoke'), data: z.object({ requestId, reason: text.default('') }) }),
  z.object({
    verb: z.literal('change'),
    data: z.object({ requestId, accountKind: z.literal('application').optional() }),
  }),
]);
type Click = z.infer<typeof Click>;

/** On the card of an absence, which is about no request. */
const BackClick = z.object({ verb: z.literal('back'), data: z.object({ form: z.never().optional() }).optional() });

const FormClick = z.object({
  verb: z.enum(['next', 'back', 'cancel']),
  data: z.object({ form: z.string() }),
});

/** Answers a click with the card as it is now for the person who clicked. */
export async function handleVerb(turn: Turn, form: Form): Promise<void> {
  const value = turn.context.activity.value as { readonly action?: unknown } | null | undefined;
  const formClick = FormClick.safeParse(value?.action);
  if (formClick.success) return answerForm(turn, form, formClick.data.data.form);
  if (BackClick.safeParse(value?.action).success) return endAbsence(turn);
  const campaignClick = CampaignClick.safeParse(value?.action);
  if (campaignClick.success) return answerClick(turn, campaignClick.data);
  const turned = PageClick.safeParse(value?.action);
  if (turned.success) return pageClick(turn, turned.data);
  const click = Click.safeParse(value?.action);
  if (!click.success) {
    turn.app.log.warn({ correlationId: turn.correlationId, personId: turn.person.id }, 'A click could not be read');
    return reply(turn, noticeCard(unreadable));
  }
  const { requestId: id } = click.data.data;
  try {
    const typed = remarkIn(click.data);
    await (typed.length > longestRemark ? refuseLength(turn, id, typed) : decideClick(turn, form, click.data));
  } catch (err) {
    if (!isFailure(err)) throw err;
    const { app, person, correlationId } = turn;
    app.log.warn({ correlationId, personId: person.id, requestId: id, verb: click.data.verb, err }, 'A click failed');
    const view = await viewRequest(app, { id, reader: person, channel: turn.channel });
    const notice = failureNotice(err, view?.environment, correlationId);
    await reply(turn, view ? requestCard(view, notice) : noticeCard(notice));
  }
}

async function decideClick(turn: Turn, form: Form, click: Click): Promise<void> {
  const { app, person: by, correlationId } = turn;
  const { requestId: id } = click.data;
  switch (click.verb) {
    case 'submit': {
      const { acknowledged } = click.data;
      const posted = postedOf(turn);
      return show(turn, await submitRequest(app, { id, by, acknowledged, correlationId, ...(posted && { posted }) }));
    }
    case 'approve':
      return approve(turn, { id, planHash: click.data.planHash, comment: click.data.comment });
    case 'reject':
      return reject(turn, { id, comment: click.data.comment });
    case 'comment':
      return comment(turn, id, click.data.comment);
    case 'force':
      return force(turn, { id, planHash: click.data.planHash, reason: click.data.reason });
    case 'revoke':
      return revoke(turn, id, click.data.reason);
    case 'letGo':
      return letGo(turn, id);
    case 'withdraw':
      return withdraw(turn, id);
    case 'nudge':
      return nudge(turn, id);
    case 'reopen':
      return editRequest(turn, form, id);
    case 'refresh':
      return refresh(turn, id);
    case 'plan':
      return showPlan(turn, id);
    case 'change':
      return changeDraft(turn, form, id, click.data.accountKind === 'application' ? 'instead' : 'again');
    default:
      return assertNever(click);
  }
}

function remarkIn({ data }: Click): string {
  if ('comment' in data) return data.comment ?? '';
  return 'reason' in data ? data.reason : '';
}

/** Not every client keeps to the length that a card gives. What was typed stays in its box. */
async function refuseLength(turn: Turn, id: RequestId, typed: string): Promise<void> {
  const view = await viewRequest(turn.app, { id, reader: turn.person, channel: turn.channel });
  await (view ? reply(turn, requestCard(view, tooLong(typed.length), typed)) : show(turn, { view }));
}

/** In a channel, whoever is not asked sees what the card shows to everybody, and that nothing is wanted from them. */
async function refresh(turn: Turn, id: RequestId): Promise<void> {
  const { app, person: reader, channel, context } = turn;
  const view = await viewRequest(app, { id, reader, channel });
  const looking =
    view?.reader.part === 'channel' && view.request.status === 'Pending' && !isAutomatic(context.activity);
  await show(turn, { view }, looking ? notAsked : undefined);
}

async function answerForm(turn: Turn, form: Form, nonce: string): Promise<void> {
  const ended = await form.endOf(turn, nonce);
  if (ended) return show(turn, { view: await viewRequest(turn.app, { id: ended, reader: turn.person }) });
  if (await form.resume(turn)) return;
  await reply(turn, noticeCard(formClosed));
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

const notAsked: Notice = {
  tone: 'info',
  what: 'Nothing is needed from you.',
  why: 'The policy asks others to decide.',
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
