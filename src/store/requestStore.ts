import { randomUUID } from 'node:crypto';
import { DatabaseError } from 'pg';
import { sql, type Kysely, type Transaction as Trx } from 'kysely';
import type { RequestStore, Stored, Transaction } from '../application/ports/store.ts';
import type { Task } from '../application/tasks.ts';
import type { AuditRecord } from '../domain/audit.ts';
import type { RequestId } from '../domain/words.ts';
import { changeAbsences } from './absenceStore.ts';
import { appendAudit } from './auditChain.ts';
import { campaignTransaction } from './campaigns.ts';
import { createCards, insertCards, markOutdated } from './cards.ts';
import { createNotifications, createNotificationWriter } from './notifications.ts';
import {
  appendEvents,
  createRequests,
  findRecord,
  findRival,
  insertRequest,
  nextNumber,
  selectRequest,
  updateRequest,
} from './requests.ts';
import type { Schema } from './schema.ts';
import { lockSeats, readSeats, saveReading, waitingEnvironments } from './seats.ts';
import type { TaskQueue } from './queue.ts';

export function createRequestStore(db: Kysely<Schema>, queue: Pick<TaskQueue, 'send'>): RequestStore {
  return {
    transaction: (work) =>
      db.transaction().execute(async (trx) => {
        const begun = beginTransaction(trx);
        const result = await work(begun.transaction);
        // Late, since a task that is merged with a waiting one keeps that one locked until the commit.
        await queue.send(begun.tasks, begun.correlationId(), trx);
        // Last of all, since everybody who saves something waits for the end of the chain.
        await appendAudit(trx, begun.audit);
        return result;
      }),
    ...createRequests(db),
    saveSeatReading: (environment, reading) => saveReading(db, environment, reading),
    readSeats: (environment) => readSeats(db, environment),
    waitingEnvironments: () => waitingEnvironments(db),
    ...createCards(db),
    ...createNotifications(db),
    exclusively: (part, id, patience, work) => exclusively(db, { class: lockClasses[part], id }, patience, work),
  };
}

function beginTransaction(trx: Trx<Schema>): {
  readonly transaction: Transaction;
  readonly tasks: readonly Task[];
  readonly audit: readonly AuditRecord[];
  correlationId(): string;
} {
  const tasks: Task[] = [];
  const audit: AuditRecord[] = [];
  const versions = new Map<RequestId, number>();
  let correlationId: string | undefined;
  const remember = (stored: Stored): Stored => {
    versions.set(stored.request.id, stored.version);
    return stored;
  };
  const transaction: Transaction = {
    async insertRequest(build, cause) {
      const { request, events } = build(await nextNumber(trx));
      const stored = await insertRequest(trx, request);
      audit.push(...(await appendEvents(trx, request, events, cause)));
      correlationId = cause.correlationId;
      return remember(stored);
    },

    async lockRequest(id) {
      const stored = await selectRequest(trx, id).forUpdate().executeTakeFirst();
      return stored && remember(stored);
    },

    lockSeats: (environment) => lockSeats(trx, environment),
    findRival: (request) => findRival(trx, request),
    findRecord: (environment, user) => findRecord(trx, environment, user),

    async saveRequest(request, events, cause) {
      const version = versions.get(request.id);
      if (version === undefined) throw new Error(`Request ${request.id} is saved without having been locked`);
      const stored = await updateRequest(trx, request, version);
      audit.push(...(await appendEvents(trx, request, events, cause)));
      correlationId = cause.correlationId;
      return remember(stored);
    },

    addTasks(added) {
      tasks.push(...added);
      return Promise.resolve();
    },

    addAudit(record) {
      audit.push({ eventSeq: null, planHash: null, policyVersion: null, ...record });
      return Promise.resolve();
    },

    ...createNotificationWriter(trx),
    ...changeAbsences(trx),
    markCardsOutdated: (ids) => markOutdated(trx, ids),
    addCards: (cards) => insertCards(trx, cards),
    ...campaignTransaction(trx),
  };
  return { transaction, tasks, audit, correlationId: () => correlationId ?? randomUUID() };
}

/** The first of PostgreSQL's two lock keys: keeps these locks apart from any other on the same database. */
const lockClasses = { creation: 0x5ea7, cards: 0x5ea8 } as const;

interface LockKey {
  readonly class: number;
  readonly id: RequestId;
}

const lockNotAvailable = '55P03';

/** The lock belongs to a database session, which ends with this process: a crash frees it. */
async function exclusively(
  db: Kysely<Schema>,
  key: LockKey,
  patience: number,
  work: () => Promise<void>,
): Promise<boolean> {
  return db.connection().execute(async (session) => {
    if (!(await lock(session, key, patience))) return false;
    try {
      await work();
      return true;
    } finally {
      const unlock = sql`select pg_advisory_unlock(${key.class}::int, ${key.id}::int)`;
      // A session that broke has no lock any more, and says nothing about how the work ended.
      await unlock.execute(session).catch(() => undefined);
    }
  });
}

async function lock(session: Kysely<Schema>, key: LockKey, patience: number): Promise<boolean> {
  const attempt = sql<{ locked: boolean }>`select pg_try_advisory_lock(${key.class}::int, ${key.id}::int) as locked`;
  const { rows } = await attempt.execute(session);
  if (rows[0]?.locked) return true;
  const limit = (milliseconds: number) => sql`select set_config('lock_timeout', ${String(milliseconds)}, false)`;
  // 0 would mean for ever.
  await limit(Math.max(1, patience)).execute(session);
  try {
    await sql`select pg_advisory_lock(${key.class}::int, ${key.id}::int)`.execute(session);
    return true;
  } catch (err) {
    if (err instanceof DatabaseError && err.code === lockNotAvailable) return false;
    throw err;
  } finally {
    await limit(0).execute(session);
  }
}
