import { sql, type Kysely } from 'kysely';

/** `card.page`: of the users of a campaign, those that the reader has before them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table card add column page integer').execute(db);
}
