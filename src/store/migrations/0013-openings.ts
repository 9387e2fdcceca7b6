import { sql, type Kysely } from 'kysely';

/** For which opening of a stage a card asks: whoever has one from an earlier opening must hear that it is their turn again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table card add column opened timestamptz`).execute(db);
}
