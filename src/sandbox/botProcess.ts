import { ConfigError, loadConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startSeatkeeper } from '../seatkeeper.ts';
import { followSimulator } from './simulatedWorld.ts';

/** The bot as in production, on a database that is there already, and with the simulator's clock. */

try {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'Seatkeeper met a bug and ends');
    process.exit(1);
  });
  const world = await followSimulator(process.env.SIMULATOR_URL ?? '');
  const seatkeeper = await startSeatkeeper(config, config.databaseUrl ?? '', log, world);
  log.info({ url: seatkeeper.url }, 'Seatkeeper is ready');
  process.once('SIGTERM', () => {
    void seatkeeper.stop().finally(() => process.exit(0));
  });
} catch (err) {
  console.error(err instanceof ConfigError ? err.message : err);
  process.exit(1);
}
