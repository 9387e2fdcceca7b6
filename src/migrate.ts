import { ConfigError, loadConfig } from './config.ts';
import { createLog } from './log.ts';
import { migrate, openDatabase } from './store/database.ts';
import { createTaskQueue } from './store/queue.ts';

/**
 * `npm run migrate`, as the owner of the database: makes and changes the tables, the job queue's too, so that the bot
 * itself can run as a role that cannot (docs/production-role.sql).
 */
const log = createLog('error');
try {
  const { databaseUrl } = loadConfig();
  if (!databaseUrl)
    throw new ConfigError(['DATABASE_URL is not set: a database in the data folder brings itself up to date']);
  const db = openDatabase(databaseUrl, { log, maxConnections: 2 });
  try {
    await migrate(db);
    await (await createTaskQueue(databaseUrl, { log })).stop();
  } finally {
    await db.destroy();
  }
  process.stdout.write('The database is up to date.\n');
} catch (err) {
  if (!(err instanceof ConfigError)) throw err;
  process.stderr.write(`${err.message}\n`);
  process.exitCode = 1;
}
