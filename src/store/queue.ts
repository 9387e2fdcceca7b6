import type { Transaction } from 'kysely';
import { fromKysely, PgBoss, type Queue, type QueuePolicy } from 'pg-boss';
import type { Telemetry } from '../application/ports/telemetry.ts';
import type { Log } from '../application/ports/world.ts';
import type { Task, TaskHandlers, TaskName } from '../application/tasks.ts';
import { createRunner, type JobData } from './runner.ts';
import type { Schema } from './schema.ts';
import { sendTasks } from './sendTasks.ts';

/** Durable jobs: a task that was sent is run at least once, by one of the replicas, and again after a crash. */
export interface TaskQueue {
  /** Within `transaction`: sent when it commits, and not at all when it rolls back. */
  send(tasks: readonly Task[], correlationId: string, transaction?: Sender): Promise<void>;
  /** Begins to work, and to sweep every minute. Once. */
  start(handlers: TaskHandlers): Promise<void>;
  /** Tasks that wait or are delayed, some seconds old. */
  depth(): Promise<Record<TaskName, number>>;
  /** Takes no more tasks and lets the running ones end; after 20 seconds they are left to the next start. */
  stop(): Promise<void>;
}

type Sender = Pick<Transaction<Schema>, 'executeQuery'>;

export interface QueueOptions {
  readonly log: Log;
  readonly telemetry?: Telemetry;
  /** How many tasks of one name run at once in this replica. */
  readonly concurrency?: number;
}

/** One queue for each task. Sweeps do not pile up behind a slow one. */
const policies = {
  updateCards: 'standard',
  provision: 'standard',
  tellOutcome: 'standard',
  promote: 'standard',
  askApprovers: 'standard',
  remindApprovers: 'standard',
  announceForce: 'standard',
  noticeEnd: 'standard',
  tellRevoked: 'standard',
  mend: 'standard',
  notify: 'standard',
  reconcile: 'standard',
  askOwners: 'standard',
  askOwnersAgain: 'standard',
  askAdmins: 'standard',
  sendCard: 'standard',
  catchUp: 'standard',
  sweep: 'exclusive',
} as const satisfies Record<TaskName, QueuePolicy>;

const names = Object.keys(policies) as readonly TaskName[];

/** The retries here are those after a crash. What a handler throws is dealt with by the runner. */
const settings = {
  notify: true,
  heartbeatSeconds: 10,
  retryLimit: 20,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  retentionSeconds: 365 * 24 * 60 * 60,
  deleteAfterSeconds: 24 * 60 * 60,
} as const satisfies Omit<Queue, 'name'>;

/** The tables of the jobs are made and brought up to date on the way, safe with several replicas at once. */
export async function createTaskQueue(
  url: string,
  { log, telemetry, concurrency = 4 }: QueueOptions,
): Promise<TaskQueue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'seatkeeper-jobs',
    max: 6,
    useListenNotify: true,
    // How soon a job is missed whose worker gave no sign of life.
    superviseIntervalSeconds: 3,
    monitorIntervalSeconds: 3,
    cronMonitorIntervalSeconds: 5,
    cronWorkerIntervalSeconds: 2,
    registerInstance: false,
    // A task goes on with the trace of whoever sent it. Free while nobody traces.
    openTelemetry: { propagateContext: true },
  });
  boss.on('error', (err) => {
    log.error({ err }, 'The job queue met an error');
  });
  boss.on('warning', ({ message, data }) => {
    log.warn({ detail: message, data }, 'The job queue warns');
  });
  try {
    await boss.start();
    for (const name of names) await boss.createQueue(name, { ...settings, policy: policies[name] });
  } catch (cause) {
    await boss.stop({ graceful: false });
    throw new Error('The job queue could not be opened', { cause });
  }
  const run = createRunner({
    log,
    telemetry,
    sendAgain: (data, seconds) => boss.send(data.task.name, data, { startAfter: seconds }),
  });

  return {
    send: (tasks, correlationId, transaction) =>
      sendTasks(
        boss,
        tasks.map((task) => ({ task, correlationId })),
        transaction && fromKysely(transaction),
      ),

    async start(handlers) {
      for (const name of names) {
        for (let worker = 0; worker < (name === 'sweep' ? 1 : concurrency); worker++) {
          const id: string = await boss.work<JobData>(
            name,
            { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2, perJobResults: true },
            async (jobs) => {
              const results = await Promise.all(jobs.map((job) => run(handlers, job)));
              // Looks for the next job at once: pg-boss alone would wait for its next poll, and a backlog with it.
              boss.notifyWorker(id);
              return results;
            },
          );
        }
      }
      await boss.schedule('sweep', '* * * * *', { task: { name: 'sweep' } });
    },

    async depth() {
      const queues = await boss.getQueues([...names]);
      const counts = new Map(queues.map((queue) => [queue.name, queue.queuedCount]));
      return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0])) as Record<TaskName, number>;
    },

    stop: () => boss.stop({ timeout: 20_000 }),
  };
}
