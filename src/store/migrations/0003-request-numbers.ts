import { sql, type Kysely } from 'kysely';

/**
 * A row instead of a sequence: a sequence jumps by up to 32 when PostgreSQL is killed, and people take missing numbers for
 * lost requests.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table request_number (last bigint not null)`.execute(db);
  await sql`insert into request_number select coalesce(max(id), 100) from request`.execute(db);
}
