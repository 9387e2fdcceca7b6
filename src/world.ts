import { createHash, randomUUID } from 'node:crypto';
import type { World } from './application/ports/world.ts';
import { instant, type PlanHash } from './domain/words.ts';

/** The real one. */
export const world: World = {
  now: () => instant(new Date()),
  uuid: () => randomUUID(),
  sha256: (text) => createHash('sha256').update(text).digest('hex') as PlanHash,
  random: () => Math.random(),
};
