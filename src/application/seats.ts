import type { Environment } from '../domain/environment.ts';
import { seatsOf, type SeatReading } from '../domain/seats.ts';
import type { EnvironmentKey } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { PermanentFailure, TransientFailure } from './failures.ts';
import type { QuotaView } from './views.ts';

/**
 * Asks the environment and remembers the answer.
 * The time is taken before the call, so that a seat taken meanwhile counts twice for a moment rather than not at all.
 */
export async function readSeatsLive(app: App, environment: Environment): Promise<SeatReading> {
  const readAt = app.world.now();
  const quota = await app.dataverse.readQuota(environment);
  const configured = environment.limit === 'live' ? undefined : environment.limit;
  const reading: SeatReading = {
    limit: configured ?? quota.limit,
    used: quota.used,
    limitSource: configured === undefined ? 'live' : 'configured',
    readAt,
  };
  await app.store.saveSeatReading(environment.key, reading);
  return reading;
}

/** For places where an old number is better than none: a failure is logged, and the last reading stays. */
export async function refreshSeats(app: App, environment: Environment): Promise<void> {
  try {
    await readSeatsLive(app, environment);
  } catch (err) {
    if (!(err instanceof TransientFailure || err instanceof PermanentFailure)) throw err;
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
    if (!(err instanceof TransientFailure || err instanceof PermanentFailure)) throw err;
    app.log.warn({ environment: environment.key, err }, 'Seats could not be read');
    const last = await app.store.readSeats(environment.key);
    const lastSeats = last.reading && seatsOf(last.reading, last.holds);
    return { environment, kind: 'unreadable', service: err.service, code: err.code, ...(lastSeats && { lastSeats }) };
  }
  const { reading, holds, queue } = await app.store.readSeats(environment.key);
  if (!reading) throw new Error('A reading that was just saved is not there');
  return { environment, kind: 'seats', seats: seatsOf(reading, holds), waiting: queue.length };
}
