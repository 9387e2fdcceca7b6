import type { CardRow, CardState } from '../application/ports/store.ts';
import type { RequestView } from '../application/views.ts';
import { viewRequest } from '../application/viewRequest.ts';
import { longestRemark, type RequestId } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { confirmForce } from './confirmForce.ts';
import { readAbout } from './reading/numbers.ts';
import { post, reply } from './reply.ts';
import { approve, comment, nudge, reject, show, withdraw } from './reviews.ts';
import type { Turn } from './turn.ts';
import { notSeenYet, textAsked, tooLong, usageOf, type ReviewName } from './words/reviewUsage.ts';

/** A command about one request: `args` are its number and what is said about it. */
export async function review(turn: Turn, name: ReviewName, args: string): Promise<void> {
  const about = readAbout(args);
  if (!about) return reply(turn, noticeCard(usageOf(name, args)));
  const { id, text } = about;
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  if (!view) return show(turn, { view });
  if (text.length > longestRemark) return reply(turn, requestCard(view, tooLong(text.length)));
  switch (name) {
    case 'approve':
      return approveSeen(turn, view, text);
    case 'reject':
      return isWanting(view, text) ? askReason(turn, view, name) : reject(turn, { id, comment: text });
    case 'comment':
      return isWanting(view, text) ? askReason(turn, view, name) : comment(turn, id, text);
    case 'force':
      return isWanting(view, text) ? askReason(turn, view, name) : confirmForce(turn, view, text);
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
  if (decides && !(await isShown(turn, view))) return showFirst(turn, view);
  await approve(turn, { id, planHash, comment: text });
}

async function isShown(turn: Turn, { request, version }: RequestView): Promise<boolean> {
  const card = await approverCard(turn, request.id);
  return card?.state === 'sent' && card.shownVersion === version;
}

/** Somebody who has no card gets this one as theirs, so that saying it again approves what they see. */
async function showFirst(turn: Turn, view: RequestView): Promise<void> {
  const { app, person: reader, context } = turn;
  const { id: requestId } = view.request;
  const card = await approverCard(turn, requestId);
  const activityId = await post(turn, requestCard(view, notSeenYet(requestId)));
  if (activityId === undefined || (card && !lost.includes(card.state))) return;
  const posted = { activityId, conversationId: context.activity.conversation.id };
  const { because } = view.reader;
  const stage = view.request.status === 'Pending' ? view.request.stage : 0;
  await app.store.transaction((transaction) =>
    transaction.addCards([{ requestId, reader, part: 'approver', stage, posted, ...(because && { because }) }]),
  );
  const own = await approverCard(turn, requestId);
  if (own) await app.store.updateCard(own.id, { ...posted, state: 'sent', shownVersion: view.version });
}

const lost: readonly CardState[] = ['unknown', 'unreachable', 'gone'];

async function approverCard({ app, person }: Turn, id: RequestId): Promise<CardRow | undefined> {
  const cards = await app.store.cardsOf(id);
  return cards.find(({ part, reader }) => part === 'approver' && reader.id === person.id);
}

function isWanting({ request }: RequestView, text: string): boolean {
  return text === '' && request.status === 'Pending';
}

async function askReason(turn: Turn, view: RequestView, name: ReviewName): Promise<void> {
  await reply(turn, requestCard(view, textAsked(name, view.request.id)));
}
