import type { Job, JobResult } from 'pg-boss';
import { TransientFailure } from '../application/failures.ts';
import { correlated } from '../application/correlation.ts';
import { unwatched, type Ended, type Telemetry } from '../application/ports/telemetry.ts';
import type { Log } from '../application/ports/world.ts';
import type { Task, TaskHandlers } from '../application/tasks.ts';

/** What a job carries. `failures` and `bugs` count its earlier runs that ended so. */
export interface JobData {
  readonly task: Task;
  readonly correlationId?: string;
  readonly failures?: number;
  readonly bugs?: number;
}

interface Options {
  readonly log: Log;
  readonly telemetry?: Telemetry | undefined;
  readonly sendAgain: (data: JobData, afterSeconds: number) => Promise<unknown>;
}

interface Attempt {
  readonly task: Task;
  readonly correlationId: string;
  readonly ended: Ended<'task'>;
}

/** A bug seldom passes by itself, but what it met may, such as a database that restarts: five runs within about a minute. */
const MAX_BUGS = 5;
const LONGEST_DELAY = 5 * 60;
/** Cards are to be true within a minute after Teams is back. */
const LONGEST_DELAY_OF_CARDS = 30;

/**
 * Runs one job and decides what a throw means. A job that has to run again is sent anew with its delay before this one is
 * completed, so that a crash in between repeats a job rather than loses it.
 */
export function createRunner({ log, sendAgain, telemetry = unwatched }: Options) {
  return function run(handlers: TaskHandlers, job: Job<JobData>): Promise<JobResult> {
    const { task, correlationId = job.id } = job.data;
    return correlated(correlationId, () =>
      telemetry.measure({ kind: 'task', task: task.name, correlationId }, (ended) =>
        attempt(handlers, job, { task, correlationId, ended }),
      ),
    );
  };

  async function attempt(handlers: TaskHandlers, job: Job<JobData>, { ended, ...facts }: Attempt): Promise<JobResult> {
    const { task, correlationId } = facts;
    const { failures = 0, bugs = 0 } = job.data;
    try {
      await handle(handlers, task, correlationId);
      return { id: job.id, status: 'completed' };
    } catch (err) {
      const transient = err instanceof TransientFailure;
      if (task.name === 'sweep') {
        ended(transient ? 'delayed' : 'retried');
        log[transient ? 'warn' : 'error']({ ...facts, err }, 'A sweep failed: the next one is due within a minute');
        return { id: job.id, status: 'completed' };
      }
      if (transient) {
        ended('delayed');
        const seconds =
          err.retryAfter === undefined ? backOff(failures, longestDelay(err)) : err.retryAfter / 1000 + Math.random();
        log.warn(
          { ...facts, err, failures: failures + 1, seconds },
          'A task met a transient failure and is tried again',
        );
        await sendAgain({ ...job.data, correlationId, failures: failures + 1 }, seconds);
        return { id: job.id, status: 'completed' };
      }
      if (bugs + 1 < MAX_BUGS) {
        ended('retried');
        const seconds = backOff(bugs + 2);
        log.error({ ...facts, err, bugs: bugs + 1, seconds }, 'A task met a bug and is tried again');
        await sendAgain({ ...job.data, correlationId, bugs: bugs + 1 }, seconds);
        return { id: job.id, status: 'completed' };
      }
      ended('givenUp');
      log.error({ ...facts, err, bugs: bugs + 1 }, 'A task is given up');
      return { id: job.id, status: 'deadletter' };
    }
  }
}

function longestDelay({ service }: TransientFailure): number {
  return service === 'teams' ? LONGEST_DELAY_OF_CARDS : LONGEST_DELAY;
}

/** 1, 2, 4 … seconds, at most five minutes; up to half of it at random, so that what failed together does not return together. */
function backOff(earlier: number, most = LONGEST_DELAY): number {
  const longest = Math.min(most, 2 ** Math.min(earlier, 16));
  return longest * (1 - Math.random() / 2);
}

function handle(handlers: TaskHandlers, task: Task, correlationId: string): Promise<void> {
  // The name chooses the handler of exactly this task, which TypeScript cannot follow through a union.
  const handler = handlers[task.name] as (task: Task, correlationId: string) => Promise<void>;
  return handler(task, correlationId);
}
