import { sql, type Kysely } from 'kysely';

/** How the seats of an environment changed over time, and the moments that decide about a request, found without a scan. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements: readonly string[] = [
  `create table seat_sample (
    environment text not null,
    at timestamptz not null,
    seat_limit integer not null,
    seats_used integer not null,
    primary key (environment, at)
  )`,
  `insert into seat_sample select key, read_at, seat_limit, greatest(seats_used, coalesce(seats_counted, 0)) from environment
    where read_at is not null and seat_limit is not null and seats_used is not null`,
  `create index request_event_moment on request_event (at) where type in
    ('SeatReserved', 'Begun', 'PutOnWaitingList', 'Rejected', 'Withdrawn', 'Expired', 'Activated')`,
];
