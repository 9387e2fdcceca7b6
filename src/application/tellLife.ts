import { concernedBy } from '../domain/concerned.ts';
import type { NoticeDays } from '../domain/life.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { Person, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { saveDecision } from './changeRequest.ts';
import { findAdmins } from './findAdmins.ts';
import type { Cause, NewCard } from './ports/store.ts';
import { postCards } from './postCards.ts';

/** Owner and requester hear that the last day is near. Nothing when it was settled meanwhile. */
export async function noticeEnd(app: App, requestId: RequestId, days: NoticeDays): Promise<void> {
  const request = (await app.store.findRequest(requestId))?.request;
  if (request?.status !== 'Active' || request.letGo || request.noticed !== days) return;
  await post(app, request, concernedBy(request), { part: 'ending', round: days });
}

/** Owner and requester hear that a user is no more; the admins too when it could not be revoked. */
export async function tellRevoked(app: App, requestId: RequestId, round: number, correlationId: string): Promise<void> {
  const request = (await app.store.findRequest(requestId))?.request;
  if (!request) return;
  const failed = request.status === 'Active' && request.unrevoked !== undefined;
  if (request.status !== 'Revoked' && !failed) return;
  if (!failed) await closeChange(app, request, { actor: 'seatkeeper', correlationId });
  const left = failed || (request.status === 'Revoked' && request.leftovers.length > 0);
  const readers = [...concernedBy(request), ...(left ? await findAdmins(app) : [])];
  await post(app, request, readers, { part: 'revoked', round });
}

/** Whatever was still to change the user has no user any more. */
async function closeChange(app: App, request: AccessRequest, cause: Cause): Promise<void> {
  await app.store.transaction(async (transaction) => {
    await transaction.lockSeats(request.ask.environment);
    const rival = await transaction.findRival(request);
    if (rival?.status !== 'Pending') return;
    const expire = { type: 'expire', at: app.world.now(), userGone: true } as const;
    await saveDecision(transaction, await transaction.lockRequest(rival.id), expire, cause);
  });
}

async function post(
  app: App,
  { id: requestId }: AccessRequest,
  readers: readonly Person[],
  card: Pick<NewCard, 'part' | 'round'>,
): Promise<void> {
  const people = [...new Map(readers.map((reader) => [reader.id, reader])).values()];
  await app.store.transaction((transaction) =>
    postCards(
      transaction,
      people.map((reader) => ({ requestId, reader, ...card })),
    ),
  );
}
