import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql, type Kysely } from 'kysely';
import { escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Instant } from '../../domain/words.ts';
import type { Session } from '../database.ts';
import type { Schema } from '../schema.ts';
import { endOfRows, headerLine, type Header } from './backupFile.ts';
import { sequencesOf, tablesOf, waitingTasks } from './catalogue.ts';

/**
 * Everything that is ours, as it is at one moment, while others go on working: our own tables, and the tasks that
 * are not done. Ends the session, also half way through a table.
 */
export async function writeBackup(session: Session, at: Instant, target: Writable): Promise<Header> {
  try {
    // Not through Kysely, which would wait for the end of a copy that nobody reads any more.
    await session.client.query('begin isolation level repeatable read, read only');
    const header = await describe(session.db, at);
    await pipeline(piecesOf(session, header), createGzip(), target);
    return header;
  } finally {
    await session.close();
  }
}

async function* piecesOf({ client }: Session, header: Header): AsyncGenerator<string | Buffer> {
  yield headerLine(header);
  for (const { name, columns } of header.tables) {
    const list = columns.map(escapeIdentifier).join(', ');
    // A query, so that rows come in the order in which they were asked for.
    const rows = client.query(copyTo(`copy (select ${list} from ${escapeIdentifier(name)}) to stdout`));
    for await (const chunk of rows) yield chunk as Buffer;
    yield endOfRows;
  }
}

async function describe(db: Kysely<Schema>, at: Instant): Promise<Header> {
  const tables: Header['tables'] = [];
  for (const { name, columns } of await tablesOf(db)) {
    const { rows } = await sql<{ readonly count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
      db,
    );
    tables.push({ name, columns, rows: rows[0]?.count ?? 0 });
  }
  const migrations = await sql<{ readonly name: string }>`select name from kysely_migration order by name`.execute(db);
  return {
    seatkeeper: 'backup',
    format: 1,
    at,
    migrations: migrations.rows.map(({ name }) => name),
    tables,
    sequences: await sequencesOf(db),
    tasks: await waitingTasks(db),
    auditHead: await db.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow(),
  };
}
