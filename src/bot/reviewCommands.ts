import type { CardRow, CardState } from '../application/ports/store.ts';
import type { RequestView } from '../application/views.ts';
import { viewRequest } from '../application/viewRequest.ts';
import { longestRemark, type RequestId } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { askFirst, askToApprove } from './confirmations.ts';
import { readAbout } from './reading/numbers.ts';
import { reply } from './reply.ts';
import { approve, comment, force, nudge, reject, show, withdraw } from './reviews.ts';
import type { Turn } from './turn.ts';
import { textAsked, tooLong, usageOf, type ReviewName } from './words/reviewUsage.ts';

/** A command about one request: `args` are its number and what is said about it. Without a yes, it asks first. */
export async function review(turn: Turn, name: ReviewName, args: string): Promise<void> {
  const about = readAbout(args);
  if (!about) return reply(turn, noticeCard(usageOf(name, args)));
  const { id, text } = about;
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  if (!view) return show(turn, { view });
  if (text.length > longestRemark) return reply(turn, requestCard(view, tooLong(text.length)));
  if (isWanting(name, view, text)) return reply(turn, requestCard(view, textAsked(name, id)));
  if (name === 'approve') return turn.sure ? approveSeen(turn, view, text) : showFirst(turn, view, text);
  if (!turn.sure) return askFirst(turn, name, view, text);
  await act(turn, name, view, text);
}

function act(turn: Turn, name: Exclude<ReviewName, 'approve'>, view: RequestView, text: string): Promise<void> {
  const { id, planHash } = view.request;
  switch (name) {
    case 'reject':
      return reject(turn, { id, comment: text });
    case 'comment':
      return comment(turn, id, text);
    case 'force':
      return force(turn, { id, planHash, reason: text });
    case 'withdraw':
      return withdraw(turn, id);
    case 'nudge':
      return nudge(turn, id);
  }
}

/** Words name no plan, so they approve only what the person's card shows: the card as it is now, or nothing. */
async function approveSeen(turn: Turn, view: RequestView, text: string): Promise<void> {
  const { id, planHash, status } = view.request;
  const decides = status === 'Pending' && view.reader.part === 'approver';
  if (decides && !(await isShown(turn, view))) return showFirst(turn, view, text);
  await approve(turn, { id, planHash, comment: text });
}

async function isShown(turn: Turn, { request, version }: RequestView): Promise<boolean> {
  const card = await approverCard(turn, request.id);
  return card?.state === 'sent' && card.shownVersion === version;
}

/** Somebody who has no card gets this one as theirs, so that a yes approves what they see. */
async function showFirst(turn: Turn, view: RequestView, text: string): Promise<void> {
  const { app, person: reader, context } = turn;
  const { id: requestId } = view.request;
  const card = await approverCard(turn, requestId);
  const activityId = await askToApprove(turn, view, text);
  if (activityId === undefined || (card && !lost.includes(card.state))) return;
  const { version: shownVersion } = view;
  const posted = { activityId, conversationId: context.activity.conversation.id, shownVersion };
  const { because } = view.reader;
  const stage = view.request.status === 'Pending' ? view.request.stage : 0;
  await app.store.transaction((transaction) =>
    transaction.addCards([{ requestId, reader, part: 'approver', stage, posted, ...(because && { because }) }]),
  );
}

const lost: readonly CardState[] = ['unknown', 'unreachable', 'gone'];

async function approverCard({ app, person }: Turn, id: RequestId): Promise<CardRow | undefined> {
  const cards = await app.store.cardsOf(id);
  return cards.find(({ part, reader }) => part === 'approver' && reader.id === person.id);
}

function isWanting(name: ReviewName, { request }: RequestView, text: string): boolean {
  return needsText.includes(name) && text === '' && request.status === 'Pending';
}

const needsText: readonly ReviewName[] = ['reject', 'comment', 'force'];
