import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RequestStore, Transaction } from '../../src/application/ports/store.ts';
import type { Account } from '../../src/domain/ask.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import { seatsOf } from '../../src/domain/seats.ts';
import type { ChannelId, EnvironmentKey, PersonId, RequestId, SystemUserId } from '../../src/domain/words.ts';
import { active, alex, at, cause, draft, drafted, megan, pending, person, provisioning, waiting } from './samples.ts';

interface Subject {
  readonly store: RequestStore;
  close(): Promise<void>;
}

/** What every request store must do, whatever it is made of. */
export function describeRequestStore(name: string, open: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject;
    let store: RequestStore;
    let environments = 0;
    const ownEnvironment = () => `env${++environments}` as EnvironmentKey;
    const insert = (build: (id: RequestId) => AccessRequest) =>
      store.transaction((transaction) => insertInto(transaction, build));

    beforeAll(async () => {
      subject = await open();
      store = subject.store;
    });
    afterAll(() => subject.close());

    describe('requests', () => {
      test('the first request is #101, and what is read is what was saved', async () => {
        const { request, version } = await insert(draft);
        expect(request.id).toBe(101);
        expect(version).toBe(1);
        expect(await store.findRequest(request.id)).toEqual({ request, version });
        expect(await store.findRequest(99 as RequestId)).toBeUndefined();
      });

      test('numbers have no gaps, also after a transaction that failed and with many at once', async () => {
        const first = (await insert(draft)).request.id;
        const failing = store.transaction(async (transaction) => {
          await insertInto(transaction, draft);
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        const ids = await Promise.all(Array.from({ length: 10 }, async () => (await insert(draft)).request.id));
        expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, index) => first + 1 + index));
      });

      test('every save adds one to the version and keeps its events in order with their cause', async () => {
        const { request } = await insert(draft);
        const events = [
          { type: 'Submitted', at: at(1), acknowledgement: { by: alex, at: at(1), caveats: [] } },
          { type: 'Withdrawn', at: at(2), by: alex },
        ] as const;
        const saved = await store.transaction(async (transaction) => {
          const stored = await transaction.lockRequest(request.id);
          const next = events.reduce<AccessRequest>(evolve, stored?.request ?? request);
          return transaction.saveRequest(next, events, { actor: 'seatkeeper', correlationId: 'c-2' });
        });
        expect(saved).toMatchObject({ version: 2, request: { status: 'Withdrawn' } });
        expect(await store.findRequest(request.id)).toEqual(saved);
        expect(await store.readEvents(request.id)).toEqual([
          { ...drafted(draft(request.id)), ...cause },
          { ...events[0], actor: 'seatkeeper', correlationId: 'c-2' },
          { ...events[1], actor: 'seatkeeper', correlationId: 'c-2' },
        ]);
      });

      test('a request that was not locked in this transaction cannot be saved', async () => {
        const { request } = await insert(draft);
        const saving = store.transaction((transaction) => transaction.saveRequest(request, [], cause));
        await expect(saving).rejects.toThrow('locked');
      });

      test('changes of one request in parallel happen one after the other, and none is lost', async () => {
        const { request } = await insert(draft);
        await Promise.all(
          Array.from({ length: 20 }, () =>
            store.transaction(async (transaction) => {
              const stored = await transaction.lockRequest(request.id);
              await transaction.saveRequest(stored?.request ?? request, [drafted(draft(request.id))], cause);
            }),
          ),
        );
        expect((await store.findRequest(request.id))?.version).toBe(21);
        expect(await store.readEvents(request.id)).toHaveLength(21);
      });

      test('a transaction that throws leaves nothing: no request, no event, no card', async () => {
        const { request } = await insert(draft);
        const failing = store.transaction(async (transaction) => {
          const stored = await transaction.lockRequest(request.id);
          await transaction.saveRequest(stored?.request ?? request, [{ type: 'Expired', at: at(9) }], cause);
          await transaction.addCards([{ requestId: request.id, reader: megan, part: 'approver' }]);
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        expect(await store.findRequest(request.id)).toEqual({ request, version: 1 });
        expect(await store.readEvents(request.id)).toHaveLength(1);
        expect(await store.cardsOf(request.id)).toEqual([]);
      });

      test('lists are newest first, in pages, with the total of all pages', async () => {
        const requester = person('lister', 'Lee Gu');
        const ids: RequestId[] = [];
        for (let n = 0; n < 5; n++) ids.unshift((await insert((id) => pending(id, { requester }))).request.id);
        const page = (offset: number, limit: number) =>
          store
            .listRequests({ requester: requester.id }, { offset, limit })
            .then(({ requests, total }) => ({ ids: requests.map((request) => request.id), total }));
        expect(await page(0, 2)).toEqual({ ids: ids.slice(0, 2), total: 5 });
        expect(await page(4, 2)).toEqual({ ids: ids.slice(4), total: 5 });
        expect(await page(9, 2)).toEqual({ ids: [], total: 5 });
      });

      test('lists can be narrowed by status, environment and last day', async () => {
        const [one, two] = [ownEnvironment(), ownEnvironment()];
        const early = await insert((id) => pending(id, { environment: one, until: '2026-11-30' }));
        const late = await insert((id) => draft(id, { environment: two, until: '2026-12-01' }));
        const find = (filter: Parameters<RequestStore['listRequests']>[0]) =>
          store
            .listRequests({ environments: [one, two], ...filter }, { offset: 0, limit: 9 })
            .then(({ requests }) => requests.map((request) => request.id));
        expect(await find({})).toEqual([late.request.id, early.request.id]);
        expect(await find({ statuses: ['Pending', 'Waiting'] })).toEqual([early.request.id]);
        expect(await find({ statuses: [] })).toEqual([]);
        expect(await find({ environments: [two] })).toEqual([late.request.id]);
        expect(await find({ untilBefore: '2026-12-01' })).toEqual([early.request.id]);
      });
    });

    test('the clock is told of requests whose time has come, longest overdue first', async () => {
      const timed = (id: RequestId, minutes: number): AccessRequest => {
        const request = pending(id);
        const stages = [{ approvers: [], required: 1, alternates: [], remindAfter: minutes * 60_000 }];
        return { ...request, terms: { ...request.terms, stages } };
      };
      const late = await insert((id) => timed(id, 20));
      const early = await insert((id) => timed(id, 10));
      await insert((id) => timed(id, 60));
      expect(await store.requestsToWake(at(30), 10)).toEqual([early.request.id, late.request.id]);
      expect(await store.requestsToWake(at(30), 1)).toEqual([early.request.id]);
      expect(await store.requestsToWake(at(5), 10)).toEqual([]);
    });

    test('finds the requests of one user: the one that made it and those that change it', async () => {
      const environment = ownEnvironment();
      const made = await insert((id) => ({
        ...active(id, at(9), { environment }),
        made: { systemUserId: userId('s-1') },
      }));
      const change = await insert((id) => pending(id, { environment, account: user('s-1') }));
      await insert((id) => pending(id, { environment, account: user('s-2') }));
      const filter = { environments: [environment], systemUserId: userId('s-1') };
      const { requests } = await store.listRequests(filter, { offset: 0, limit: 10 });
      expect(requests.map(({ id }) => id)).toEqual([change.request.id, made.request.id]);
    });

    describe('seats', () => {
      test('an environment that was never read has no reading, and can be locked all the same', async () => {
        const environment = ownEnvironment();
        const nothing = { reading: undefined, holds: [], queue: [] };
        expect(await store.readSeats(environment)).toEqual(nothing);
        expect(await store.transaction((transaction) => transaction.lockSeats(environment))).toEqual(nothing);
      });

      test('a newer reading replaces the stored one, an older one does not', async () => {
        const environment = ownEnvironment();
        const reading = { limit: 7, used: 3, limitSource: 'live', readAt: at(10) } as const;
        await store.saveSeatReading(environment, reading);
        await store.saveSeatReading(environment, { ...reading, used: 1, readAt: at(9) });
        expect((await store.readSeats(environment)).reading).toEqual(reading);
        const newer = { limit: 5, used: 4, counted: 5, limitSource: 'configured', readAt: at(11) } as const;
        await store.saveSeatReading(environment, newer);
        expect((await store.readSeats(environment)).reading).toEqual(newer);
        const agreed = { ...reading, readAt: at(12) };
        await store.saveSeatReading(environment, agreed);
        expect((await store.readSeats(environment)).reading).toEqual(agreed);
      });

      test('seats are held by creations and undos, and by users that are younger than the reading', async () => {
        const environment = ownEnvironment();
        const change = { environment };
        const creating = await insert((id) => provisioning(id, change));
        const undoing = await insert((id) => ({
          ...provisioning(id, change),
          status: 'Undoing',
          cause: { code: 'x', service: 'graph', detail: 'x' },
          then: 'Failed',
          remaining: ['account'],
          leftovers: [],
          seatTakenAt: at(3),
        }));
        await insert((id) => active(id, at(9), change));
        const young = await insert((id) => active(id, at(10), change));
        await insert((id) => pending(id, change));
        await store.saveSeatReading(environment, { limit: 7, used: 1, limitSource: 'live', readAt: at(10) });
        const { reading, holds } = await store.readSeats(environment);
        expect(holds).toEqual([
          { requestId: creating.request.id },
          { requestId: undoing.request.id, takenAt: at(3) },
          { requestId: young.request.id, takenAt: at(10) },
        ]);
        expect(reading && seatsOf(reading, holds)).toMatchObject({ reserved: 2, free: 4 });
      });

      test('requests that need no seat hold none and wait for none', async () => {
        const environment = ownEnvironment();
        const change = { environment, account: user('s-9') };
        await insert((id) => provisioning(id, change));
        await insert((id) => {
          const { seatTakenAt, ...changed } = active(id, at(9), change);
          return changed;
        });
        expect(await store.readSeats(environment)).toMatchObject({ holds: [], queue: [] });
      });

      test('the queue is in the order of approval, then of number', async () => {
        const environment = ownEnvironment();
        const ids: RequestId[] = [];
        for (const minutes of [30, 20, 20]) {
          ids.push((await insert((id) => waiting(id, at(minutes), { environment }))).request.id);
        }
        expect((await store.readSeats(environment)).queue).toEqual([ids[1], ids[2], ids[0]]);
        expect(await store.waitingEnvironments()).toContain(environment);
      });

      test('twenty approvals at once never give out more seats than there are', async () => {
        const environment = ownEnvironment();
        await store.saveSeatReading(environment, { limit: 7, used: 2, limitSource: 'live', readAt: at(0) });
        const requests = await Promise.all(
          Array.from({ length: 20 }, () => insert((id) => pending(id, { environment }))),
        );
        await Promise.all(requests.map(({ request }) => approve(store, environment, request.id)));
        const { reading, holds, queue } = await store.readSeats(environment);
        expect(reading && seatsOf(reading, holds)).toMatchObject({ reserved: 5, free: 0 });
        expect(queue).toHaveLength(15);
      });
    });

    describe('cards', () => {
      const addCards = (...cards: Parameters<Transaction['addCards']>[0]) =>
        store.transaction((transaction) => transaction.addCards(cards));

      test('a reader gets one card of a request in each part', async () => {
        const { request } = await insert(pending);
        const card = { requestId: request.id, reader: megan, part: 'approver', because: { kind: 'named' } } as const;
        const [first, ...rest] = await addCards(card, { ...card, part: 'owner' });
        expect(first).toEqual({ ...card, id: first?.id, state: 'due', shownVersion: 0, stage: 0, round: 0 });
        expect(rest).toHaveLength(1);
        expect(await addCards(card, { ...card, reader: alex })).toMatchObject([{ reader: alex }]);
        expect(await store.cardsOf(request.id)).toHaveLength(3);
        expect(await store.findCard(first?.id ?? '')).toEqual(first);
        expect(await store.findCard('no such card')).toBeUndefined();
      });

      test('a card that is there already learns its stage and reason; another round is another card', async () => {
        const { request } = await insert(pending);
        const card = { requestId: request.id, reader: megan, part: 'approver', because: { kind: 'named' } } as const;
        await addCards(card);
        const because = { kind: 'named', as: 'alternate' } as const;
        expect(await addCards({ ...card, because, stage: 1 })).toEqual([]);
        expect(await store.cardsOf(request.id)).toMatchObject([{ because, stage: 1, round: 0 }]);
        expect(await addCards({ ...card, part: 'reminder', round: 1 })).toHaveLength(1);
        expect(await addCards({ ...card, part: 'reminder', round: 1 })).toHaveLength(0);
        expect(await addCards({ ...card, part: 'reminder', round: 2 })).toHaveLength(1);
      });

      test('open cards are those of requests that somebody has to decide', async () => {
        const lisa = person('a-lisa', 'Lisa');
        const card = { reader: lisa, part: 'approver' } as const;
        const { request } = await insert(pending);
        const other = await insert(draft);
        await addCards({ ...card, requestId: request.id }, { ...card, requestId: other.request.id });
        const open = await store.openCards(lisa.id, 'approver');
        expect(open.map(({ requestId }) => requestId)).toEqual([request.id]);
      });

      test('a card that is posted already is kept as sent', async () => {
        const { request } = await insert(pending);
        const posted = { activityId: 'act', conversationId: 'conv' };
        const [card] = await addCards({ requestId: request.id, reader: alex, part: 'requester', posted });
        expect(card).toMatchObject({ state: 'sent', ...posted, shownVersion: 0 });
      });

      test('a message takes the place of the one before it, with the version that it shows', async () => {
        const { request } = await insert(pending);
        const shown = { requestId: request.id, reader: alex, part: 'shown' } as const;
        const older = { activityId: 'older', conversationId: 'conv', shownVersion: 1 };
        const newer = { activityId: 'newer', conversationId: 'conv', shownVersion: 2 };
        await addCards({ ...shown, posted: older });
        await addCards({ ...shown, posted: newer });
        expect(await store.cardsOf(request.id)).toMatchObject([{ part: 'shown', state: 'sent', ...newer }]);
      });

      test('of twenty who claim a card, one gets it', async () => {
        const { request } = await insert(pending);
        const [card] = await addCards({ requestId: request.id, reader: megan, part: 'approver' });
        const claims = await Promise.all(Array.from({ length: 20 }, () => store.claimCard(card?.id ?? '')));
        expect(claims.filter((claim) => claim !== undefined)).toEqual([{ ...card, state: 'sending' }]);
      });

      test('cards that show an old version, sends without an outcome, and cards long due are found for repair', async () => {
        const { request } = await insert(pending);
        const cards = await addCards(
          { requestId: request.id, reader: alex, part: 'requester' },
          { requestId: request.id, reader: megan, part: 'approver' },
          { requestId: request.id, reader: megan, part: 'owner' },
        );
        const [old, sending, due] = cards;
        await store.updateCard(old?.id ?? '', { state: 'sent', activityId: 'a', conversationId: 'c', shownVersion: 1 });
        await store.claimCard(sending?.id ?? '');
        const repairs = (stuckSince: string) =>
          store
            .cardsToRepair(stuckSince as ReturnType<typeof at>, 100)
            .then((found) => found.filter((card) => card.requestId === request.id).map((card) => card.id));
        const [past, future] = ['2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];
        expect(await repairs(past)).toEqual([]);
        expect((await repairs(future)).sort()).toEqual([sending?.id, due?.id].sort());
        await store.transaction(async (transaction) => {
          await transaction.lockRequest(request.id);
          await transaction.saveRequest(request, [], cause);
        });
        expect(await repairs(past)).toEqual([old?.id]);
        expect(await store.cardsToRepair(future as ReturnType<typeof at>, 1)).toHaveLength(1);
        await store.updateCard(old?.id ?? '', { shownVersion: 2 });
        expect(await repairs(past)).toEqual([]);
        await store.transaction((transaction) => transaction.markCardsOutdated([request.id]));
        expect(await repairs(past)).toEqual([old?.id]);
      });

      test('lost cards are those of approvers of pending requests who have no other card to decide on', async () => {
        const future = '2999-01-01T00:00:00.000Z' as ReturnType<typeof at>;
        const reader = person('lost', 'Lynne Robbins');
        const { request } = await insert(pending);
        const [card] = await addCards({ requestId: request.id, reader, part: 'approver' });
        const lost = async (since = future) =>
          (await store.lostCards(since))
            .filter((found) => found.card.requestId === request.id)
            .map((found) => [found.card.id, found.times]);
        expect(await lost()).toEqual([]);
        await store.updateCard(card?.id ?? '', { state: 'unknown' });
        expect(await lost('2020-01-01T00:00:00.000Z' as typeof future)).toEqual([]);
        expect(await lost()).toEqual([[card?.id, 1]]);
        const [reminder] = await addCards({ requestId: request.id, reader, part: 'reminder', round: -1 });
        expect(await lost()).toEqual([]);
        await store.updateCard(reminder?.id ?? '', { state: 'unknown' });
        expect(await lost()).toEqual([[card?.id, 2]]);
      });

      test('a lost card in a channel is one of them', async () => {
        const future = '2999-01-01T00:00:00.000Z' as ReturnType<typeof at>;
        const { request } = await insert(pending);
        const channel = { id: '19:lost@thread.tacv2' as ChannelId };
        const [card] = await addCards({ requestId: request.id, reader: channel, part: 'channel', round: 7 });
        expect(card).toMatchObject({ reader: channel, part: 'channel', state: 'due' });
        await store.updateCard(card?.id ?? '', { state: 'unknown' });
        const found = (await store.lostCards(future)).filter((lost) => lost.card.requestId === request.id);
        expect(found.map((lost) => [lost.card.id, lost.times])).toEqual([[card?.id, 1]]);
      });

      test('undelivered cards are those of requests that are open, and what concerns a user that is there', async () => {
        const reader = person('late', 'Lynne Robbins');
        const open = await insert(pending);
        const ended = await insert((id) => active(id, at(5)));
        const cards = await addCards(
          { requestId: open.request.id, reader, part: 'approver' },
          { requestId: ended.request.id, reader, part: 'approver' },
          { requestId: ended.request.id, reader, part: 'ending', round: 7 },
        );
        for (const card of cards) await store.updateCard(card.id, { state: 'unreachable' });
        const undelivered = await store.undeliveredCards(reader.id);
        expect(undelivered.map(({ requestId, part }) => [requestId, part])).toEqual([
          [open.request.id, 'approver'],
          [ended.request.id, 'ending'],
        ]);
        expect(await store.undeliveredCards('nobody' as PersonId)).toEqual([]);
      });
    });

    describe('exclusive work', () => {
      test('others wait while the work runs, are turned away when that takes too long, and go on with other requests', async () => {
        const [one, other] = [(await insert(draft)).request.id, (await insert(draft)).request.id];
        const nothing = () => Promise.resolve();
        const inner: boolean[] = [];
        const order: string[] = [];
        let waiting: Promise<boolean> | undefined;
        await store.exclusively('creation', one, 0, async () => {
          inner.push(
            await store.exclusively('creation', one, 50, nothing),
            await store.exclusively('creation', other, 50, nothing),
          );
          inner.push(await store.exclusively('cards', one, 50, nothing));
          waiting = store.exclusively('creation', one, 10_000, () => Promise.resolve(void order.push('second')));
          await store.exclusively('creation', other, 50, nothing);
          order.push('first');
        });
        expect(inner).toEqual([false, true, true]);
        expect(await waiting).toBe(true);
        expect(order).toEqual(['first', 'second']);
        const failing = store.exclusively('creation', one, 0, () => Promise.reject(new Error('no')));
        await expect(failing).rejects.toThrow('no');
        expect(await store.exclusively('creation', one, 0, nothing)).toBe(true);
      });
    });
  });
}

function insertInto(transaction: Transaction, build: (id: RequestId) => AccessRequest) {
  return transaction.insertRequest((id) => ({ request: build(id), events: [drafted(draft(id))] }), cause);
}

/** As the use case does it: the environment first, then the request. */
function approve(store: RequestStore, environment: EnvironmentKey, id: RequestId): Promise<void> {
  return store.transaction(async (transaction) => {
    const { reading, holds } = await transaction.lockSeats(environment);
    await transaction.lockRequest(id);
    const free = reading ? seatsOf(reading, holds).free : 0;
    const change = { environment };
    await transaction.saveRequest(free > 0 ? provisioning(id, change) : waiting(id, at(2), change), [], cause);
  });
}

function userId(text: string): SystemUserId {
  return text as SystemUserId;
}

function user(id: string): Account {
  const names = { address: 'svc-sap@contoso.onmicrosoft.com', displayName: 'SAP order sync', objectId: 'o-1' };
  return { kind: 'user', ...names, systemUserId: userId(id), roles: [] };
}
