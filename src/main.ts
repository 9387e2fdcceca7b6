import { join } from 'node:path';
import { ConfigError, loadConfig, type Config } from './config.ts';
import { createLog } from './log.ts';
import { startSeatkeeper } from './seatkeeper.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './store/embedded.ts';

const config = configOrExit();
const log = createLog(config.logLevel);

// Nothing is lost by ending: whatever was under way is saved, and goes on with the next start.
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'Seatkeeper met a bug and ends');
  process.exit(1);
});

let database: EmbeddedPostgres | undefined;
try {
  if (!config.databaseUrl) {
    database = await startEmbeddedPostgres({ dataDir: join(config.dataFolder, 'postgres'), log });
  }
  const seatkeeper = await startSeatkeeper(config, config.databaseUrl ?? database?.url ?? '', log);
  log.info({ url: seatkeeper.url, production: config.production }, 'Seatkeeper is ready');

  let stopping = false;
  const stop = async (reason: string, exitCode: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'Seatkeeper stops');
    await seatkeeper.stop();
    await database?.stop();
    process.exit(exitCode);
  };
  process.on('SIGINT', () => void stop('SIGINT', 0));
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  // Started by another program of ours that has gone.
  process.on('disconnect', () => void stop('parent gone', 0));
  void database?.lost.then(() => {
    if (!stopping) log.error({}, 'The embedded PostgreSQL has ended');
    return stop('database lost', 1);
  });
} catch (err) {
  log.fatal({ err }, 'Seatkeeper could not start');
  await database?.stop().catch(() => undefined);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 1000).unref();
}

function configOrExit(): Config {
  try {
    return loadConfig();
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    console.error(err.message);
    process.exit(1);
  }
}
