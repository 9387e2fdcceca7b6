import type { Day, EnvironmentKey, Instant } from '../../domain/words.ts';

/** Which environments, and since when. */
export interface StatisticsScope {
  readonly environments: readonly EnvironmentKey[];
  readonly since: Instant;
}

/** The last reading of a day. */
export interface SeatSample {
  readonly environment: EnvironmentKey;
  readonly day: Day;
  readonly limit: number;
  readonly used: number;
}

/** How decisions ended. `approved` are those with all their approvals, `forced` those without. */
export interface Outcomes {
  readonly approved: number;
  readonly forced: number;
  readonly rejected: number;
  readonly withdrawn: number;
  readonly expired: number;
}

/** Of what takes time, in milliseconds. Undefined when nothing of it happened. */
export interface Durations {
  readonly count: number;
  readonly median: number | undefined;
  /** Nine of ten took no longer. */
  readonly ninetieth: number | undefined;
}

export interface WaitingNow {
  readonly length: number;
  /** Since when the longest waits. */
  readonly since: Instant | undefined;
}

/** Everything is from the database, by what happened; nothing that is erased later is needed for it. */
export interface StatisticsStore {
  /** In the order of the days; for each environment also the last one before `since`. */
  seatSamples(scope: StatisticsScope): Promise<readonly SeatSample[]>;
  /** Of submitted requests that were decided since then, each counted once, by its first decision. */
  outcomes(scope: StatisticsScope): Promise<Outcomes>;
  /** From the first submission to the user, of the users made since then. */
  timeToUser(scope: StatisticsScope): Promise<Durations>;
  /** Of the waits for a seat that ended since then with one. */
  waits(scope: StatisticsScope): Promise<Durations>;
  waitingNow(environments: readonly EnvironmentKey[]): Promise<WaitingNow>;
}
