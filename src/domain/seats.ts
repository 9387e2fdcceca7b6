import type { Instant, RequestId } from './words.ts';

/** What an environment said about its seats, and when. */
export interface SeatReading {
  readonly limit: number;
  /** By the environment's own count, where it has one. */
  readonly used: number;
  /** By its list of users; absent when both agree. */
  readonly counted?: number;
  readonly limitSource: 'live' | 'configured';
  readonly readAt: Instant;
}

/** A request that was promised a seat. `takenAt`: when its user began to count in the environment. */
export interface SeatHold {
  readonly requestId: RequestId;
  readonly takenAt?: Instant;
}

export interface Seats extends SeatReading {
  readonly reserved: number;
  readonly free: number;
}

/** Where the two counts differ, the larger one: a seat too few is promised rather than one too many. */
export function inUse({ used, counted = used }: Pick<SeatReading, 'used' | 'counted'>): number {
  return Math.max(used, counted);
}

/**
 * The bot's forecast; the environment's own answer wins when the user is created.
 *
 * A hold counts as reserved until a reading that is younger than `takenAt` has seen it as used. So a seat is never
 * counted as free between the moment it is taken and the next reading, and never counted twice after it.
 */
export function seatsOf(reading: SeatReading, holds: readonly SeatHold[]): Seats {
  const reserved = holds.filter((hold) => hold.takenAt === undefined || hold.takenAt >= reading.readAt).length;
  const free = Math.max(0, reading.limit - inUse(reading) - reserved);
  return { ...reading, reserved, free };
}
