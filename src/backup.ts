import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { ConfigError, loadConfig } from './config.ts';
import { findDatabase, Unusable } from './findDatabase.ts';
import { createLog } from './log.ts';
import { BackupProblem, type Header } from './store/backup/backupFile.ts';
import { restoreBackup } from './store/backup/restoreBackup.ts';
import { writeBackup } from './store/backup/writeBackup.ts';
import { openSession, type Session } from './store/database.ts';
import { createTaskQueue, type TaskQueue } from './store/queue.ts';
import { world } from './world.ts';

/** `npm run backup` and `npm run restore`. Exit code 2 when it could not be done; then nothing was changed. */

const usage = `npm run backup -- <file>
npm run restore -- <file>`;

const log = createLog('error');

try {
  const [command, file, ...others] = process.argv.slice(2);
  if (!file || others.length > 0) throw new Unusable(usage);
  if (command === 'backup') await backup(file);
  else if (command === 'restore') await restore(file);
  else throw new Unusable(usage);
} catch (err) {
  if (!(err instanceof Unusable || err instanceof ConfigError || err instanceof BackupProblem)) throw err;
  process.stderr.write(`${err.message}\n`);
  process.exitCode = 2;
}

/** The file appears under its name when it is whole. Nobody but its owner can read it. */
async function backup(file: string): Promise<void> {
  if (existsSync(file)) throw new Unusable(`${file} is there already.`);
  const unfinished = `${file}.${randomUUID()}.part`;
  try {
    const header = await onDatabase({ create: false }, (session) =>
      writeBackup(session, world.now(), createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true })),
    );
    await rename(unfinished, file);
    process.stdout.write(`${file}: ${contents(header)}\n${headOf(header)}`);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function restore(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Unusable(`There is no file ${file}.`);
  const header = await onDatabase({ create: true }, async (session, url) => {
    let queue: TaskQueue | undefined;
    const openQueue = async (): Promise<TaskQueue> => (queue = await createTaskQueue(url, { log }));
    try {
      return await restoreBackup(session, () => createReadStream(file), openQueue);
    } finally {
      await queue?.stop();
      await session.close();
    }
  });
  process.stdout.write(`Restored, as it was at ${header.at}: ${contents(header)}\n`);
  process.stdout.write(`The audit is whole. ${headOf(header)}Seatkeeper can be started.\n`);
}

async function onDatabase<T>(
  options: { readonly create: boolean },
  work: (session: Session, url: string) => Promise<T>,
): Promise<T> {
  const { url, stop } = await findDatabase(loadConfig(), log, options);
  try {
    return await work(await openSession(url), url);
  } finally {
    await stop();
  }
}

function contents({ tables }: Header): string {
  const rows = new Map(tables.map((table) => [table.name, table.rows]));
  return `${rows.get('request') ?? 0} requests, ${rows.get('audit') ?? 0} entries in the audit`;
}

function headOf({ auditHead: { seq, hash } }: Header): string {
  return seq === 0 ? '' : `Its end, to be kept elsewhere for audit:verify --known: ${seq}:${hash}\n`;
}
