import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { verifyAudit, type AuditVerdict } from '../../src/application/auditVerify.ts';
import { hashOfEntry, type AuditHead } from '../../src/domain/audit.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { sha256 } from '../../src/store/auditChain.ts';
import { createAuditStore } from '../../src/store/auditStore.ts';
import { recordEvents } from '../../src/store/recordEvents.ts';
import { openStore, type StoreHarness } from './harness.ts';
import { at, cause, draft, drafted, pending } from './samples.ts';

let harness: StoreHarness;
beforeEach(async () => {
  harness = await openStore();
});
afterEach(() => harness.close());

/** A draft that is submitted: two entries. */
async function makeRequest(): Promise<RequestId> {
  return harness.store.transaction(async (transaction) => {
    const { request } = await transaction.insertRequest(
      (id) => ({ request: draft(id), events: [drafted(draft(id))] }),
      cause,
    );
    const { acknowledgement } = pending(request.id);
    await transaction.saveRequest(pending(request.id), [{ type: 'Submitted', at: at(1), acknowledgement }], cause);
    return request.id;
  });
}

function verify(known?: AuditHead): Promise<AuditVerdict> {
  return verifyAudit({ audit: createAuditStore(harness.db), sha256 }, known && { known });
}

/** As somebody who owns the server: no trigger is in the way. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await harness.db.connection().execute(async (session) => {
    await sql`set session_replication_role = replica`.execute(session);
    for (const statement of statements) await sql.raw(statement).execute(session);
    await sql`set session_replication_role = origin`.execute(session);
  });
}

describe('every saved change has its entry', () => {
  test('with who, what, plan and policy, one after the other', async () => {
    const id = await makeRequest();
    const rows = await harness.db.selectFrom('audit').selectAll().orderBy('seq').execute();
    expect(rows).toMatchObject([
      { seq: 1, what: 'Drafted', request_id: id, event_seq: 1, actor: 'a1', plan_hash: 'abc', policy_version: 'v1' },
      { seq: 2, what: 'Submitted', request_id: id, event_seq: 2, correlation_id: 'c-1', previous: rows[0]?.hash },
    ]);
    expect(await verify()).toMatchObject({ kind: 'whole', head: { seq: 2 }, erased: 0 });
  });

  test('and what is rolled back has none', async () => {
    await expect(
      harness.store.transaction(async (transaction) => {
        await transaction.insertRequest((id) => ({ request: draft(id), events: [drafted(draft(id))] }), cause);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await verify()).toMatchObject({ kind: 'whole', head: { seq: 0 } });
  });

  test('without gaps, whoever saves at the same moment', async () => {
    await Promise.all(Array.from({ length: 30 }, makeRequest));
    expect(await verify()).toMatchObject({ kind: 'whole', head: { seq: 60 } });
  });

  test('what is no event has its details with it', async () => {
    await harness.store.transaction((transaction) =>
      transaction.addAudit({
        at: at(3),
        actor: 'seatkeeper',
        what: 'Exported',
        requestId: null,
        correlationId: 'c-9',
        details: { format: 'csv' },
      }),
    );
    expect(await verify()).toMatchObject({ kind: 'whole', head: { seq: 1 } });
    expect(await createAuditStore(harness.db).hasEntry('Exported', 'c-9')).toBe(true);
    await tamper(`update audit set details = '{"format":"jsonl"}'`);
    expect(await verify()).toEqual({ kind: 'broken', flaw: { code: 'DetailsChanged', seq: 1 } });
  });

  test('what happened before there was an audit gets its entries when it is introduced', async () => {
    const id = await makeRequest();
    const other = await makeRequest();
    const before = await harness.db.selectFrom('audit').selectAll().orderBy('seq').execute();
    await tamper('delete from audit', `update audit_head set seq = 0, hash = repeat('0', 64)`);
    await harness.db.transaction().execute((trx) => recordEvents(trx));
    const after = await harness.db.selectFrom('audit').selectAll().orderBy('seq').execute();
    expect(await verify()).toMatchObject({ kind: 'whole', head: { seq: 4 } });
    expect(after.map(({ request_id, event_seq }) => [request_id, event_seq])).toEqual([
      [id, 1],
      [other, 1],
      [id, 2],
      [other, 2],
    ]);
    expect(after.map(({ plan_hash, policy_version }) => [plan_hash, policy_version])).toEqual(
      before.map(() => ['abc', 'v1']),
    );
  });
});

describe('whoever owns the server cannot change it unseen', () => {
  const cases: readonly (readonly [string, string, object])[] = [
    [
      'a changed event',
      `update request_event set body = jsonb_set(body, '{type}', '"Approved"') where seq = 2 and request_id = 101`,
      { code: 'EventChanged', seq: 2, field: 'body' },
    ],
    [
      'an event by somebody else',
      `update request_event set actor = 'a9' where seq = 1 and request_id = 102`,
      { code: 'EventChanged', seq: 3, field: 'actor' },
    ],
    [
      'an event that is gone',
      'delete from request_event where seq = 2 and request_id = 101',
      { code: 'EventMissing', seq: 2 },
    ],
    [
      'an event that was added',
      `insert into request_event select request_id, 3, at, type, actor, correlation_id, body from request_event where seq = 2 and request_id = 101`,
      { code: 'EventUnrecorded', requestId: 101, eventSeq: 3 },
    ],
    ['a changed entry', `update audit set policy_version = 'v2' where seq = 3`, { code: 'EntryChanged', seq: 3 }],
    [
      'an entry at another time',
      `update audit set at = at + interval '1 ms' where seq = 1`,
      { code: 'EntryChanged', seq: 1 },
    ],
    ['an entry that is gone', 'delete from audit where seq = 2', { code: 'EntryMissing', seq: 2 }],
    ['the last entries that are gone', 'delete from audit where seq > 2', { code: 'EndMoved', seq: 2, expected: 4 }],
    [
      'two entries in the other order',
      'update audit set seq = 2 where false; update audit set seq = -2 where seq = 2; update audit set seq = 2 where seq = 3; update audit set seq = 3 where seq = -2',
      { code: 'LinkBroken', seq: 2 },
    ],
    [
      'an entry that was put in between',
      `update audit set seq = -seq where seq > 2; update audit set seq = 1 - seq where seq < 0; insert into audit select 3, at, actor, what, null, null, correlation_id, plan_hash, policy_version, details_hash, previous, hash, null from audit where seq = 2`,
      { code: 'LinkBroken', seq: 3 },
    ],
  ];

  test.each(cases)('%s is found', async (_, statement, flaw) => {
    await makeRequest();
    await makeRequest();
    await tamper(...statement.split('; '));
    expect(await verify()).toMatchObject({ kind: 'broken', flaw });
  });

  test('an entry that was changed together with its hash is found at the next one', async () => {
    await makeRequest();
    await makeRequest();
    const audit = createAuditStore(harness.db);
    const entry = await audit.read(async (view) => {
      for await (const batch of view.rows()) return batch[1]?.entry;
      return undefined;
    });
    if (!entry) throw new Error('There is no second entry');
    await tamper(
      `update audit set plan_hash = 'other', hash = '${hashOfEntry({ ...entry, planHash: 'other' as never }, sha256)}' where seq = 2`,
    );
    expect(await verify()).toEqual({ kind: 'broken', flaw: { code: 'LinkBroken', seq: 3 } });
  });

  test('a chain that was made anew as a whole is whole, but not the one that somebody knows', async () => {
    await makeRequest();
    const first = await verify();
    if (first.kind !== 'whole') throw new Error('It is broken');
    expect(await verify(first.head)).toMatchObject({ kind: 'whole' });
    await tamper(
      `update request_event set actor = 'a9'`,
      'delete from audit',
      `update audit_head set seq = 0, hash = repeat('0', 64)`,
    );
    await harness.db.transaction().execute((trx) => recordEvents(trx));
    expect(await verify()).toMatchObject({ kind: 'whole' });
    expect(await verify(first.head)).toEqual({ kind: 'broken', flaw: { code: 'NotAsKnown', seq: 2 } });
    await tamper('delete from audit where seq = 2', `update audit_head set seq = 1, hash = (select hash from audit)`);
    expect(await verify(first.head)).toEqual({ kind: 'broken', flaw: { code: 'NotAsKnown', seq: 2 } });
  });
});

test('what is personal can be erased, and the chain stays whole and says so', async () => {
  const id = await makeRequest();
  await sql`update request_event set body = null where seq = 1`.execute(harness.db);
  for (const change of [`body = '{}'`, 'actor = null, body = null', `type = 'Approved'`]) {
    const forbidden = sql.raw(`update request_event set ${change}`).execute(harness.db);
    await expect(forbidden).rejects.toThrow('Events are written once and stay');
  }
  expect(await verify()).toMatchObject({ kind: 'whole', erased: 1 });
  expect(await harness.store.readEvents(id)).toMatchObject([{ type: 'Submitted' }]);
});

test.each([
  'update audit set seq = seq + 1',
  `update audit set details = '{}'`,
  'update audit set details = null, seq = seq + 1',
  'delete from audit',
  'truncate audit',
  'delete from audit_head',
  'truncate audit_head',
])('the database refuses: %s', async (statement) => {
  await makeRequest();
  await expect(sql.raw(statement).execute(harness.db)).rejects.toThrow('Audit entries are written once and stay');
});

describe('on the command line', () => {
  const run = async (...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const env = { ...process.env, DATABASE_URL: harness.url };
    try {
      return { code: 0, ...(await promisify(execFile)(process.execPath, ['src/audit.ts', ...args], { env })) };
    } catch (err) {
      return err as { code: number; stdout: string; stderr: string };
    }
  };

  test('verify prints the end of the chain to keep, and ends with 1 when a link is broken', async () => {
    await makeRequest();
    const good = await run('verify');
    expect(good).toMatchObject({ code: 0 });
    const known = /2:[0-9a-f]{64}/.exec(good.stdout)?.[0] ?? '';
    expect(await run('verify', '--known', known)).toMatchObject({ code: 0 });
    expect(
      await run(
        'verify',
        '--known',
        known.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ).toMatchObject({ code: 1 });
    await tamper('delete from audit where seq = 1');
    expect(await run('verify')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('Entry 1 is missing') as unknown as string,
    });
  });

  test('export writes one request, and is itself recorded', async () => {
    await makeRequest();
    const id = await makeRequest();
    const { stdout } = await run('export', '--request', String(id), '--format', 'jsonl');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { seq: 3, requestId: id, what: 'Drafted', details: { type: 'Drafted' } },
      { seq: 4, what: 'Submitted' },
      { seq: 5, what: 'Exported', actor: 'seatkeeper', details: { requestId: id, format: 'jsonl' } },
    ]);
    const csv = await run('export', '--from', '2026-11-02', '--to', '2026-11-02');
    expect(csv.stdout.split('\r\n')).toHaveLength(6);
    expect(csv.stdout).toContain('""purpose"":""Orders go \\""both ways\\""');
    expect((await run('export', '--from', '2026-12-01', '--to', '2026-11-30')).code).toBe(0);
    expect(await run('export', '--from', 'May')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--from') as unknown as string,
    });
  });
});
