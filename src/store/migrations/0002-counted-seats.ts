import { sql, type Kysely } from 'kysely';

/** What the environment's list of users says about its seats, where that differs from the environment's own count. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table environment add column seats_counted integer`.execute(db);
}
