import type { Environment } from '../domain/environment.ts';
import { seatsOf, type SeatReading } from '../domain/seats.ts';
import type { EnvironmentKey } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { isFailure } from './failures.ts';
import type { QuotaView } from './views.ts';

/**
 * Asks the environment and remembers the answer.
 * The time is taken before the call, so that a seat taken meanwhile counts twice for a moment rather than not at all.
 */
export async function readSeatsLive(app: App, environment: Environment): Promise<SeatReading> {
  const readAt = app.world.now();
  const { limit, used, counted } = await app.dataverse.readQuota(environment);
  const configured = environment.limit === 'live' ? undefined : environment.limit;
  const reading: SeatReading = {
    limit: configured ?? limit,
    used,
    ...(counted !== used && { counted }),
    limitSource: configured === undefined ? 'live' : 'configured',
    readAt,
  };
  if (counted !== used) await logDifference(app, environment, { used, counted });
  await app.store.saveSeatReading(environment.key, reading);
  return reading;
}

/** Once per change, however often it is read. */
async function logDifference(
  app: App,
  { key }: Environment,
  { used, counted }: { readonly used: number; readonly counted: number },
): Promise<void> {
  const { reading: last } = await app.store.readSeats(key);
  if (last?.used === used && last.counted === counted) return;
  app.log.warn({ environment: key, used, counted }, 'The counts of seats differ');
}

/** For places where an old number is better than none: a failure is logged, and the last reading stays. */
export async function refreshSeats(app: App, environment: Environment): Promise<void> {
  try {
    await readSeatsLive(app, environment);
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ environment: environment.key, err }, 'Seats could not be read');
  }
}

/** One environment, or all of them, read live side by side. */
export function readQuota(app: App, key?: EnvironmentKey): Promise<readonly QuotaView[]> {
  const environments = key ? [environmentOf(app.settings, key)] : [...app.settings.environments.values()];
  return Promise.all(environments.map((environment) => readEnvironmentQuota(app, environment)));
}

async function readEnvironmentQuota(app: App, environment: Environment): Promise<QuotaView> {
  if (environment.deployment === 'onPremises') return { environment, kind: 'onPremises' };
  try {
    await readSeatsLive(app, environment);
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ environment: environment.key, err }, 'Seats could not be read');
    const last = await app.store.readSeats(environment.key);
    const lastSeats = last.reading && seatsOf(last.reading, last.holds);
    return { environment, kind: 'unreadable', service: err.service, code: err.code, ...(lastSeats && { lastSeats }) };
  }
  const { reading, holds, queue } = await app.store.readSeats(environment.key);
  if (!reading) throw new Error('A reading that was just saved is not there');
  return { environment, kind: 'seats', seats: seatsOf(reading, holds), waiting: queue.length };
}
