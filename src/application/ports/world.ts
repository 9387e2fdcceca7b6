import type { Instant, PlanHash } from '../../domain/words.ts';

/** What the domain must not have: time, randomness, hashing. */
export interface World {
  now(): Instant;
  /** Unguessable, for ids and marks. */
  uuid(): string;
  sha256(text: string): PlanHash;
  /** Between 0 and 1, for jitter. */
  random(): number;
}

/** Structured log: static text, fields for the facts. No personal data beyond object ids. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
