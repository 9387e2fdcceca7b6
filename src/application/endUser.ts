import type { Command } from '../domain/commands.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { RequestId } from '../domain/words.ts';
import { answer, causeOf, notFound, type Answer, type Wish } from './answers.ts';
import type { App } from './app.ts';
import { changeRequest, saveDecision } from './changeRequest.ts';
import type { Cause, Transaction } from './ports/store.ts';
import { isAdmin } from './rights.ts';
import { tidy } from './tidy.ts';

/** Begins to take a user's access away, for its owner or an admin. The steps follow durably. */
export async function revokeUser(
  app: App,
  input: Wish & { readonly cause: 'revoked' | 'released'; readonly reason: string },
): Promise<Answer> {
  const { id, by, cause } = input;
  const found = await app.store.findRequest(id);
  if (!found) return notFound;
  const admin = await isAdmin(app, by);
  const reason = tidy(input.reason);
  const result = await decideEnd(app, found.request, causeOf(input), (busy) => {
    return { type: 'revoke', at: app.world.now(), by, admin, cause, reason, ...busy };
  });
  return answer(app, input, result);
}

/** Its owner or requester lets it end on its last day: no more reminders. */
export async function letUserGo(app: App, input: Wish): Promise<Answer> {
  const command = { type: 'letGo', at: app.world.now(), by: input.by } as const;
  return answer(app, input, await changeRequest(app, input.id, command, causeOf(input)));
}

/** By the clock: see `wakeAt`. */
export async function tickRequest(app: App, id: RequestId, cause: Cause): Promise<void> {
  const found = await app.store.findRequest(id);
  if (!found) return;
  const at = app.world.now();
  const ticked = await decideEnd(app, found.request, cause, (busy) => ({ type: 'tick', at, ...busy }));
  if (!ticked.ok && ticked.refusal.code === 'BeingChanged') {
    app.log.info({ requestId: id, by: ticked.refusal.by }, 'A user is being changed, so its end waits');
  }
}

/** A change begins under the lock of the environment, so none can begin while the end is decided. */
export function decideEnd(
  app: App,
  { id, ask }: Pick<AccessRequest, 'id' | 'ask'>,
  cause: Cause,
  commandOf: (busy: { readonly busy?: RequestId }) => Command,
) {
  return app.store.transaction((transaction) => decideEndIn(transaction, { id, ask }, cause, commandOf));
}

/** The same inside a transaction that has more to do, and holds no lock of a request yet. */
export async function decideEndIn(
  transaction: Transaction,
  { id, ask }: Pick<AccessRequest, 'id' | 'ask'>,
  cause: Cause,
  commandOf: (busy: { readonly busy?: RequestId }) => Command,
) {
  await transaction.lockSeats(ask.environment);
  const stored = await transaction.lockRequest(id);
  const busy = stored && (await findBusy(transaction, stored.request));
  return saveDecision(transaction, stored, commandOf(busy === undefined ? {} : { busy }), cause);
}

/** The request that changes the same user right now. */
async function findBusy(transaction: Transaction, request: AccessRequest): Promise<RequestId | undefined> {
  if (request.status !== 'Active') return undefined;
  const rival = await transaction.findRival(request);
  return rival?.status === 'Provisioning' || rival?.status === 'Undoing' ? rival.id : undefined;
}
