import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { exportAudit } from '../../src/application/auditExport.ts';
import { verifyAudit } from '../../src/application/auditVerify.ts';
import { forgetPerson, planForgetting } from '../../src/application/forget.ts';
import { removeOldData } from '../../src/application/retention.ts';
import { rejectRequest, withdrawRequest } from '../../src/application/reviewRequest.ts';
import { sweep, wake } from '../../src/application/sweep.ts';
import { viewRequest } from '../../src/application/viewRequest.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import { writeBackup } from '../../src/store/backup/writeBackup.ts';
import { openSession } from '../../src/store/database.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, drafted, stored, submitted } from '../support/journeys.ts';
import { alex, lee, megan, mona, nestor } from '../support/requests.ts';

const day = 86_400_000;
const purpose = 'Peppermint teapots must be counted by noon';

let bench: TestApp;
beforeEach(async () => {
  bench = await startTestApp();
});
afterEach(() => bench.stop());

/** Everything that the database holds, as a backup has it. */
async function dump(): Promise<string> {
  const file = new PassThrough();
  const contents = text(file.pipe(createGunzip()));
  await writeBackup(await openSession(bench.databaseUrl), bench.now(), file);
  return contents;
}

/** Found in the database, of what should not be. */
async function found(...words: readonly string[]): Promise<readonly string[]> {
  const all = (await dump()).toLowerCase();
  return words.filter((word) => all.includes(word.toLowerCase()));
}

async function rejected(): Promise<AccessRequest> {
  const { request } = await submitted(bench, { purpose, integration: 'Teapot counter' });
  await bench.run();
  const why = { comment: 'Nobody drinks peppermint', correlationId: 'test' };
  await rejectRequest(bench.app, { id: request.id, by: megan, ...why });
  await bench.run();
  return stored(bench, request.id);
}

/** Tells Megan something, as a comparison does. */
async function notify(told: string): Promise<void> {
  const session = await openSession(bench.databaseUrl);
  const row = `insert into notification (reader_id, content, state) values ($1, $2, 'sent')`;
  await session.client.query(row, [megan.id, JSON.stringify({ told })]);
  await session.close();
}

async function whole(): Promise<unknown> {
  return verifyAudit({ audit: bench.app.audit, sha256: (of) => bench.app.world.sha256(of) });
}

const personal = [
  purpose,
  'Teapot counter',
  'svc-teapot',
  'Nobody drinks',
  alex.name,
  nestor.name,
  'alexw@',
  nestor.id,
];

describe('a request that ended long enough ago', () => {
  test('loses everything that is personal, wherever it was', async () => {
    const { id } = await rejected();
    expect(await found(...personal)).toEqual(personal);
    await notify(`${alex.name} left`);
    await bench.pass(367 * day);
    await sweep(bench.app, 'c-erase');
    await sweep(bench.app, 'c-contacts');
    expect(await found(...personal)).toEqual([]);
    const left = await stored(bench, id);
    expect(left).toMatchObject({
      id,
      status: 'Rejected',
      erasedAt: bench.now(),
      ask: {
        environment: 'prod',
        account: { kind: 'new' },
        purpose: 'erased',
        roles: [{ name: 'Integration Reader' }],
      },
    });
    expect(left.caveats.length).toBeGreaterThan(3);
  });

  test('leaves an audit that is whole, and says that it was done', async () => {
    const { id } = await rejected();
    const before = await whole();
    await bench.pass(366 * day);
    await sweep(bench.app, 'c-erase');
    expect(before).toMatchObject({ kind: 'whole', erased: 0 });
    expect(await whole()).toMatchObject({ kind: 'whole', erased: 3 });
    let file = '';
    const write = (piece: string): Promise<void> => Promise.resolve(void (file += piece));
    const by = { actor: 'seatkeeper', correlationId: 'c-export' } as const;
    await exportAudit(bench.app, { filter: { requestId: id }, format: 'csv' }, by, write);
    expect(file).toContain(`,${alex.id},Drafted,${id},`);
    expect(file).toMatch(/,seatkeeper,Erased,\d+,.*days/);
    expect(file).not.toContain('Teapot');
  });

  test('is nobody’s any more, and an admin still sees what became of it', async () => {
    const { id } = await rejected();
    await bench.pass(366 * day);
    await sweep(bench.app, 'c-erase');
    expect(await viewRequest(bench.app, { id, reader: alex })).toBeUndefined();
    expect(await viewRequest(bench.app, { id, reader: nestor })).toBeUndefined();
    expect(await viewRequest(bench.app, { id, reader: megan })).toMatchObject({ request: { status: 'Rejected' } });
    expect(await bench.app.store.listRequests({ requester: alex.id }, { offset: 0, limit: 9 })).toMatchObject({
      total: 0,
    });
    expect(await bench.app.store.listRequests({}, { offset: 0, limit: 9 })).toMatchObject({ total: 1 });
    await wake(bench.app);
    await bench.settle();
    expect(await bench.app.store.cardsOf(id)).toEqual([]);
  });

  test('is left alone until its time is up, and for ever if that is configured', async () => {
    const { id } = await rejected();
    await bench.pass(364 * day);
    await sweep(bench.app, 'c-erase');
    expect(await stored(bench, id)).not.toHaveProperty('erasedAt');
    const settings = { ...bench.app.settings, retention: { closedRequests: 'forever' as const } };
    Object.assign(bench.app, { settings });
    await bench.pass(3_660 * day);
    await sweep(bench.app, 'c-erase');
    expect(await stored(bench, id)).not.toHaveProperty('erasedAt');
  });
});

