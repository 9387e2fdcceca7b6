import { distinct } from '../domain/concerned.ts';
import { hasOutcome, type AccessRequest } from '../domain/request.ts';
import { usedVote } from '../domain/votes.ts';
import { addMilliseconds, type Person, type PersonId, type RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { TransientFailure } from './failures.ts';
import type { CardReader, CardRow, NewCard, Stored } from './ports/store.ts';
import { postCards } from './postCards.ts';
import type { Task } from './tasks.ts';
import type { RequestView, Sheet } from './views.ts';
import { factsOf, readerNow, readerOfCard, viewFor } from './viewRequest.ts';
import { sheetOfCard } from './viewCampaign.ts';

/**
 * Posts a card that is due, at most once: the row says `sending` before the channel hears of it, so a crash in between
 * leaves a row whose outcome is unknown, and no second message. All that is read is read before, so that what fails
 * there leaves a card that is still due.
 */
export async function sendCard(app: App, cardId: string): Promise<void> {
  const due = await app.store.findCard(cardId);
  if (due?.state !== 'due') return;
  const [stored, contact] = await Promise.all([
    findStored(app, due.requestId),
    app.contacts.findContact(due.reader.id),
  ]);
  const sheet = await sheetOfCard(app, due);
  const view = showing(await viewFor(app, stored, readerOfCard(due)), sheet);
  const card = await app.store.claimCard(cardId);
  if (!card) return;
  const posted = await postOrHandBack(app, card, () => app.messenger.postCard(contact?.reference, view));
  if (posted.outcome === 'unreachable') return loseCard(app, card);
  if (posted.outcome === 'unknown') {
    app.log.warn({ requestId: card.requestId, cardId }, 'The outcome of a send is unknown');
    await app.store.updateCard(cardId, { state: 'unknown' });
    return;
  }
  const { activityId, conversationId } = posted;
  await app.store.updateCard(cardId, { state: 'sent', activityId, conversationId, shownVersion: view.version });
  if (await tellsOthers(app, card)) return showDelivery(app, card.requestId);
  const [now, sheetNow] = await Promise.all([findStored(app, card.requestId), sheetOfCard(app, card)]);
  if ((sheetNow ?? now).version !== view.version) await requestCardUpdate(app, card.requestId);
}

/** Everybody's cards say who has been asked: brought to the truth once, after the last who is asked at the same time. */
async function tellsOthers(app: App, { part, requestId }: CardRow): Promise<boolean> {
  if (part !== 'approver') return part === 'channel';
  const cards = await app.store.cardsOf(requestId);
  return cards.every((card) => card.part !== 'approver' || (card.state !== 'due' && card.state !== 'sending'));
}

/** Milliseconds. Short, so that one chat in which Teams is slow does not hold up the workers that others need. */
const longestWait = 2_000;
const waitAgain = 1_000;

/**
 * Brings every card of a request to the truth, and again if the truth moved meanwhile. One worker at a time per request:
 * of two, the one with the older view could be the last to reach Teams, and its card would stay.
 */
export async function updateCards(app: App, requestId: RequestId): Promise<void> {
  await followSheets(app, requestId);
  const ran = await app.store.exclusively('cards', requestId, longestWait, () => updateUntilTrue(app, requestId));
  if (ran) return;
  const facts = { service: 'teams', code: 'Busy', retryAfter: waitAgain } as const;
  throw new TransientFailure('The cards are still being updated', facts);
}

async function updateUntilTrue(app: App, requestId: RequestId): Promise<void> {
  for (;;) {
    const stored = await findStored(app, requestId);
    const cards = await app.store.cardsOf(requestId);
    const sent = cards.filter(({ state }) => state === 'sent');
    const shown = await Promise.all(sent.map(async (card) => ({ card, sheet: await sheetOfCard(app, card) })));
    const old = shown.filter(({ card, sheet }) => card.shownVersion !== (sheet ?? stored).version);
    if (old.length === 0) return;
    await updateOld(app, stored, old);
  }
}

/** A campaign's cards hang on one request and are about others too. Should this be lost, the sweep finds them. */
async function followSheets(app: App, requestId: RequestId): Promise<void> {
  const others = await app.campaigns.sheetsAbout(requestId);
  if (others.length === 0) return;
  await app.store.transaction((transaction) =>
    transaction.addTasks(others.map((other) => ({ name: 'updateCards', requestId: other }))),
  );
}

/** What the card is about, in place of the one request that it hangs on. */
function showing(view: RequestView, sheet: Sheet | undefined): RequestView {
  return sheet ? { ...view, version: sheet.version, sheet } : view;
}

/** Cards that could not reach this reader are due again; those that are in their chat already are brought to the truth. */
export async function catchUp(app: App, reader: CardReader['id']): Promise<void> {
  const cards = await app.store.undeliveredCards(reader);
  for (const card of cards) {
    await app.store.updateCard(card.id, card.activityId ? { state: 'sent', shownVersion: 0 } : { state: 'due' });
  }
  await app.store.transaction((transaction) =>
    transaction.addTasks(
      cards.map((card) =>
        card.activityId ? { name: 'updateCards', requestId: card.requestId } : { name: 'sendCard', cardId: card.id },
      ),
    ),
  );
}

/** The bot was removed from this person's Teams: what they had to decide is shown as not reaching them. */
export async function loseReader(app: App, person: PersonId): Promise<void> {
  await app.contacts.removeContact(person);
  for (const card of await app.store.openCards(person, 'approver')) {
    if (card.state === 'sent') await loseCard(app, card);
  }
}

/** Milliseconds that an approver is left with a card of which nobody knows whether it arrived. */
const longestDoubt = 10 * 60_000;
/** Whoever has lost so many cards is not helped by another one. */
const mostLosses = 5;

/**
 * Whoever may have got no card to decide on is reminded, in the channel where it is there. That is a message of its own, with the buttons: should the first
 * one be there after all, then nothing was said twice.
 */
export async function followLostCards(app: App): Promise<void> {
  const found = await app.store.lostCards(addMilliseconds(app.world.now(), -longestDoubt));
  const awaited = await Promise.all(found.map(({ card }) => isAwaited(app, card)));
  const lost = found.filter(({ times }, index) => awaited[index] && times <= mostLosses);
  if (lost.length === 0) return;
  await app.store.transaction(async (transaction) => {
    await postCards(
      transaction,
      lost.map(({ card: { requestId, reader, part, because, stage }, times }) => ({
        requestId,
        reader,
        part: part === 'channel' ? 'channel' : 'reminder',
        stage,
        round: -times,
        ...(because && { because }),
      })),
    );
  });
}

/** Whether the decision of this card's reader is still wanted. */
async function isAwaited(app: App, { requestId, reader, stage, because }: CardRow): Promise<boolean> {
  const { request } = await findStored(app, requestId);
  if (request.status !== 'Pending' || request.stage !== stage) return false;
  return !(because && usedVote(request.approvals, reader.id, because));
}

/**
 * Tells the requester how it ended in a message that notifies (an edited card does not), the owner what is theirs, and
 * whoever asked for the user or answered for it before that it was changed.
 */
export async function tellOutcome(app: App, requestId: RequestId): Promise<void> {
  const { request } = await findStored(app, requestId);
  if (!hasOutcome(request)) return;
  const { owner } = request.ask;
  // Whoever takes a user over has the answer before them.
  const adopted = request.status === 'Active' && request.adoptedBy !== undefined;
  const news: NewCard[] = adopted ? [] : [{ requestId, reader: request.requester, part: 'outcome' }];
  if (request.status === 'Active' && owner.id !== request.requester.id) {
    news.push({ requestId, reader: owner, part: 'owner' });
  }
  if (request.status === 'Active') {
    const told = new Set(news.map(({ reader }) => reader.id));
    const former = formerlyConcerned(request).filter(({ id }) => !told.has(id));
    news.push(...former.map((reader): NewCard => ({ requestId, reader, part: 'outcome' })));
  }
  await app.store.transaction(async (transaction) => {
    await postCards(transaction, news);
  });
}

/** By the record that a change replaces. */
function formerlyConcerned({ ask: { account }, formerRequesters = [] }: AccessRequest): readonly Person[] {
  const owner = account.kind === 'user' ? account.record?.owner : undefined;
  return distinct([...(owner ? [owner] : []), ...formerRequesters]);
}

/** The request is looked at once for all of its cards. */
async function updateOld(
  app: App,
  stored: Stored,
  cards: readonly { readonly card: CardRow; readonly sheet: Sheet | undefined }[],
): Promise<void> {
  const [facts, contacts] = await Promise.all([
    factsOf(app, stored),
    app.contacts.findContacts(cards.map(({ card }) => card.reader.id)),
  ]);
  const results = await Promise.allSettled(
    cards.map(async ({ card, sheet }) => {
      const reader = await readerNow(app, stored.request, card);
      if (!reader) return app.store.updateCard(card.id, { state: 'gone' });
      const view = showing({ ...facts, reader }, sheet);
      return updateCard(app, card, contacts.get(card.reader.id), view);
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function updateCard(app: App, card: CardRow, reference: unknown, view: RequestView): Promise<void> {
  const { activityId, conversationId } = card;
  if (!activityId || !conversationId) throw new Error('A sent card has no address');
  // The requester has the form or the review before them, in this very message: it would be lost.
  if (card.part === 'requester' && view.request.status === 'Draft') {
    return app.store.updateCard(card.id, { shownVersion: view.version });
  }
  const outcome = await app.messenger.updateCard({ activityId, conversationId }, reference, view);
  if (outcome === 'updated') return app.store.updateCard(card.id, { shownVersion: view.version });
  if (outcome === 'unreachable') return loseCard(app, card);
  app.log.warn({ requestId: card.requestId, cardId: card.id }, 'A card can no longer be updated');
  return app.store.updateCard(card.id, { state: 'gone' });
}

async function postOrHandBack<T>(app: App, card: CardRow, post: () => Promise<T>): Promise<T> {
  try {
    return await post();
  } catch (err) {
    // The channel certainly did not take it, so it is safe to send it again.
    if (err instanceof TransientFailure) await app.store.updateCard(card.id, { state: 'due' });
    throw err;
  }
}

/** Blocked or uninstalled: shown to the others, who are asked in their place where the policy says so. */
async function loseCard(app: App, { id, requestId, part, reader }: CardRow): Promise<void> {
  app.log.warn({ requestId, cardId: id }, 'Somebody cannot be written to');
  await app.store.updateCard(id, { state: 'unreachable' });
  // Whoever comes back is then news, and gets what could not reach them.
  await app.contacts.removeContact(reader.id);
  await showDelivery(app, requestId, part === 'approver' ? [{ name: 'askApprovers', requestId }] : []);
}

/** A request that somebody asked to see stays true where they see it; what they saw before does not. */
export async function followShown(
  app: App,
  { request, version }: Pick<RequestView, 'request' | 'version'>,
  reader: Person,
  posted: { readonly activityId: string; readonly conversationId: string },
): Promise<void> {
  const shown = { requestId: request.id, reader, part: 'shown', posted: { ...posted, shownVersion: version } } as const;
  await app.store.transaction((transaction) => transaction.addCards([shown]));
  const now = await findStored(app, request.id);
  if (now.version !== version) await requestCardUpdate(app, request.id);
}

/** Cards say who was reached, although the request itself is as it was. */
async function showDelivery(app: App, requestId: RequestId, more: readonly Task[] = []): Promise<void> {
  await app.store.transaction(async (transaction) => {
    await transaction.markCardsOutdated([requestId]);
    await transaction.addTasks([{ name: 'updateCards', requestId }, ...more]);
  });
}

async function requestCardUpdate(app: App, requestId: RequestId): Promise<void> {
  await app.store.transaction((transaction) => transaction.addTasks([{ name: 'updateCards', requestId }]));
}

async function findStored(app: App, requestId: RequestId): Promise<Stored> {
  const stored = await app.store.findRequest(requestId);
  if (!stored) throw new Error(`Request ${requestId} is not there`);
  return stored;
}
