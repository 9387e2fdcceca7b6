import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pino from 'pino';
import { evolve } from '../src/domain/evolve.ts';
import type { RequestBase } from '../src/domain/request.ts';
import type { EnvironmentKey, Instant, PersonId, PlanHash, RequestId } from '../src/domain/words.ts';
import { migrate, openDatabase } from '../src/store/database.ts';
import { createTaskQueue } from '../src/store/queue.ts';
import { createRequestStore } from '../src/store/requestStore.ts';
import type { Figure } from './figure.ts';

interface StoreRow {
  readonly what: string;
  readonly parallel: number;
  readonly perSecond: number;
  /** Compared with one bare INSERT per transaction, in the same run. */
  readonly ratio: number;
}

/** Work done for so long, alternating with the bare INSERT, because a disk is not equally fast all the time. */
const ROUNDS = 4;
const ROUND_MS = 700;

/** Leaves its rows behind: give it a database of its own. */
export async function storeFigures(databaseUrl: string): Promise<readonly Figure[]> {
  const rows = await benchStore(databaseUrl);
  const bare = new Map(rows.filter(({ ratio }) => ratio === 1).map((row) => [row.parallel, row.perSecond]));
  return rows
    .filter(({ ratio }) => ratio !== 1)
    .map(({ what, parallel, perSecond, ratio }) => ({
      what: `store: ${what}, ${parallel} at once`,
      figure: `${perSecond} tx/s`,
      baseline: `${bare.get(parallel) ?? '?'} tx/s bare INSERT`,
      ratio,
    }));
}

async function benchStore(databaseUrl: string): Promise<readonly StoreRow[]> {
  const log = pino({ level: 'warn' });
  const db = openDatabase(databaseUrl, { log });
  await migrate(db);
  const queue = await createTaskQueue(databaseUrl, { log });
  const store = createRequestStore(db, queue);
  await sql`create table if not exists bench_bare (id bigint generated always as identity, body jsonb)`.execute(db);
  const body = JSON.stringify(base(1 as RequestId));
  const bare = () => sql`insert into bench_bare (body) values (${body})`.execute(db);
  const ask = () =>
    store.transaction(async (transaction) => {
      const { request } = await transaction.insertRequest((id) => {
        const drafted = { type: 'Drafted', at: NOW, base: base(id) } as const;
        return { request: evolve(undefined, drafted), events: [drafted] };
      }, cause());
      await transaction.addTasks([{ name: 'updateCards', requestId: request.id }]);
      return request.id;
    });
  const known = await Promise.all(Array.from({ length: 64 }, ask));
  let turn = 0;
  const change = () =>
    store.transaction(async (transaction) => {
      const id = known[turn++ % known.length] as RequestId;
      const stored = await transaction.lockRequest(id);
      if (!stored) throw new Error('The request is gone');
      const redrafted = { type: 'Redrafted', at: NOW, base: base(id) } as const;
      await transaction.saveRequest(evolve(stored.request, redrafted), [redrafted], cause());
      await transaction.addTasks([{ name: 'updateCards', requestId: id }]);
    });
  try {
    const rows: StoreRow[] = [];
    for (const parallel of [1, 8]) {
      const work = { bare, ask, change };
      const done = { bare: 0, ask: 0, change: 0 };
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of ['bare', 'ask', 'change'] as const) done[name] += await rate(work[name], parallel);
      }
      const row = (what: string, count: number): StoreRow => ({
        what,
        parallel,
        perSecond: Math.round(count / ROUNDS),
        ratio: Number((count / done.bare).toFixed(2)),
      });
      rows.push(
        row('bare INSERT', done.bare),
        row('new request + event + task', done.ask),
        row('lock + change + event + merged task', done.change),
      );
    }
    return rows;
  } finally {
    await queue.stop();
    await db.destroy();
  }
}

async function rate(work: () => Promise<unknown>, parallel: number): Promise<number> {
  const begun = performance.now();
  let done = 0;
  const lane = async () => {
    while (performance.now() - begun < ROUND_MS) {
      await work();
      done++;
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return (done * 1000) / (performance.now() - begun);
}

const NOW = '2026-11-02T08:00:00.000Z' as Instant;

function cause() {
  return { actor: 'seatkeeper', correlationId: randomUUID() } as const;
}

function base(id: RequestId): RequestBase {
  const environment = 'prod' as EnvironmentKey;
  const requester = { id: 'a1' as PersonId, name: 'Alex Wilber' };
  const until = '2026-12-31';
  const upn = 'svc-sap@contoso.onmicrosoft.com';
  return {
    id,
    requester,
    ask: {
      environment,
      account: { kind: 'new', upn, displayName: 'SAP order sync' },
      integration: 'SAP order sync',
      purpose: 'Orders flow from SAP every five minutes',
      owner: requester,
      roles: [{ id: 'r1', name: 'Sales' }],
      until: until as RequestBase['ask']['until'],
    },
    plan: {
      environment,
      url: 'http://127.0.0.1/prod',
      kind: 'new',
      account: upn,
      integration: 'SAP order sync',
      purpose: 'Orders flow from SAP every five minutes',
      owner: requester.id,
      until,
      keeps: [],
      policy: { name: 'standard', version: 'v1', stages: [] },
      steps: [],
    },
    planHash: 'abc' as PlanHash,
    caveats: [],
    mark: 'mark',
    terms: {
      policy: 'standard',
      version: 'v1',
      stages: [{ approvers: [], required: 1, alternates: [] }],
      maxDays: 366,
      reason: 0,
      fallback: [],
    },
    creators: [],
    draftedAt: NOW,
  };
}
