import type { Environment } from '../domain/environment.ts';
import { addMilliseconds, type Day, type EnvironmentKey, type Instant, type Person } from '../domain/words.ts';
import type { App } from './app.ts';
import type { Durations, Outcomes, SeatSample, WaitingNow } from './ports/statistics.ts';
import { isAdmin, reviewsIn } from './rights.ts';

export const statisticsDays = 90;

export interface EnvironmentSeats {
  readonly environment: Environment;
  /** Oldest first; empty when it was never read. */
  readonly samples: readonly SeatSample[];
}

export interface Statistics {
  readonly seats: readonly EnvironmentSeats[];
  readonly outcomes: Outcomes;
  readonly timeToUser: Durations;
  readonly waits: Durations;
  readonly waitingNow: WaitingNow;
  readonly from: Day;
  readonly at: Instant;
}

/**
 * How the last days were, in the environments that this person decides in; an admin sees all. Undefined when they may see
 * none of those asked for.
 */
export async function readStatistics(
  app: App,
  input: { readonly reader: Person; readonly environment?: EnvironmentKey },
): Promise<Statistics | undefined> {
  const seen = await seenBy(app, input.reader);
  const asked = seen.filter(({ key }) => input.environment === undefined || key === input.environment);
  if (asked.length === 0) return undefined;
  const at = app.world.now();
  const environments = asked.map(({ key }) => key);
  const scope = { environments, since: addMilliseconds(at, -statisticsDays * 86_400_000) };
  const { statistics } = app;
  const [samples, outcomes, timeToUser, waits, waitingNow] = await Promise.all([
    statistics.seatSamples(scope),
    statistics.outcomes(scope),
    statistics.timeToUser(scope),
    statistics.waits(scope),
    statistics.waitingNow(environments),
  ]);
  const seats = asked
    .filter(({ deployment }) => deployment === 'online')
    .map((environment) => ({
      environment,
      samples: samples.filter((sample) => sample.environment === environment.key),
    }));
  return { seats, outcomes, timeToUser, waits, waitingNow, from: scope.since.slice(0, 10) as Day, at };
}

/** The environments whose figures and users this person may see. */
export async function seenBy(app: App, reader: Person): Promise<readonly Environment[]> {
  const all = [...app.settings.environments.values()];
  if (await isAdmin(app, reader)) return all;
  const reviews = await Promise.all(all.map((environment) => reviewsIn(app, reader, environment)));
  return all.filter((_, index) => reviews[index]);
}
