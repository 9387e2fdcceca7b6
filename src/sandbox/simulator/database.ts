import { Kysely, PostgresDialect, sql } from 'kysely';
import type { ColumnType } from 'kysely';
import pg from 'pg';

interface RecordTable {
  kind: string;
  place: string;
  id: string;
  row: ColumnType<unknown, string, string>;
}

/** The simulator's own schema, so that it can share a database with the bot. */
export interface SimulatorDatabase {
  'simulator.record': RecordTable;
}

/** Safe to call again on a database that already has the schema. */
export async function openDatabase(url: string): Promise<Kysely<SimulatorDatabase>> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  // A server that goes away while a connection idles is reported by the next query.
  pool.on('error', () => undefined);
  const database = new Kysely<SimulatorDatabase>({ dialect: new PostgresDialect({ pool }) });
  try {
    await createSchema(database);
    return database;
  } catch (cause) {
    await database.destroy();
    throw new Error('The simulator cannot open its database', { cause });
  }
}

async function createSchema(database: Kysely<SimulatorDatabase>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // "If not exists" alone is not safe when two processes create at once.
    await lockWriters(transaction);
    await sql`create schema if not exists simulator`.execute(transaction);
    await sql`create sequence if not exists simulator.version start 1760400`.execute(transaction);
    await sql`
      create table if not exists simulator.record (
        kind text not null,
        place text not null,
        id text not null,
        row jsonb not null,
        primary key (kind, place, id)
      )`.execute(transaction);
  });
}

/** One writer at a time, over all processes on this database, until the transaction ends. */
export async function lockWriters(transaction: Kysely<SimulatorDatabase>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('simulator.record'))`.execute(transaction);
}
