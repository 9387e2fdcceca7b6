import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { PassThrough, Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql, type Kysely } from 'kysely';
import { verifyAudit } from '../../src/application/auditVerify.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { sha256 } from '../../src/store/auditChain.ts';
import { createAuditStore } from '../../src/store/auditStore.ts';
import { restoreBackup } from '../../src/store/backup/restoreBackup.ts';
import { writeBackup } from '../../src/store/backup/writeBackup.ts';
import { migrateTo, migrationNames, openDatabase, openSession, pendingMigrations } from '../../src/store/database.ts';
import { createDialogStorage } from '../../src/store/dialogStorage.ts';
import { createTaskQueue, type TaskQueue } from '../../src/store/queue.ts';
import { createRequestStore } from '../../src/store/requestStore.ts';
import type { Schema } from '../../src/store/schema.ts';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { memoryLog, openStore, waitingJobs, type StoreHarness } from './harness.ts';
import { at, cause, draft, drafted, megan, pending, prod } from './samples.ts';

let harness: StoreHarness;
let target: TestDatabase;
let restored: Kysely<Schema>;
beforeEach(async () => {
  harness = await openStore();
  target = await createTestDatabase();
  restored = openDatabase(target.url, { log: memoryLog() });
});
afterEach(async () => {
  await restored.destroy();
  await target.drop();
  await harness.close();
});

/** Everything that a row can hold: line ends, backslashes, tabs, the text that ends a table, what readers take for a line end. */
const nasty = 'a\r\n\\.\n\tb\\N\u2028ü漢🪑"\\"';

async function makeRequest({ store } = harness): Promise<RequestId> {
  return store.transaction(async (transaction) => {
    const { request } = await transaction.insertRequest((id) => {
      const base = draft(id);
      const asked = { ...base, ask: { ...base.ask, purpose: nasty } };
      return { request: asked, events: [drafted(asked)] };
    }, cause);
    const { acknowledgement } = pending(request.id);
    await transaction.saveRequest(pending(request.id), [{ type: 'Submitted', at: at(1), acknowledgement }], cause);
    await transaction.addCards([
      { requestId: request.id, reader: megan, part: 'approver', because: { kind: 'named' } },
    ]);
    return request.id;
  });
}

async function fillHouse(): Promise<void> {
  await makeRequest();
  await makeRequest();
  const reading = { limit: 7, used: 3, limitSource: 'live' as const, readAt: at(2) };
  await harness.store.saveSeatReading(prod, reading);
  await createDialogStorage(harness.db).write({ 'forms/a1': { text: `\u0000${nasty}` } });
}

async function backup(url = harness.url): Promise<Buffer> {
  const file = new PassThrough();
  const bytes = buffer(file);
  await writeBackup(await openSession(url), at(9), file);
  return bytes;
}

async function restore(file: Buffer, url = target.url) {
  const session = await openSession(url);
  let queue: TaskQueue | undefined;
  const openQueue = async (): Promise<TaskQueue> => (queue = await createTaskQueue(url, { log: memoryLog() }));
  try {
    return await restoreBackup(session, () => Readable.from([file]), openQueue);
  } finally {
    await queue?.stop();
    await session.close();
  }
}

/** Every row of every table, as text; but for the last number, which goes on. */
async function everything(db: Kysely<Schema>): Promise<Readonly<Record<string, unknown>>> {
  const tables = await sql<{ name: string }>`
    select relname::text as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%' and relname <> 'request_number' order by 1`.execute(
    db,
  );
  const contents: Record<string, unknown> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t order by 1`.execute(db);
    contents[name] = rows.map(({ row }) => row);
  }
  return contents;
}

async function isEmpty(): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_class where relnamespace = 'public'::regnamespace`.execute(restored);
  return rows.length === 0;
}

/** The same backup, with something else in its text. */
function forged(file: Buffer, change: (text: string) => string): Buffer {
  return gzipSync(change(gunzipSync(file).toString('utf8')));
}

