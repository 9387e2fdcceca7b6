import type { Command, Refusal } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { evolve } from '../domain/evolve.ts';
import { reactions } from '../domain/reactions.ts';
import { accept, type Result } from '../domain/result.ts';
import { openStatuses, type AccessRequest, type RequestStatus } from '../domain/request.ts';
import type { RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import type { Cause, Stored, Transaction } from './ports/store.ts';
import type { Task } from './tasks.ts';

/** Decides and, if granted, saves the state, its events and the tasks that follow, all or nothing. */
export function changeRequest(
  app: App,
  id: RequestId,
  command: Command,
  cause: Cause,
): Promise<Result<Stored, Refusal>> {
  return app.store.transaction(async (transaction) => {
    const stored = await transaction.lockRequest(id);
    return saveDecision(transaction, stored, command, cause);
  });
}

/**
 * The same inside a transaction that has more to do. `stored` must be locked by it. `follows`: leaves out tasks that this
 * very caller goes on with.
 */
export async function saveDecision(
  transaction: Transaction,
  stored: Stored | undefined,
  command: Command,
  cause: Cause,
  follows: (task: Task) => boolean = () => true,
): Promise<Result<Stored, Refusal>> {
  const decision = decide(stored?.request, command);
  if (!decision.ok) return decision;
  const events = decision.value;
  let request = stored?.request;
  for (const event of events) request = evolve(request, event);
  if (!request) throw new Error(`${command.type} was granted without an event`);
  const changed = request;
  const saved = await transaction.saveRequest(changed, events, cause);
  const tasks = [
    ...events.flatMap((event) => reactions(changed, event)),
    ...(await tellRecord(transaction, stored, changed)),
  ];
  await transaction.addTasks(distinct(tasks).filter(follows));
  return accept(saved);
}

/** The cards of a user's record say whether a change of it waits. */
async function tellRecord(
  transaction: Transaction,
  before: Stored | undefined,
  { ask: { account }, status }: AccessRequest,
): Promise<readonly Task[]> {
  if (account.kind !== 'user' || !account.record || isOpen(before?.request.status) === isOpen(status)) return [];
  const requestId = account.record.id;
  await transaction.markCardsOutdated([requestId]);
  return [{ name: 'updateCards', requestId }];
}

function isOpen(status: RequestStatus | undefined): boolean {
  return (openStatuses as readonly (RequestStatus | undefined)[]).includes(status);
}

function distinct(tasks: readonly Task[]): readonly Task[] {
  return [...new Map(tasks.map((task) => [JSON.stringify(task), task])).values()];
}
