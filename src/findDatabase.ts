import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { startEmbeddedPostgres } from './store/embedded.ts';

/** What whoever called a program has to change; its message is all that they are shown. */
export class Unusable extends Error {}

interface Found {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * The database of the configuration, for a program beside the bot. A server that runs on the data folder already is
 * joined; without `create`, none is made.
 */
export async function findDatabase(
  { databaseUrl, dataFolder }: Pick<Config, 'databaseUrl' | 'dataFolder'>,
  log: Logger,
  { create = false } = {},
): Promise<Found> {
  if (databaseUrl) return { url: databaseUrl, stop: () => Promise.resolve() };
  const dataDir = join(dataFolder, 'postgres');
  if (!create && !existsSync(dataDir)) {
    throw new Unusable(`There is no database in ${dataDir} yet, and no DATABASE_URL is set.`);
  }
  const server = await startEmbeddedPostgres({ dataDir, log });
  return { url: server.url, stop: () => server.stop() };
}
