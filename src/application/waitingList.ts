import { seatsOf } from '../domain/seats.ts';
import type { Command, Refusal } from '../domain/commands.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { Result } from '../domain/result.ts';
import { dayOf, type EnvironmentKey, type RequestId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { saveDecision } from './changeRequest.ts';
import { PermanentFailure } from './failures.ts';
import type { Cause, Stored, Transaction } from './ports/store.ts';
import { replanRequest } from './replan.ts';
import { readSeatsLive } from './seats.ts';

/** Gives the head of the waiting list a seat, if the environment says that there is one. */
export async function promote(app: App, key: EnvironmentKey, correlationId: string): Promise<void> {
  try {
    await readSeatsLive(app, environmentOf(app.settings, key));
  } catch (err) {
    if (!(err instanceof PermanentFailure)) throw err;
    // Without a fresh number nobody goes on. The next sweep asks again.
    app.log.warn({ environment: key, err }, 'Seats could not be read, so the waiting list stands');
    return;
  }
  const cause: Cause = { actor: 'seatkeeper', correlationId };
  const [first] = (await app.store.readSeats(key)).queue;
  const waiting = first && (await app.store.findRequest(first));
  if (waiting) await replanRequest(app, waiting.request, cause);
  await app.store.transaction(async (transaction) => {
    const { reading, holds, queue } = await transaction.lockSeats(key);
    const [head, ...others] = queue;
    if (head === undefined || !reading) return;
    const stored = await transaction.lockRequest(head);
    const command = { type: 'promote', at: app.world.now(), seats: seatsOf(reading, holds) } as const;
    const promoted = await saveDecision(transaction, stored, command, cause);
    if (!promoted.ok) return;
    await showNewPositions(transaction, others);
    if (others.length > 0) await transaction.addTasks([{ name: 'promote', environment: key }]);
  });
}

/** Requests whose last day has passed before a user was made. */
export async function expireRequests(app: App, correlationId: string): Promise<void> {
  const at = app.world.now();
  const { requests } = await app.store.listRequests(
    { statuses: ['Draft', 'Pending', 'Waiting'], untilBefore: dayOf(at) },
    { offset: 0, limit: 100 },
  );
  for (const request of requests) {
    await leaveOpen(app, request, { type: 'expire', at }, { actor: 'seatkeeper', correlationId });
  }
}

/** Ends a request that may be on the waiting list; whoever was behind it moves up. */
export function leaveOpen(
  app: App,
  { id, ask }: Pick<AccessRequest, 'id' | 'ask'>,
  command: Extract<Command, { readonly type: 'withdraw' | 'expire' }>,
  cause: Cause,
): Promise<Result<Stored, Refusal>> {
  return app.store.transaction(async (transaction) => {
    const { queue } = await transaction.lockSeats(ask.environment);
    const saved = await saveDecision(transaction, await transaction.lockRequest(id), command, cause);
    if (saved.ok && queue.includes(id)) await showNewPositions(transaction, queue.slice(queue.indexOf(id) + 1));
    return saved;
  });
}

async function showNewPositions(transaction: Transaction, queue: readonly RequestId[]): Promise<void> {
  await transaction.markCardsOutdated(queue);
  await transaction.addTasks(queue.map((requestId) => ({ name: 'updateCards', requestId })));
}
