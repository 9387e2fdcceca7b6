import type { App } from './application/app.ts';
import { seatsOf, type Seats } from './domain/seats.ts';
import type { EnvironmentKey } from './domain/words.ts';
import type { createCounts } from './store/counts.ts';
import type { TaskQueue } from './store/queue.ts';
import type { Standing } from './telemetry/gauges.ts';

/** What the gauges show, from the database alone: nobody who scrapes makes the bot call a service. */
export function standingOf({
  app: { store, settings },
  queue,
  counts,
}: {
  readonly app: Pick<App, 'store' | 'settings'>;
  readonly queue: Pick<TaskQueue, 'depth'>;
  readonly counts: ReturnType<typeof createCounts>;
}): Standing {
  async function seatsIn(key: EnvironmentKey): Promise<readonly [EnvironmentKey, { seats: Seats; waiting: number }][]> {
    const { reading, holds, queue: waiting } = await store.readSeats(key);
    return reading ? [[key, { seats: seatsOf(reading, holds), waiting: waiting.length }]] : [];
  }
  return {
    requests: () => counts.countRequests(),
    cards: () => counts.countCards(),
    seats: async () => new Map((await Promise.all([...settings.environments.keys()].map(seatsIn))).flat()),
    queue: () => queue.depth(),
  };
}
