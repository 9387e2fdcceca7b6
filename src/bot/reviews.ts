import type { Answer } from '../application/answers.ts';
import {
  approveRequest,
  commentRequest,
  forceRequest,
  nudgeApprovers,
  rejectRequest,
  withdrawRequest,
} from '../application/reviewRequest.ts';
import { followShown } from '../application/deliverCards.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { PlanHash, RequestId } from '../domain/words.ts';
import { withWayBack } from './backTo.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { post, reply } from './reply.ts';
import type { Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';
import { signInNotSent, signInSent } from './words/signInWords.ts';

/** What people do to requests, the same by a button and by text: the answer is always the card as it is now for them. */

interface Review {
  readonly id: RequestId;
  readonly comment?: string | undefined;
}

export async function approve(
  turn: Turn,
  { id, planHash, comment }: Review & { readonly planHash: PlanHash },
): Promise<void> {
  const approval = { id, planHash, ...(comment && { comment }) };
  const answer = await approveRequest(turn.app, { ...wish(turn, id), ...approval });
  if (answer.refusal?.code !== 'SignInNeeded' || !turn.askSignIn) return show(turn, answer);
  const asked = await turn.askSignIn(turn, approval);
  await show(turn, { view: answer.view }, asked ? signInSent : signInNotSent);
}

export async function reject(turn: Turn, { id, comment }: Review): Promise<void> {
  await show(turn, await rejectRequest(turn.app, { ...wish(turn, id), ...(comment && { comment }) }));
}

export async function withdraw(turn: Turn, id: RequestId): Promise<void> {
  await show(turn, await withdrawRequest(turn.app, wish(turn, id)));
}

export async function nudge(turn: Turn, id: RequestId): Promise<void> {
  await show(turn, await nudgeApprovers(turn.app, wish(turn, id)), nudged);
}

export async function force(
  turn: Turn,
  { id, planHash, reason }: { readonly id: RequestId; readonly planHash: PlanHash; readonly reason: string },
): Promise<void> {
  await show(turn, await forceRequest(turn.app, { ...wish(turn, id), planHash, reason }));
}

/** What was just said is not said twice: the same click may be delivered again. */
export async function comment(turn: Turn, id: RequestId, text: string): Promise<void> {
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  const last = view?.request.comments?.at(-1);
  if (last?.by.id === turn.person.id && last.text === text.trim()) return show(turn, { view }, commented);
  await show(turn, await commentRequest(turn.app, { ...wish(turn, id), text }), commented);
}

/**
 * `told`: what to say when the wish was granted, where the card does not show it by itself. A message of its own in the
 * person's chat is kept up to date from here on.
 */
export async function show(turn: Turn, { view, refusal }: Answer, told?: Notice): Promise<void> {
  if (!view) return reply(turn, noticeCard(refusalNotice({ code: 'NotFound' }, undefined)));
  const { app, person, place, context } = turn;
  const activityId = await post(
    turn,
    requestCard(view, withWayBack(turn, refusal ? refusalNotice(refusal, view) : told)),
  );
  if (place !== 'personal' || context.activity.type === 'invoke' || activityId === undefined) return;
  await followShown(app, view, person, { activityId, conversationId: context.activity.conversation.id });
}

export function wish({ person: by, correlationId }: Turn, id: RequestId) {
  return { id, by, correlationId };
}

const nudged: Notice = {
  tone: 'good',
  what: 'Whoever has still to decide gets a reminder.',
  todo: 'You can do this once an hour.',
};

const commented: Notice = {
  tone: 'good',
  what: 'Your comment is on the card.',
  why: 'Everybody who has a card of this request sees it there; nobody gets a message of its own for it.',
};