describe('a backup that is restored into an empty database', () => {
  test('is the same to the last letter, and its audit is whole', async () => {
    await fillHouse();
    const header = await restore(await backup());
    expect(header).toMatchObject({ at: at(9), migrations: migrationNames, auditHead: { seq: 4 } });
    const before = await everything(harness.db);
    expect(before.request).toHaveLength(2);
    expect(before.dialog_state).toHaveLength(1);
    expect(await everything(restored)).toEqual(before);
    expect(await verifyAudit({ audit: createAuditStore(restored), sha256 })).toMatchObject({
      kind: 'whole',
      erased: 0,
    });
  });

  test('goes on counting where it was, and still refuses what it refused', async () => {
    await fillHouse();
    await restore(await backup());
    const store = createRequestStore(restored, { send: () => Promise.resolve() });
    // Others may have been given out after the backup.
    expect(await makeRequest({ ...harness, store })).toBe(1001);
    await createDialogStorage(restored).write({ 'forms/a2': {} });
    const versions = await restored.selectFrom('dialog_state').select('version').orderBy('version').execute();
    expect(versions.map(({ version }) => version)).toEqual([1, 2]);
    for (const statement of ['delete from request_event', 'delete from audit', 'truncate audit_head']) {
      await expect(sql.raw(statement).execute(restored)).rejects.toMatchObject({ code: '23001' });
    }
  });

  test('of a database that nobody has used yet is as good as a new one', async () => {
    await restore(await backup());
    const store = createRequestStore(restored, { send: () => Promise.resolve() });
    expect(await makeRequest({ ...harness, store })).toBe(101);
  });

  test('and of an older version, is brought up to date', async () => {
    const older = await createTestDatabase();
    const db = openDatabase(older.url, { log: memoryLog() });
    await migrateTo(db, '0006-audit');
    await sql`insert into environment (key, seat_limit) values ('prod', 7)`.execute(db);
    await db.destroy();
    const header = await restore(await backup(older.url));
    await older.drop();
    expect(header.migrations.at(-1)).toBe('0006-audit');
    const seats = await restored.selectFrom('environment').select(['key', 'seat_limit']).execute();
    expect(seats).toEqual([{ key: 'prod', seat_limit: 7 }]);
    expect(await pendingMigrations(restored)).toEqual([]);
  });
});

test('what was to be done next is done after a restore', async () => {
  const id = await makeRequest();
  await harness.store.transaction((transaction) =>
    transaction.addTasks([{ name: 'askApprovers', requestId: id }, { name: 'sweep' }]),
  );
  await restore(await backup());
  const jobs = await waitingJobs({ db: restored });
  expect(jobs.map(({ data }) => data.task)).toEqual([{ name: 'askApprovers', requestId: id }]);
});

test('holds what was there at one moment, while others go on', async () => {
  await fillHouse();
  const session = await openSession(harness.url);
  let written = 0;
  const file = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      void makeRequest().then(() => {
        done();
      }, done);
    },
  });
  const header = await writeBackup(session, at(9), file);
  expect(written).toBeGreaterThan(0);
  expect(header.tables.find(({ name }) => name === 'request')?.rows).toBe(2);
});

test('that cannot be written ends, and leaves no session behind', async () => {
  await fillHouse();
  const full = new Writable({
    write(_chunk, _encoding, done) {
      done(new Error('no space left'));
    },
  });
  await expect(writeBackup(await openSession(harness.url), at(9), full)).rejects.toThrow('no space left');
});

test('can be made by the role that the bot runs as', async () => {
  await sql.raw(await readFile('docs/production-role.sql', 'utf8')).execute(harness.db);
  await sql.raw(`alter role seatkeeper_bot password 'test'`).execute(harness.db);
  await fillHouse();
  const url = new URL(harness.url);
  url.username = 'seatkeeper_bot';
  url.password = 'test';
  await restore(await backup(url.href));
  expect(await everything(restored)).toEqual(await everything(harness.db));
});

describe('is refused, and nothing is left of it,', () => {
  let file: Buffer;
  beforeEach(async () => {
    await fillHouse();
    file = await backup();
  });

  test.each<[string, (file: Buffer) => Buffer, RegExp]>([
    ['when it is something else', () => Buffer.from('hello'), /no backup of Seatkeeper/],
    ['when it is something else that is compressed', () => gzipSync('hello\n'), /no backup of Seatkeeper/],
    ['when it is empty', () => Buffer.alloc(0), /no backup of Seatkeeper/],
    ['when its end is missing', (whole) => whole.subarray(0, whole.length - 40), /damaged or not whole/],
    [
      'when a table has lost its end',
      (whole) => forged(whole, (text) => text.slice(0, -40)),
      /in the middle of a table/,
    ],
    ['when a row is missing', (whole) => forged(whole, (text) => text.replace(/\n102\t.*/, '')), /should have/],
    ['when it has more than it says', (whole) => forged(whole, (text) => `${text}more\n`), /more in it/],
    [
      'when it is of a newer version',
      (whole) => forged(whole, (text) => text.replace('0001-first', '9999-x')),
      /version/,
    ],
    [
      'when an entry was changed',
      (whole) => forged(whole, (text) => text.replace('\tSubmitted\t', '\tApproved\t')),
      /audit/,
    ],
  ])('%s', async (_when, change, reason) => {
    await expect(restore(change(file))).rejects.toThrow(reason);
    expect(await isEmpty()).toBe(true);
    await restore(file);
  });

  test('when the database is not empty', async () => {
    await expect(restore(file, harness.url)).rejects.toThrow(/not empty/);
    await restore(file);
    await expect(restore(file)).rejects.toThrow(/not empty/);
    expect(await everything(restored)).toEqual(await everything(harness.db));
  });
});
