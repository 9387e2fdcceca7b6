import pg from 'pg';
import pino from 'pino';
import { startEmbeddedPostgres } from '../store/embedded.ts';
import { ensureDatabase } from '../store/ensureDatabase.ts';

/** Keeps embedded PostgreSQL running for as long as the sandbox does. Sends the address when it is ready. */
const SIMULATOR_DATABASE = 'simulator';
const OTHERS_LEAVE_WITHIN_MS = 10_000;

const dataDir = process.env.POSTGRES_FOLDER;
if (!dataDir) throw new Error('POSTGRES_FOLDER is not set');
const log = pino(pino.destination({ sync: true }));

const starting = startEmbeddedPostgres({ dataDir, log });
process.once('SIGTERM', () => {
  // After a killed supervisor all parts leave at once: wait for the others instead of leaving the server to them.
  void starting.then((server) => server.stop(OTHERS_LEAVE_WITHIN_MS)).finally(() => process.exit());
});
const server = await starting.catch((err: unknown) => {
  console.error(err instanceof Error ? err.message : err);
  process.exit(1);
});
void server.lost.then(() => {
  log.error('PostgreSQL has gone away');
  process.exit(1);
});
const session = new pg.Client({ connectionString: server.url });
await session.connect();
await ensureDatabase(session, SIMULATOR_DATABASE);
await session.end();
process.send?.({ botUrl: server.url, simulatorUrl: urlOf(SIMULATOR_DATABASE) });

function urlOf(database: string): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return url.href;
}
