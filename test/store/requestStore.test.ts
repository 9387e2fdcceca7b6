import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { migrate, openDatabase } from '../../src/store/database.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { createRequestStore } from '../../src/store/requestStore.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { describeRequestStore } from './contract.ts';
import { eventually, memoryLog, openStore, waitingJobs, type StoreHarness } from './harness.ts';
import { cause, draft, drafted } from './samples.ts';

describeRequestStore('the request store on PostgreSQL', openStore);

describe('on PostgreSQL', () => {
  let harness: StoreHarness;
  beforeAll(async () => {
    harness = await openStore();
  });
  afterAll(() => harness.close());

  test('fifty transactions at once, a third of which fail, send exactly the tasks of the others', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        harness.store
          .transaction(async (transaction) => {
            const { request } = await transaction.insertRequest(
              (id) => ({ request: draft(id), events: [drafted(draft(id))] }),
              { ...cause, correlationId: `c-${n}` },
            );
            await transaction.addTasks([{ name: 'tellOutcome', requestId: request.id }]);
            await transaction.addTasks([{ name: 'updateCards', requestId: request.id }]);
            if (n % 3 === 0) throw new Error('no');
            return { requestId: request.id, correlationId: `c-${n}` };
          })
          .catch(() => undefined),
      ),
    );
    const kept = outcomes.filter((outcome) => outcome !== undefined);
    expect(kept).toHaveLength(33);
    const jobs = (await waitingJobs(harness)).map(({ data }) => data);
    const expected = kept.flatMap(({ requestId, correlationId }) => [
      { task: { name: 'tellOutcome', requestId }, correlationId },
      { task: { name: 'updateCards', requestId }, correlationId },
    ]);
    expect(jobs).toHaveLength(expected.length);
    expect(jobs).toEqual(expect.arrayContaining(expected));
  });

  test('a request whose tasks cannot be sent is not saved', async () => {
    const store = createRequestStore(harness.db, { send: () => Promise.reject(new Error('no queue')) });
    let id: RequestId | undefined;
    const failing = store.transaction(async (transaction) => {
      const stored = await transaction.insertRequest(
        (number) => ({ request: draft(number), events: [drafted(draft(number))] }),
        cause,
      );
      id = stored.request.id;
    });
    await expect(failing).rejects.toThrow('no queue');
    expect(id && (await store.findRequest(id))).toBeUndefined();
  });

  test.each(['update request_event set seq = seq + 1', 'delete from request_event', 'truncate request_event'])(
    'the database refuses: %s',
    async (statement) => {
      await harness.store.transaction((transaction) =>
        transaction.insertRequest((id) => ({ request: draft(id), events: [drafted(draft(id))] }), cause),
      );
      await expect(sql.raw(statement).execute(harness.db)).rejects.toThrow('Events are written once and stay');
    },
  );

  test('a request that is held by a session which dies is free again', async () => {
    const { request } = await harness.store.transaction((transaction) =>
      transaction.insertRequest((id) => ({ request: draft(id), events: [] }), cause),
    );
    const other = openDatabase(harness.url, { log: memoryLog() });
    await other.connection().execute(async (session) => {
      await sql`select pg_advisory_lock(${0x5ea7}, ${request.id}::int)`.execute(session);
      expect(await harness.store.exclusively('creation', request.id, 50, () => Promise.resolve())).toBe(false);
    });
    await other.destroy();
    // PostgreSQL takes a moment to notice.
    await eventually(() => harness.store.exclusively('creation', request.id, 50, () => Promise.resolve()));
  });

  test('exclusive work survives the loss of its database connection, and the request is free after it', async () => {
    const { request } = await harness.store.transaction((transaction) =>
      transaction.insertRequest((id) => ({ request: draft(id), events: [] }), cause),
    );
    const held = await harness.store.exclusively('creation', request.id, 50, async () => {
      const holder = sql`from pg_locks where locktype = 'advisory' and objid = ${request.id}`;
      await sql`select pg_terminate_backend(pid) ${holder}`.execute(harness.db);
      await eventually(async () => (await sql`select 1 ${holder}`.execute(harness.db)).rows.length === 0);
    });
    expect(held).toBe(true);
    expect(await harness.store.exclusively('creation', request.id, 50, () => Promise.resolve())).toBe(true);
  });

  test('several replicas can bring an empty database up to date at once', async () => {
    const database = await createTestDatabase();
    const replicas = Array.from({ length: 5 }, () => openDatabase(database.url, { log: memoryLog() }));
    await Promise.all(replicas.map((replica) => migrate(replica)));
    const requests = await Promise.all(replicas.map((replica) => replica.selectFrom('request').selectAll().execute()));
    expect(requests).toEqual(replicas.map(() => []));
    await Promise.all(replicas.map((replica) => replica.destroy()));
    await database.drop();
  });
});
