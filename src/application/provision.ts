import type { Command } from '../domain/commands.ts';
import type { Environment } from '../domain/environment.ts';
import {
  isWorking,
  stepsAhead,
  type Obstacle,
  type Provisioning,
  type Revoking,
  type Undoing,
} from '../domain/request.ts';
import { addMilliseconds, type RequestId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { withinBudget } from './budget.ts';
import { saveDecision } from './changeRequest.ts';
import { isLentElsewhere } from './lentLicences.ts';
import { isFailure, isGone, TransientFailure } from './failures.ts';
import type { Cause } from './ports/store.ts';
import type { Task } from './tasks.ts';
import { revoking } from './steps/revoking.ts';
import { steps } from './steps/steps.ts';

const shortestPause = 2_000;
const longestPause = 5 * 60_000;
const longestWait = 10_000;
const lent: Obstacle = { code: 'LicenceLent', service: 'seatkeeper', detail: 'The spare licences are lent to others' };
/** A licence is lent for some seconds, up to a few minutes. */
const untilReturned = 10_000;
/** What a step asks of services takes seconds; one that hangs comes back as a task for later. */
const stepBudget = 2 * 60_000;

/**
 * Does the steps of a creation, takes them back, or takes a user's access away, until one has to wait or all are done;
 * each is saved before the next begins. One worker at a time per request. A crash costs one repeated step: the task is run again, and goes on.
 */
export async function provision(app: App, requestId: RequestId, correlationId: string): Promise<void> {
  // A task for later often arrives before the worker that saved it has let go of the request: so it waits.
  const ran = await app.store.exclusively('creation', requestId, longestWait, async () => {
    while (await advance(app, requestId, correlationId));
  });
  if (ran) return;
  const after = addMilliseconds(app.world.now(), longestWait);
  await app.store.transaction((transaction) => transaction.addTasks([{ name: 'provision', requestId, after }]));
}

/** True when the next step can follow at once. */
async function advance(app: App, requestId: RequestId, correlationId: string): Promise<boolean> {
  const request = (await app.store.findRequest(requestId))?.request;
  if (!request || !isWorking(request)) return false;
  const command =
    request.status === 'Provisioning'
      ? await runNext(app, request, correlationId)
      : await takeNextBack(app, request, correlationId);
  const saved = await saveStep(app, request, command, { actor: 'seatkeeper', correlationId });
  if (!saved.ok) {
    app.log.warn({ requestId, command: command.type, refusal: saved.refusal.code }, 'A step was not saved');
    return false;
  }
  const { request: after } = saved.value;
  return isWorking(after) && after.delay === undefined;
}

/** The task that runs now does the step after this one, so no other task is needed for it. */
function isForLater(task: Task): boolean {
  return task.name !== 'provision' || task.after !== undefined;
}

/** A user that is changed has one request that answers for it: the new one is saved together with the end of the old. */
async function saveStep(
  app: App,
  { id, ask, status }: Provisioning | Undoing | Revoking,
  command: Command,
  cause: Cause,
) {
  return app.store.transaction(async (transaction) => {
    const saved = await saveDecision(transaction, await transaction.lockRequest(id), command, cause, isForLater);
    const { account } = ask;
    if (!saved.ok || status !== 'Provisioning' || saved.value.request.status !== 'Active') return saved;
    if (account.kind !== 'user' || !account.record) return saved;
    const former = await transaction.lockRequest(account.record.id);
    const replace: Command = { type: 'replace', at: command.at, by: id };
    const replaced = await saveDecision(transaction, former, replace, cause);
    if (!replaced.ok) app.log.warn({ requestId: id, record: account.record.id }, 'The former record had ended already');
    return saved;
  });
}

async function runNext(app: App, request: Provisioning, correlationId: string): Promise<Command> {
  const [step] = stepsAhead(request);
  if (!step) throw new Error('A creation has no step left and has not ended');
  const environment = environmentOf(app.settings, request.ask.environment);
  try {
    const outcome = await withinBudget(stepBudget, () => steps[step].run({ app, request, environment }));
    const at = app.world.now();
    switch (outcome.kind) {
      case 'done':
        return { type: 'completeStep', at, step, made: outcome.made };
      case 'waiting':
        return { type: 'delayStep', at, step, obstacle: outcome.obstacle, nextAt: addMilliseconds(at, outcome.again) };
      case 'noSeat':
        return { type: 'failStep', at, step, cause: outcome.obstacle, noSeat: true };
    }
  } catch (err) {
    const at = app.world.now();
    const obstacle = obstacleOf(app, err, { requestId: request.id, step, correlationId });
    if (err instanceof TransientFailure) {
      return { type: 'delayStep', at, step, obstacle, nextAt: addMilliseconds(at, pause(app, err, request)) };
    }
    if (await isLentElsewhere(app, err, request)) {
      return { type: 'delayStep', at, step, obstacle: lent, nextAt: addMilliseconds(at, untilReturned) };
    }
    return { type: 'failStep', at, step, cause: obstacle, noSeat: false };
  }
}

async function takeNextBack(app: App, request: Undoing | Revoking, correlationId: string): Promise<Command> {
  const [step] = request.remaining;
  if (!step) throw new Error('Nothing is left to take back, and it has not ended');
  const environment = environmentOf(app.settings, request.ask.environment);
  try {
    await withinBudget(stepBudget, () => takeBack(app, request, environment));
    return { type: 'completeUndo', at: app.world.now(), step };
  } catch (err) {
    const at = app.world.now();
    if (isGone(err)) return { type: 'completeUndo', at, step };
    const obstacle = obstacleOf(app, err, { requestId: request.id, step, correlationId });
    if (err instanceof TransientFailure) {
      return { type: 'delayStep', at, step, obstacle, nextAt: addMilliseconds(at, pause(app, err, request)) };
    }
    return { type: 'leaveOver', at, step, obstacle };
  }
}

async function takeBack(app: App, request: Undoing | Revoking, environment: Environment): Promise<void> {
  if (request.status === 'Revoking') {
    const [step] = request.remaining;
    if (step) await revoking[step]({ app, request, environment });
    return;
  }
  const [step] = request.remaining;
  if (step && wasBegun(request, step)) await steps[step].undo?.({ app, request, environment });
}

/** Steps on a user or an account that never came to be have nothing to take back. */
function wasBegun(request: Undoing, step: Undoing['remaining'][number]): boolean {
  const needsUser = ['enable', 'assignRoles', 'removeRoles', 'setNonInteractive'].includes(step);
  return !needsUser || request.made.systemUserId !== undefined;
}

/** What people are told. Anything but a failure of the world is a bug: it ends the creation, and the log has the whole of it. */
function obstacleOf(
  app: App,
  err: unknown,
  facts: { requestId: RequestId; step: string; correlationId: string },
): Obstacle {
  if (isFailure(err)) {
    app.log.warn({ ...facts, err }, 'Provisioning step failed');
    return { code: err.code, service: err.service === 'teams' ? 'seatkeeper' : err.service, detail: err.message };
  }
  app.log.error({ ...facts, err }, 'Provisioning step met a bug');
  return { code: 'Unexpected', service: 'seatkeeper', detail: `The log has the details under ${facts.correlationId}` };
}

/** Milliseconds: what the service asked for, else twice as long after every failure, spread so that retries do not gather. */
function pause(app: App, failure: TransientFailure, request: Provisioning | Undoing | Revoking): number {
  if (failure.retryAfter !== undefined) return failure.retryAfter;
  const doubled = Math.min(shortestPause * 2 ** (request.delay?.attempts ?? 0), longestPause);
  return Math.round(doubled * (0.5 + app.world.random()));
}
