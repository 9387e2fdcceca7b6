import type { Environment } from '../domain/environment.ts';
import { millisecondsBetween, type PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import { reconcile } from './reconcile.ts';
import type { Comparison } from './views.ts';

interface Asked {
  readonly reader: PersonId;
  readonly environments: readonly Environment[];
}

/** Milliseconds. What is older is compared anew with the next page, and names of people are kept no longer than needed. */
const longestTurning = 15 * 60_000;

export async function compareAnew(app: App, asked: Asked): Promise<Comparison> {
  const of = keysOf(asked);
  const comparison = { id: app.world.uuid(), of, at: app.world.now(), found: await reconcile(app, asked.environments) };
  for (const [reader, known] of app.comparisons) if (isOld(app, known)) app.comparisons.delete(reader);
  app.comparisons.set(asked.reader, comparison);
  return comparison;
}

/** The one that the reader has before them: with this id, else of these environments. A new one when it is not known, or old. */
export async function comparisonOf(app: App, asked: Asked, id?: string): Promise<Comparison> {
  const known = app.comparisons.get(asked.reader);
  const same = known && (id === undefined ? known.of === keysOf(asked) : known.id === id);
  return same && !isOld(app, known) ? known : compareAnew(app, asked);
}

function isOld({ world }: App, { at }: Comparison): boolean {
  return millisecondsBetween(at, world.now()) >= longestTurning;
}

function keysOf({ environments }: Asked): string {
  return environments.map(({ key }) => key).join();
}
