import type { Db, PgBoss } from 'pg-boss';
import type { Task } from '../application/tasks.ts';
import { assertNever } from '../domain/result.ts';
import type { JobData } from './runner.ts';

/** Sends through `db`, and so within its transaction. */
export async function sendTasks(boss: PgBoss, jobs: readonly JobData[], db: Db | undefined): Promise<void> {
  const options = db ? { db } : {};
  const apart = Map.groupBy(
    jobs.filter(({ task }) => mergeKey(task) === undefined),
    ({ task }) => task.name,
  );
  for (const [name, group] of apart) {
    const inserts = group.map((data) => ({ data, ...('after' in data.task && { startAfter: data.task.after }) }));
    await boss.insert(name, inserts, options);
  }
  const merging = new Map(jobs.map((data) => [`${data.task.name} ${mergeKey(data.task)}`, data]));
  // One order for all senders, so that two that merge into the same waiting jobs never wait for each other.
  for (const [, data] of [...merging].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const key = mergeKey(data.task);
    if (key) await merge(boss, key, data, options);
  }
}

/**
 * `upsert` locks the waiting job that it finds, so that nobody runs it before this transaction's changes can be seen; a mere
 * "on conflict do nothing" would lose them. It gives up, without a job, when a job that another sender has just added
 * begins to run in between: then there is room for a new one.
 */
async function merge(boss: PgBoss, key: string, data: JobData, options: { readonly db?: Db }): Promise<void> {
  for (;;) {
    const { jobs } = await boss.upsert(data.task.name, data, { ...options, singletonKey: key });
    if (jobs.length > 0) return;
  }
}

/** Waiting tasks with the same key are as good as one: each looks at the state as it is when it runs. */
function mergeKey(task: Task): string | undefined {
  switch (task.name) {
    case 'updateCards':
      return String(task.requestId);
    case 'provision':
      return task.after ? undefined : String(task.requestId);
    case 'promote':
      return task.environment;
    case 'askApprovers':
      return String(task.requestId);
    case 'remindApprovers':
    case 'announceForce':
    case 'noticeEnd':
    case 'tellRevoked':
    case 'mend':
    case 'notify':
    case 'reconcile':
    case 'askOwners':
    case 'askOwnersAgain':
    case 'askAdmins':
    case 'tellOutcome':
    case 'sendCard':
    case 'catchUp':
    case 'sweep':
      return undefined;
    default:
      return assertNever(task);
  }
}
