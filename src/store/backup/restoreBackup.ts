import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql, type Kysely, type Transaction } from 'kysely';
import { escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Task } from '../../application/tasks.ts';
import { verifyAudit } from '../../application/auditVerify.ts';
import { sha256 } from '../auditChain.ts';
import { auditView } from '../auditStore.ts';
import { migrate, migrateTo, migrationNames, type Session } from '../database.ts';
import type { TaskQueue } from '../queue.ts';
import type { Schema } from '../schema.ts';
import { BackupProblem, readBackup, type BackupReader, type Header, type TableCopy } from './backupFile.ts';
import { isEmpty, tablesOf } from './catalogue.ts';

/**
 * Into an empty database, in one transaction: everything, with the audit whole, or nothing. A backup of an older version
 * is brought up to date on the way.
 * `openQueue` makes the tables of the job queue, which are no part of that transaction, and harmless without tasks.
 */
export function restoreBackup(
  session: Session,
  open: () => Readable,
  openQueue: () => Promise<Pick<TaskQueue, 'send'>>,
): Promise<Header> {
  return session.db.transaction().execute(async (trx) => {
    if (!(await isEmpty(trx))) throw new BackupProblem(notEmpty);
    const backup = readBackup(open);
    const header = await backup.readHeader();
    await migrateTo(trx, newestOf(header));
    await expectTables(trx, header);
    for (const table of header.tables) await fill(session, trx, table, backup);
    await backup.expectEnd();
    for (const [name, last] of Object.entries(header.sequences)) {
      await sql`select setval(${escapeIdentifier(name)}::regclass, ${last})`.execute(trx);
    }
    await migrate(trx);
    await skipNumbers(trx);
    await verify(trx, header);
    if (header.tasks.length > 0) await sendAgain(await openQueue(), header, trx);
    return header;
  });
}

const notEmpty =
  'The database is not empty. A backup is restored into a new one: nothing is ever overwritten. See docs/data.md.';

function newestOf({ migrations }: Header): string {
  const newest = migrations.at(-1) ?? '';
  const upToIt = migrationNames.slice(0, migrationNames.indexOf(newest) + 1);
  if (upToIt.join() !== migrations.join()) {
    throw new BackupProblem(
      `The backup is of another version of Seatkeeper (${newest}). Restore it with that version.`,
    );
  }
  return newest;
}

/** The same tables and columns as when it was written. */
async function expectTables(trx: Kysely<Schema>, { tables }: Header): Promise<void> {
  const describe = (all: readonly Pick<TableCopy, 'name' | 'columns'>[]): string =>
    all.map(({ name, columns }) => `${name}(${columns.toSorted().join()})`).join();
  if (describe(await tablesOf(trx)) === describe(tables)) return;
  throw new BackupProblem('The backup has other tables than its version of Seatkeeper.');
}

/** In place of what a migration has put there. Its triggers, which keep what happened from being changed, rest meanwhile. */
async function fill({ client }: Session, trx: Kysely<Schema>, table: TableCopy, backup: BackupReader): Promise<void> {
  const [name, columns] = [escapeIdentifier(table.name), table.columns.map(escapeIdentifier).join(', ')];
  await sql.raw(`alter table ${name} disable trigger user`).execute(trx);
  await sql.raw(`delete from ${name}`).execute(trx);
  const copy = client.query(copyFrom(`copy ${name} (${columns}) from stdin`));
  await pipeline(backup.rows(), copy);
  if (copy.rowCount !== table.rows) {
    throw new BackupProblem(`The backup has ${copy.rowCount} rows of ${table.name}, and should have ${table.rows}.`);
  }
  await sql.raw(`alter table ${name} enable trigger user`).execute(trx);
}

/**
 * Numbers are never used twice, and some were given out after the backup: they are on cards in people's chats, and in the
 * names of accounts.
 */
async function skipNumbers(trx: Kysely<Schema>): Promise<void> {
  await sql`update request_number set last = (last / 1000 + 1) * 1000 where exists (select from request)`.execute(trx);
}

async function sendAgain(queue: Pick<TaskQueue, 'send'>, { tasks }: Header, trx: Transaction<Schema>): Promise<void> {
  for (const { task, correlationId } of tasks) await queue.send([task as Task], correlationId, trx);
}

async function verify(trx: Kysely<Schema>, { auditHead }: Header): Promise<void> {
  const audit = { read: <T>(work: (view: ReturnType<typeof auditView>) => Promise<T>) => work(auditView(trx)) };
  const verdict = await verifyAudit({ audit, sha256 }, { known: auditHead });
  if (verdict.kind === 'whole') return;
  const flaw = verdict.kind === 'broken' ? ` (${verdict.flaw.code})` : '';
  throw new BackupProblem(`The audit in the backup is not whole${flaw}, so nothing was restored.`);
}
