import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { updateCards } from '../../src/application/deliverCards.ts';
import { TransientFailure } from '../../src/application/failures.ts';
import type { Messenger } from '../../src/application/ports/messenger.ts';
import type { RequestStore } from '../../src/application/ports/store.ts';
import type { PersonId, RequestId } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { signal } from '../store/harness.ts';
import { approve, submitted } from '../support/journeys.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

test('a request is looked at as often for ten old cards as for two', async () => {
  const { request } = await submitted(bot);
  await bot.run();
  const looks = await looksWhileUpdating(request.id);
  await addCards(request.id, 8);
  expect(await looksWhileUpdating(request.id)).toEqual(looks);
  const { version } = (await bot.app.store.findRequest(request.id)) ?? {};
  const sent = (await bot.app.store.cardsOf(request.id)).filter(({ state }) => state === 'sent');
  expect(sent.length).toBeGreaterThanOrEqual(10);
  expect(sent.map(({ shownVersion }) => shownVersion)).toEqual(sent.map(() => version));
});

test('an older update that is slow, and whose answer is lost, never ends over a newer one', async () => {
  const { request } = await submitted(bot);
  await bot.run();
  await bot.app.store.transaction((transaction) => transaction.markCardsOutdated([request.id]));
  const [begun, end] = [signal(), signal()];
  const messenger: Messenger = {
    ...bot.desk,
    async updateCard(...card) {
      begun.give();
      await end.given;
      await bot.desk.updateCard(...card);
      throw new TransientFailure('No answer', { service: 'teams', code: 'NoAnswer' });
    },
  };
  const older = updateCards({ ...bot.app, messenger }, request.id);
  await begun.given;
  await approve(bot, request);
  const waits = signal();
  const store: RequestStore = {
    ...bot.app.store,
    exclusively(...work) {
      waits.give();
      return bot.app.store.exclusively(...work);
    },
  };
  const newer = updateCards({ ...bot.app, store }, request.id);
  await Promise.race([newer, waits.given]);
  end.give();
  await expect(older).rejects.toThrow('No answer');
  await newer;
  expect(bot.desk.posts.map(({ view }) => view.request.status)).toEqual(['Provisioning']);
});

async function looksWhileUpdating(id: RequestId): Promise<object> {
  const { store } = bot.app;
  await store.transaction((transaction) => transaction.markCardsOutdated([id]));
  const looks = { cards: 0, seats: 0 };
  const counting: RequestStore = {
    ...store,
    cardsOf(...args) {
      looks.cards++;
      return store.cardsOf(...args);
    },
    readSeats(...args) {
      looks.seats++;
      return store.readSeats(...args);
    },
  };
  await updateCards({ ...bot.app, store: counting }, id);
  return looks;
}

async function addCards(requestId: RequestId, count: number): Promise<void> {
  const cards = Array.from({ length: count }, (_, index) => ({
    requestId,
    reader: { id: `reader-${index}` as PersonId, name: 'Somebody' },
    part: 'approver' as const,
    posted: { activityId: `card-${index}`, conversationId: `chat-${index}` },
  }));
  await bot.app.store.transaction((transaction) => transaction.addCards(cards));
}
