import { sql, type Kysely } from 'kysely';
import type { RequestStore } from '../../src/application/ports/store.ts';
import type { Log } from '../../src/application/ports/world.ts';
import type { TaskHandlers } from '../../src/application/tasks.ts';
import { migrate, openDatabase } from '../../src/store/database.ts';
import { createTaskQueue, type TaskQueue } from '../../src/store/queue.ts';
import { createRequestStore } from '../../src/store/requestStore.ts';
import type { JobData } from '../../src/store/runner.ts';
import type { Schema } from '../../src/store/schema.ts';
import { createTestDatabase } from '../support/postgres.ts';

export interface LogLine {
  readonly level: keyof Log;
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const write = (level: keyof Log) => (fields: object, message: string) => {
    lines.push({ level, fields: { ...fields }, message });
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

export interface StoreHarness {
  readonly url: string;
  readonly db: Kysely<Schema>;
  readonly queue: TaskQueue;
  readonly store: RequestStore;
  readonly log: ReturnType<typeof memoryLog>;
  close(): Promise<void>;
}

/** A migrated database of its own, with a store whose queue nobody works on until it is started. */
export async function openStore(): Promise<StoreHarness> {
  const database = await createTestDatabase();
  const log = memoryLog();
  const db = openDatabase(database.url, { log, maxConnections: 24 });
  await migrate(db);
  const queue = await createTaskQueue(database.url, { log });
  return {
    url: database.url,
    db,
    queue,
    store: createRequestStore(db, queue),
    log,
    async close() {
      await queue.stop();
      await db.destroy();
      await database.drop();
    },
  };
}

/** Handlers that do nothing, but for the given ones. */
export function handlers(some: Partial<TaskHandlers>): TaskHandlers {
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    updateCards: nothing,
    provision: nothing,
    tellOutcome: nothing,
    promote: nothing,
    askApprovers: nothing,
    remindApprovers: nothing,
    announceForce: nothing,
    noticeEnd: nothing,
    tellRevoked: nothing,
    mend: nothing,
    notify: nothing,
    reconcile: nothing,
    askOwners: nothing,
    askOwnersAgain: nothing,
    askAdmins: nothing,
    sendCard: nothing,
    catchUp: nothing,
    sweep: nothing,
    ...some,
  };
}

/** Resolves with the first value that is neither undefined nor false. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  milliseconds = 15_000,
): Promise<Exclude<T, undefined | false>> {
  const giveUp = performance.now() + milliseconds;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (performance.now() > giveUp) throw new Error(`Nothing came of it: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A promise and the function that fulfils it. */
export function signal(): { readonly given: Promise<void>; give(): void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return {
    given: promise,
    give: () => {
      resolve(undefined);
    },
  };
}

export interface StoredJob {
  readonly name: string;
  readonly data: JobData;
}

/** The jobs that nobody has taken yet, as the database has them. */
export async function waitingJobs({ db }: Pick<StoreHarness, 'db'>): Promise<readonly StoredJob[]> {
  const { rows } = await sql<StoredJob>`
    select name, data from pgboss.job where state = 'created' and name not like '\\_\\_%' order by created_on, id`.execute(
    db,
  );
  return rows;
}
