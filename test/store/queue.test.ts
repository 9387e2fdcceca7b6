import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql, type Compilable, type CompiledQuery } from 'kysely';
import { TransientFailure } from '../../src/application/failures.ts';
import type { Task } from '../../src/application/tasks.ts';
import { addMilliseconds, instant, type EnvironmentKey, type RequestId } from '../../src/domain/words.ts';
import { createTaskQueue } from '../../src/store/queue.ts';
import { createRunner } from '../../src/store/runner.ts';
import { eventually, handlers, memoryLog, openStore, signal, waitingJobs, type StoreHarness } from './harness.ts';
import { cause, draft, drafted } from './samples.ts';

const requestId = 7 as RequestId;
const updateCards: Task = { name: 'updateCards', requestId };
const provision: Task = { name: 'provision', requestId };
const promote: Task = { name: 'promote', environment: 'prod' as EnvironmentKey };
const sendCard: Task = { name: 'sendCard', cardId: 'card' };

describe('the task queue', () => {
  let harness: StoreHarness;
  beforeEach(async () => {
    harness = await openStore();
  });
  afterEach(() => harness.close());

  const soon = () => addMilliseconds(instant(new Date()), 1_500);
  const namesWaiting = async () => (await waitingJobs(harness)).map((job) => job.name);

  test('a task reaches its handler with its correlation id', async () => {
    const seen: unknown[] = [];
    const take = (...args: unknown[]): Promise<void> => {
      seen.push(args);
      return Promise.resolve();
    };
    await harness.queue.start(handlers({ sendCard: take, provision: take }));
    await harness.queue.send([sendCard, provision], 'c-9');
    await eventually(() => seen.length === 2);
    expect(seen).toEqual(
      expect.arrayContaining([
        [sendCard, 'c-9'],
        [provision, 'c-9'],
      ]),
    );
  });

  test('waiting tasks that say the same become one, delayed ones stay apart', async () => {
    const later: Task = { ...provision, after: addMilliseconds(instant(new Date()), 60_000) };
    const other: Task = { name: 'updateCards', requestId: 8 as RequestId };
    const tasks = [updateCards, other, provision, promote, later, sendCard];
    await harness.queue.send(tasks, 'c-1');
    await harness.queue.send(tasks, 'c-2');
    const counts = Map.groupBy(await namesWaiting(), (name) => name);
    expect(Object.fromEntries([...counts].map(([name, jobs]) => [name, jobs.length]))).toEqual({
      updateCards: 2,
      provision: 3,
      promote: 1,
      sendCard: 2,
    });
    const depth = await eventually(async () => {
      const now = await harness.queue.depth();
      return now.sendCard === 2 && now;
    });
    expect(depth).toEqual({
      updateCards: 2,
      provision: 3,
      promote: 1,
      askApprovers: 0,
      remindApprovers: 0,
      announceForce: 0,
      noticeEnd: 0,
      tellRevoked: 0,
      mend: 0,
      notify: 0,
      reconcile: 0,
      askOwners: 0,
      askOwnersAgain: 0,
      askAdmins: 0,
      sendCard: 2,
      tellOutcome: 0,
      catchUp: 0,
      sweep: 0,
    });
  });

  test('a task of a transaction that is rolled back is never sent', async () => {
    const failing = harness.db.transaction().execute(async (trx) => {
      await harness.queue.send([sendCard, updateCards], 'c-1', trx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await waitingJobs(harness)).toEqual([]);
  });

  test('a task that comes while one like it is running is run after it', async () => {
    const [begun, mayEnd] = [signal(), signal()];
    let runs = 0;
    await harness.queue.start(
      handlers({
        async updateCards() {
          runs++;
          begun.give();
          if (runs === 1) await mayEnd.given;
        },
      }),
    );
    await harness.queue.send([updateCards], 'c-1');
    await begun.given;
    await harness.queue.send([updateCards], 'c-2');
    mayEnd.give();
    await eventually(() => runs === 2);
  });

  test('a waiting task that an open transaction relies on is not run before that transaction ends', async () => {
    const order: string[] = [];
    await harness.queue.send([updateCards], 'c-1');
    await harness.db.transaction().execute(async (trx) => {
      await harness.queue.send([updateCards], 'c-2', trx);
      await harness.queue.start(
        handlers({
          updateCards: (_task, correlationId) => {
            order.push(`run for ${correlationId}`);
            return Promise.resolve();
          },
          sendCard: () => {
            order.push('another task');
            return Promise.resolve();
          },
        }),
      );
      await harness.queue.send([sendCard], 'c-3');
      await eventually(() => order.length === 1);
      order.push('commit');
    });
    await eventually(() => order.length === 3);
    expect(order).toEqual(['another task', 'commit', 'run for c-2']);
  });

  test('a task that is sent while a new one like it begins to run is run after it', async () => {
    const [sent, mayCommit, ran] = [signal(), signal(), signal()];
    let runs = 0;
    await harness.queue.start(
      handlers({
        promote: () => {
          runs++;
          ran.give();
          return Promise.resolve();
        },
      }),
    );
    const first = harness.db.transaction().execute(async (trx) => {
      await harness.queue.send([promote], 'c-1', trx);
      sent.give();
      await mayCommit.given;
    });
    await sent.given;
    const second = harness.db.transaction().execute((trx) => {
      let statements = 0;
      // Held up after it has learnt of the first one's task, until that task is no longer waiting.
      const heldUp = {
        executeQuery: async <Row>(query: CompiledQuery<Row> | Compilable<Row>) => {
          if (++statements === 3) await ran.given;
          return trx.executeQuery(query);
        },
      };
      return harness.queue.send([promote], 'c-2', heldUp);
    });
    await eventually(async () => {
      const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await waiting.execute(harness.db)).rows.length > 0;
    });
    mayCommit.give();
    await Promise.all([first, second]);
    await eventually(() => runs === 2);
  });

  test('however changes and runs overlap, the last run sees the last change', async () => {
    const requests = await Promise.all(
      Array.from({ length: 8 }, () =>
        harness.store.transaction((transaction) =>
          transaction.insertRequest((id) => ({ request: draft(id), events: [drafted(draft(id))] }), cause),
        ),
      ),
    );
    const look = async () => {
      const rows = await harness.db.selectFrom('request').select('version').execute();
      return rows.reduce((sum, row) => sum + row.version, 0);
    };
    let seen = 0;
    await harness.queue.start(
      handlers({
        promote: async () => {
          seen = Math.max(seen, await look());
        },
      }),
    );
    await Promise.all(
      requests.map(async ({ request }) => {
        for (let n = 0; n < 25; n++) {
          await harness.store.transaction(async (transaction) => {
            await transaction.lockRequest(request.id);
            await transaction.saveRequest(request, [], cause);
            await transaction.addTasks([promote, { name: 'updateCards', requestId: request.id }]);
          });
        }
      }),
    );
    expect(await look()).toBe(8 * 26);
    await eventually(() => seen === 8 * 26);
  });

  test('a delayed task is not run before its time', async () => {
    const after = soon();
    const ranAt = Promise.withResolvers<number>();
    await harness.queue.start(
      handlers({
        provision: () => {
          ranAt.resolve(Date.now());
          return Promise.resolve();
        },
      }),
    );
    await harness.queue.send([{ ...provision, after }], 'c-1');
    expect(await ranAt.promise).toBeGreaterThanOrEqual(Date.parse(after));
  });

  test('a transient failure is tried again, not before the service allows it', async () => {
    const runs: { at: number; correlationId: string }[] = [];
    await harness.queue.start(
      handlers({
        sendCard: (_task, correlationId) => {
          runs.push({ at: Date.now(), correlationId });
          if (runs.length > 1) return Promise.resolve();
          return Promise.reject(
            new TransientFailure('Teams is busy', { service: 'teams', code: '429', retryAfter: 1_200 }),
          );
        },
      }),
    );
    await harness.queue.send([sendCard], 'c-1');
    await eventually(() => runs.length === 2);
    const [first, second] = runs;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1_200);
    expect(second?.correlationId).toBe('c-1');
    const warned = harness.log.lines.filter(({ level }) => level === 'warn');
    expect(warned).toMatchObject([{ fields: { correlationId: 'c-1', failures: 1 } }]);
  });

  test('what Teams did not take is tried again within half a minute, however long the outage', async () => {
    const delays: number[] = [];
    const sendAgain = (_: unknown, seconds: number): Promise<void> => {
      delays.push(seconds);
      return Promise.resolve();
    };
    const failing = (service: 'teams' | 'graph') =>
      handlers({ sendCard: () => Promise.reject(new TransientFailure('Down', { service, code: '503' })) });
    const run = createRunner({ log: memoryLog(), sendAgain });
    const job = { id: 'job', data: { task: sendCard, failures: 100 } } as Parameters<typeof run>[1];
    for (const service of ['teams', 'graph'] as const) await run(failing(service), job);
    expect(delays[0]).toBeLessThanOrEqual(30);
    expect(delays[1]).toBeGreaterThan(60);
  });

  test('a bug is logged with its correlation id, tried again, and given up in the end', async () => {
    let runs = 0;
    await harness.queue.start(
      handlers({
        sendCard: () => {
          runs++;
          return Promise.reject(new TypeError('undefined is not a card'));
        },
      }),
    );
    await harness.queue.send([sendCard], 'c-1');
    // Without the delays in between.
    const hurry = () => sql`update pgboss.job set start_after = now() where state = 'created'`.execute(harness.db);
    await eventually(async () => {
      await hurry();
      return harness.log.lines.some(({ message }) => message === 'A task is given up');
    });
    expect(runs).toBe(5);
    const errors = harness.log.lines.filter(({ level }) => level === 'error');
    expect(errors.map(({ fields }) => [fields.correlationId, fields.bugs])).toEqual(
      [1, 2, 3, 4, 5].map((n) => ['c-1', n]),
    );
    await eventually(async () => {
      const { rows } = await sql<{
        state: string;
      }>`select state from pgboss.job where name = 'sendCard' order by state`.execute(harness.db);
      return rows.map((row) => row.state).join() === 'completed,completed,completed,completed,failed';
    });
  });

  test('stopping lets the running task end', async () => {
    const [begun, mayEnd] = [signal(), signal()];
    let ended = false;
    await harness.queue.start(
      handlers({
        async provision() {
          begun.give();
          await mayEnd.given;
          ended = true;
        },
      }),
    );
    await harness.queue.send([provision], 'c-1');
    await begun.given;
    const stopped = harness.queue.stop();
    mayEnd.give();
    await stopped;
    expect(ended).toBe(true);
  });

  test('a backlog is worked off without waiting for polls', async () => {
    await harness.queue.send(
      Array.from({ length: 300 }, (_, n): Task => ({ name: 'sendCard', cardId: `${n}` })),
      'c-1',
    );
    let runs = 0;
    const begun = performance.now();
    await harness.queue.start(
      handlers({
        sendCard: () => {
          runs++;
          return Promise.resolve();
        },
      }),
    );
    await eventually(() => runs === 300);
    // At one job for each worker and poll it would take two and a half minutes.
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});

describe('the sweep', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const one of opened.reverse()) await one.close();
  });

  test('runs once a minute, however many replicas there are', async () => {
    const harness = await openStore();
    opened.push(harness);
    const replica = await createTaskQueue(harness.url, { log: memoryLog() });
    opened.push({ close: () => replica.stop() });
    const minuteOf = (milliseconds: number) => Math.floor(milliseconds / 60_000);
    // pg-boss makes good for the minute that is running when it starts.
    const before = minuteOf(Date.now() - 60_000);
    let sweeps = 0;
    const sweep = (): Promise<void> => {
      sweeps++;
      return Promise.resolve();
    };
    await Promise.all([harness.queue.start(handlers({ sweep })), replica.start(handlers({ sweep }))]);
    await eventually(() => sweeps > 0, 20_000);
    const lookedAt = async () => {
      const { rows } = await sql<{ cron_on: string }>`select cron_on from pgboss.version`.execute(harness.db);
      return rows[0]?.cron_on;
    };
    // Every look at the clock by either replica could send a second one.
    const looks = new Set([await lookedAt()]);
    await eventually(async () => looks.add(await lookedAt()).size === 2, 20_000);
    expect(sweeps).toBeLessThanOrEqual(minuteOf(Date.now()) - before);
  });
});
