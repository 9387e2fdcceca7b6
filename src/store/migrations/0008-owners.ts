import { sql, type Kysely } from 'kysely';

/** Owners are asked about their users, so they are looked for. Old users have an end that the clock must look at. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `alter table request add column owner_id text`,
    `update request set owner_id = state #>> '{ask,owner,id}'`,
    `alter table request alter column owner_id set not null`,
    `create index request_owner on request (owner_id, status)`,
    // When the clock looks next: at the notice that comes next, at 8 in the morning, or at the end. See `wakeAt`.
    `update request set wake_at = coalesce(
       (select min(notice) from unnest(array[30, 7, 1]) as days,
         lateral (select ((until::date - days) + time '08:00') at time zone 'UTC') as n(notice) where notice > now()),
       ((until::date + 1)::timestamp) at time zone 'UTC')
     where status = 'Active'`,
    `drop index request_seat_taken`,
    `create index request_seat_taken on request (environment, seat_taken_at) where status in ('Active', 'Revoking')`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
