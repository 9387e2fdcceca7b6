import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { sql, type Kysely } from 'kysely';
import { erase } from '../../src/domain/erase.ts';
import { migrate, openDatabase } from '../../src/store/database.ts';
import { createPersonalDataStore } from '../../src/store/personalData.ts';
import { createTaskQueue, type TaskQueue } from '../../src/store/queue.ts';
import { createRequestStore } from '../../src/store/requestStore.ts';
import type { Schema } from '../../src/store/schema.ts';
import { eventually, handlers, memoryLog, openStore, type StoreHarness } from './harness.ts';
import { at, cause, draft, drafted } from './samples.ts';

/** The bot as `docs/production-role.sql` lets it run, on a database that its owner has brought up to date. */
let owner: StoreHarness;
let db: Kysely<Schema>;
let queue: TaskQueue;
const log = memoryLog();

beforeAll(async () => {
  owner = await openStore();
  // The role belongs to the whole server, and tests of other checkouts may make it at the same moment.
  const script = await readFile('docs/production-role.sql', 'utf8');
  await sql.raw(script).execute(owner.db);
  await sql.raw(`alter role seatkeeper_bot password 'test'`).execute(owner.db);
  const url = new URL(owner.url);
  url.username = 'seatkeeper_bot';
  url.password = 'test';
  db = openDatabase(url.href, { log });
  await migrate(db);
  queue = await createTaskQueue(url.href, { log });
});
afterAll(async () => {
  await queue.stop();
  await db.destroy();
  await owner.close();
});

test('normal work goes on: requests, tasks, seats, cards and the audit', async () => {
  const done: number[] = [];
  await queue.start(handlers({ tellOutcome: ({ requestId }) => Promise.resolve(void done.push(requestId)) }));
  const store = createRequestStore(db, queue);
  const { request } = await store.transaction(async (transaction) => {
    const stored = await transaction.insertRequest(
      (id) => ({ request: draft(id), events: [drafted(draft(id))] }),
      cause,
    );
    await transaction.lockSeats(stored.request.ask.environment);
    await transaction.addTasks([
      { name: 'tellOutcome', requestId: stored.request.id },
      { name: 'updateCards', requestId: stored.request.id },
    ]);
    return stored;
  });
  await eventually(() => done.includes(request.id));
  const { seq } = await db
    .selectFrom('audit')
    .select('seq')
    .where('request_id', '=', request.id)
    .executeTakeFirstOrThrow();
  expect(seq).toBe(1);
  expect(log.lines.filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
});

test('what is personal can be taken out of a request, and nothing be put in its place', async () => {
  const store = createRequestStore(db, queue);
  const { request } = await store.transaction((transaction) =>
    transaction.insertRequest((id) => {
      const base = { ...draft(id), status: 'Withdrawn', withdrawnAt: at(1) } as const;
      return { request: base, events: [drafted(draft(id))] };
    }, cause),
  );
  const record = { at: at(2), ...cause, details: {} };
  await createPersonalDataStore(db).eraseRequest(request.id, (old) => erase(old, at(2)), record);
  expect((await store.findRequest(request.id))?.request).toMatchObject({ erasedAt: at(2) });
  await expect(sql`update request_event set body = '{}'`.execute(db)).rejects.toMatchObject({ code: '23001' });
});

describe('what happened cannot be changed', () => {
  test.each([
    'update audit set actor = actor',
    'delete from audit',
    'truncate audit',
    'drop table audit',
    'alter table audit disable trigger all',
    'drop trigger audit_stays on audit',
    'update request_event set actor = actor',
    'delete from request_event',
    'truncate request_event cascade',
    'alter table request_event disable trigger all',
    'delete from audit_head',
    'truncate audit_head',
    'set session_replication_role = replica',
    'delete from kysely_migration',
    'create table public.other (id int)',
  ])('the database refuses: %s', async (statement) => {
    await expect(sql.raw(statement).execute(db)).rejects.toMatchObject({ code: '42501' });
  });

  test('and not by replacing the function of the triggers either', async () => {
    const replace = `create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return new; end'`;
    await expect(sql.raw(replace).execute(db)).rejects.toMatchObject({ code: '42501' });
  });
});
