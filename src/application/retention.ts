import { erase } from '../domain/erase.ts';
import { addMilliseconds, dayOf } from '../domain/words.ts';
import type { App } from './app.ts';

const day = 86_400_000;
/** A few with each sweep, so that nobody waits for them. */
const batch = 25;

/** Once a day: takes what is personal out of requests that ended long enough ago, and forgets what nobody needs. */
export async function removeOldData(app: App, correlationId: string): Promise<void> {
  const days = app.settings.retention.closedRequests;
  const at = app.world.now();
  const today = dayOf(at);
  if (days === 'forever' || (await app.personalData.isDone(today))) return;
  const before = addMilliseconds(at, -days * day);
  const ids = await app.personalData.findEnded(before, batch);
  for (const id of ids) {
    const record = { at, actor: 'seatkeeper', correlationId, details: { days } } as const;
    await app.personalData.eraseRequest(id, (request) => erase(request, at), record);
  }
  if (ids.length > 0) app.log.info({ requests: ids.length }, 'What was personal was taken out of closed requests');
  // Those that they had replaced are next.
  if (ids.length > 0) return;
  await app.personalData.removeOld(before, today);
  await app.personalData.markDone(today);
}