test('a user that is there keeps its record, however old', async () => {
  const { id } = await approved(bench, { purpose });
  await bench.settle();
  expect(await stored(bench, id)).toMatchObject({ status: 'Active' });
  await bench.pass(20 * day);
  Object.assign(bench.app, { settings: { ...bench.app.settings, retention: { closedRequests: 10 } } });
  await removeOldData(bench.app, 'c-erase');
  expect(await found(purpose)).toEqual([purpose]);
});

test('a request that was replaced keeps what is personal for as long as the one that replaced it', async () => {
  const [{ id }, { id: next }] = [await rejected(), await rejected()];
  const session = await openSession(bench.databaseUrl);
  const change = `update request set status = 'Replaced', state = state || $1 where id = $2`;
  await session.client.query(change, [JSON.stringify({ status: 'Replaced', by: next }), id]);
  await session.close();
  await bench.pass(366 * day);
  expect(await bench.app.personalData.findEnded(bench.now(), 9)).toEqual([next]);
  await sweep(bench.app, 'c-1');
  expect(await bench.app.personalData.findEnded(bench.now(), 9)).toEqual([id]);
});

test('many are erased in small batches, and then no more that day', async () => {
  for (let number = 0; number < 30; number++) {
    const { request } = await drafted(bench, { integration: `Batch ${number}` });
    await withdrawRequest(bench.app, { id: request.id, by: alex, correlationId: 'test' });
  }
  await bench.pass(400 * day);
  const today = bench.now().slice(0, 10) as never;
  const left = async () => (await bench.app.personalData.findEnded(bench.now(), 99)).length;
  await removeOldData(bench.app, 'c-1');
  expect(await left()).toBe(5);
  await removeOldData(bench.app, 'c-2');
  expect(await left()).toBe(0);
  expect(await bench.app.personalData.isDone(today)).toBe(false);
  await removeOldData(bench.app, 'c-3');
  expect(await bench.app.personalData.isDone(today)).toBe(true);
}, 60_000);

describe('forgetting somebody who has left', () => {
  const forget = (who: string, by = megan) => forgetPerson(bench.app, { who, by, correlationId: 'c-forget' });

  test('takes them out of what is over, and keeps what others did', async () => {
    const { id } = await rejected();
    await bench.app.store.transaction(async (transaction) => {
      await transaction.saveAbsence({ person: alex, source: 'self', since: bench.now() });
      await transaction.saveAbsence({ person: mona, delegate: alex, source: 'self', since: bench.now() });
    });
    await notify(`${alex.name} left`);
    const plan = await planForgetting(bench.app, { who: 'AlexW@contoso.onmicrosoft.com', by: megan });
    expect(plan).toMatchObject({
      kind: 'possible',
      traces: { id: alex.id, names: [alex.name], contact: true, absences: 2, closed: [id], living: [] },
    });
    expect(await forget('alexw@contoso.onmicrosoft.com')).toMatchObject({ kind: 'forgotten' });
    expect(await found(alex.name, 'alexw@')).toEqual([]);
    expect(await stored(bench, id)).toMatchObject({ requester: { id: 'erased' }, ask: { owner: nestor, purpose } });
    expect(await whole()).toMatchObject({ kind: 'whole' });
    expect(await bench.app.audit.hasEntry('Forgotten', 'c-forget')).toBe(true);
    expect(await forget(alex.id)).toEqual({ kind: 'unknown' });
    expect(await found(alex.id)).toEqual([alex.id]);
  });

  test('has to wait while they own a user, or want something that is open', async () => {
    const { id } = await approved(bench);
    await bench.settle();
    expect(await forget(nestor.id)).toMatchObject({ kind: 'blocked', by: [{ id, status: 'Active', as: 'owner' }] });
    expect(await forget(alex.id)).toMatchObject({ kind: 'forgotten', kept: [{ id, as: 'requester' }] });
    const open = (await submitted(bench, { integration: 'Other' })).request;
    expect(await forget(alex.id)).toMatchObject({ kind: 'blocked', by: [{ id: open.id, status: 'Pending' }] });
    expect(await stored(bench, id)).toMatchObject({ requester: alex });
  });

  test('is for admins, and for people of whom something is known', async () => {
    expect(await forget(alex.id, lee)).toEqual({ kind: 'notAdmin' });
    expect(await forget('nobody@contoso.onmicrosoft.com')).toEqual({ kind: 'unknown' });
    expect(await forget('a1e00000-0000-4000-8000-00000000dead')).toEqual({ kind: 'unknown' });
  });
});
