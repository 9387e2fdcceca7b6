import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { followLostCards, sendCard, updateCards } from '../../src/application/deliverCards.ts';
import { TransientFailure } from '../../src/application/failures.ts';
import type { Messenger } from '../../src/application/ports/messenger.ts';
import type { RequestStore } from '../../src/application/ports/store.ts';
import type { PersonId, RequestId } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { signal } from '../store/harness.ts';
import { commentRequest } from '../../src/application/reviewRequest.ts';
import { losePerson, meetPerson } from '../../src/application/meetPerson.ts';
import { sweep } from '../../src/application/sweep.ts';
import { approve, submitted } from '../support/journeys.ts';
import { alex, lee, megan } from '../support/requests.ts';

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

test('ten changes in a row are one edit of each card', async () => {
  const { request } = await submitted(bot);
  await bot.run();
  const edits = new Map<string, number>();
  const messenger: Messenger = {
    ...bot.desk,
    updateCard(posted, ...rest) {
      edits.set(posted.activityId, (edits.get(posted.activityId) ?? 0) + 1);
      return bot.desk.updateCard(posted, ...rest);
    },
  };
  for (let count = 0; count < 10; count++) await comment(request.id, `Remark ${count}`);
  Object.assign(bot.app, { messenger });
  await bot.run();
  expect([...edits.values()].every((count) => count === 1)).toBe(true);
  expect(edits.size).toBe(2);
});

describe('an outage of Teams', () => {
  test('of minutes, with fifty live cards: all are true with the first sweep after it, and nothing is posted twice', async () => {
    const { request } = await submitted(bot);
    await bot.run();
    await addCards(request.id, 48);
    const shown = new Map<string, number>();
    let down = true;
    let posts = 0;
    const messenger: Messenger = {
      postCard(...card) {
        posts++;
        return bot.desk.postCard(...card);
      },
      postNotification: () => Promise.reject(new Error('Nothing of that kind here')),
      updateCard({ activityId }, _reference, { version }) {
        if (down) throw new TransientFailure('No answer', { service: 'teams', code: '503' });
        shown.set(activityId, version);
        return Promise.resolve('updated');
      },
    };
    Object.assign(bot.app, { messenger });
    for (let minute = 0; minute < 5; minute++) {
      await comment(request.id, `Minute ${minute}`);
      await bot.run();
      await bot.pass(60_000);
      await sweep(bot.app, 'test');
      await bot.run();
    }
    expect(shown.size).toBe(0);
    down = false;
    await sweep(bot.app, 'test');
    await bot.run();
    const { version } = (await bot.app.store.findRequest(request.id)) ?? {};
    expect(shown.size).toBe(50);
    expect(new Set(shown.values())).toEqual(new Set([version]));
    expect(posts).toBe(0);
  });
});

test('a card that could not be made ready stays due, and is sent as soon as it can be', async () => {
  const { request } = await submitted(bot);
  const megans = async () => (await bot.app.store.cardsOf(request.id)).find(({ reader }) => reader.id === megan.id);
  const findContact = (): Promise<never> => Promise.reject(new Error('The database is restarting'));
  const contacts = { ...bot.app.contacts, findContact };
  const { id = '' } = (await megans()) ?? {};
  await expect(sendCard({ ...bot.app, contacts }, id)).rejects.toThrow('restarting');
  expect((await megans())?.state).toBe('due');
  await bot.run();
  expect((await megans())?.state).toBe('sent');
});

describe('a send whose outcome is unknown', () => {
  test('is followed by a reminder after ten minutes, once, and not while the first card may still be on its way', async () => {
    bot.desk.faults.push('unknown');
    await submitted(bot);
    await bot.run();
    const before = bot.desk.posts.length;
    await followed();
    expect(bot.desk.posts).toHaveLength(before);
    await age();
    await followed();
    await followed();
    expect(bot.desk.posts.slice(before).map(({ reader, view }) => [reader, view.reader.part])).toEqual([
      [megan.id, 'reminder'],
    ]);
  });

  test('is not followed when the decision is no longer wanted', async () => {
    bot.desk.faults.push('unknown');
    const { request } = await submitted(bot);
    await bot.run();
    await approve(bot, request);
    await age();
    expect(await bot.app.store.lostCards(bot.now())).toEqual([]);
  });

  async function followed(): Promise<void> {
    await followLostCards(bot.app);
    await bot.run();
  }

  /** The database has a clock of its own, so it is the bot's that is put forward. */
  const age = (): Promise<void> => bot.pass(11 * 60_000);
});

describe('an approver who cannot be reached', () => {
  const policy = { stages: [{ approvers: [megan.id], alternates: [lee.id] }] };

  test('is shown as such, and the alternates are asked', async () => {
    await bot.stop();
    bot = await startTestApp({ policy });
    await bot.app.contacts.saveContact(lee, { person: lee.id });
    bot.desk.unreachable.add(megan.id);
    const { request } = await submitted(bot);
    await bot.run();
    const approvers = (await latest(request.id)).map(({ reader, state }) => [reader.id, state]);
    expect(approvers).toEqual([
      [megan.id, 'unreachable'],
      [lee.id, 'sent'],
    ]);
    expect((await approve(bot, request, lee)).refusal).toBeUndefined();
  });

  test('because the bot was removed meanwhile, too; and has the same card again when they come back', async () => {
    await bot.stop();
    bot = await startTestApp({ policy });
    await bot.app.contacts.saveContact(lee, { person: lee.id });
    const { request } = await submitted(bot);
    await bot.run();
    const posts = bot.desk.cardsOf(megan.id).length;
    await losePerson(bot.app, megan.id);
    await bot.run();
    expect((await latest(request.id)).map(({ state }) => state)).toEqual(['unreachable', 'sent']);
    await meetPerson(bot.app, { person: megan, reference: { person: megan.id } });
    await bot.run();
    expect((await latest(request.id)).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(bot.desk.cardsOf(megan.id)).toHaveLength(posts);
  });

  test('who comes back is no longer shown as out of reach, and whoever was asked not as being asked', async () => {
    bot.desk.unreachable.add(megan.id);
    await bot.app.contacts.saveContact(lee, { person: lee.id });
    const { request } = await submitted(bot);
    await bot.run();
    expect(shownTo(lee.id)).toEqual({ [megan.id]: 'unreachable', [lee.id]: 'asked' });
    bot.desk.unreachable.delete(megan.id);
    await meetPerson(bot.app, { person: megan, reference: { person: megan.id } });
    await bot.run();
    expect((await latest(request.id)).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(shownTo(lee.id)).toEqual({ [megan.id]: 'asked', [lee.id]: 'asked' });
  });

  /** What this person's card says of everybody's. */
  function shownTo(reader: PersonId): object {
    const view = bot.desk.cardsOf(reader).at(-1);
    return Object.fromEntries((view?.approvers ?? []).map(({ person, delivery }) => [person.id, delivery]));
  }

  async function latest(id: RequestId) {
    return (await bot.app.store.cardsOf(id)).filter(({ part }) => part === 'approver');
  }
});

async function comment(id: RequestId, text: string): Promise<void> {
  await commentRequest(bot.app, { id, by: alex, text, correlationId: 'test' });
}

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
