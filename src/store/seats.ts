import { sql, type Kysely, type Selectable } from 'kysely';
import { recordStatuses } from '../domain/request.ts';
import { inUse, type SeatHold, type SeatReading } from '../domain/seats.ts';
import type { EnvironmentKey, RequestId } from '../domain/words.ts';
import type { Schema } from './schema.ts';

export interface StoredSeats {
  readonly reading: SeatReading | undefined;
  readonly holds: readonly SeatHold[];
  readonly queue: readonly RequestId[];
}

/** Whoever holds the lock gives out the next seat; it ends with the transaction. */
export async function lockSeats(trx: Kysely<Schema>, key: EnvironmentKey): Promise<StoredSeats> {
  const lock = selectEnvironment(trx, key).forUpdate();
  let row = await lock.executeTakeFirst();
  if (!row) {
    await trx
      .insertInto('environment')
      .values({ key })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    row = await lock.executeTakeFirstOrThrow();
  }
  return readPromises(trx, key, readingOf(row));
}

export async function readSeats(db: Kysely<Schema>, key: EnvironmentKey): Promise<StoredSeats> {
  const row = await selectEnvironment(db, key).executeTakeFirst();
  return readPromises(db, key, row && readingOf(row));
}

export async function saveReading(db: Kysely<Schema>, key: EnvironmentKey, reading: SeatReading): Promise<void> {
  const row = {
    seat_limit: reading.limit,
    seats_used: reading.used,
    seats_counted: reading.counted ?? null,
    limit_source: reading.limitSource,
    read_at: reading.readAt,
  };
  await db
    .insertInto('environment')
    .values({ key, ...row })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(row)
        .where((eb) =>
          eb.or([eb('environment.read_at', 'is', null), eb('environment.read_at', '<', eb.ref('excluded.read_at'))]),
        ),
    )
    .execute();
  await saveSample(db, key, reading);
}

/** Kept for statistics: one an hour, and each change. After a year the last one of a day is enough. */
async function saveSample(db: Kysely<Schema>, key: EnvironmentKey, reading: SeatReading): Promise<void> {
  const { limit, readAt } = reading;
  const used = inUse(reading);
  const { numAffectedRows: added } = await sql`
    insert into seat_sample (environment, at, seat_limit, seats_used)
    select ${key}, ${readAt}, ${limit}, ${used} where not exists (
      select from (select at, seat_limit, seats_used from seat_sample where environment = ${key} order by at desc limit 1) last
      where at >= ${readAt}
        or (seat_limit = ${limit}::int and seats_used = ${used}::int and date_trunc('hour', at) = date_trunc('hour', ${readAt}::timestamptz)))
    on conflict do nothing`.execute(db);
  if (!added) return;
  await sql`
    delete from seat_sample old where environment = ${key} and at < ${readAt}::timestamptz - interval '1 year' and exists (
      select from seat_sample later where later.environment = old.environment and later.at > old.at
        and date_trunc('day', later.at, 'UTC') = date_trunc('day', old.at, 'UTC'))`.execute(db);
}

export async function waitingEnvironments(db: Kysely<Schema>): Promise<readonly EnvironmentKey[]> {
  const rows = await db
    .selectFrom('request')
    .select('environment')
    .distinct()
    .where('status', '=', 'Waiting')
    .orderBy('environment')
    .execute();
  return rows.map((row) => row.environment);
}

function selectEnvironment(db: Kysely<Schema>, key: EnvironmentKey) {
  return db.selectFrom('environment').selectAll().where('key', '=', key);
}

function readingOf(row: Selectable<Schema['environment']>): SeatReading | undefined {
  if (row.seat_limit === null || row.seats_used === null || !row.limit_source || !row.read_at) return undefined;
  return {
    limit: row.seat_limit,
    used: row.seats_used,
    ...(row.seats_counted !== null && { counted: row.seats_counted }),
    limitSource: row.limit_source,
    readAt: row.read_at,
  };
}

/**
 * Who was promised a seat, and who waits for one. A user that was seen by the reading is among its used ones, so only
 * younger ones are still of interest.
 */
async function readPromises(
  db: Kysely<Schema>,
  key: EnvironmentKey,
  reading: SeatReading | undefined,
): Promise<StoredSeats> {
  const rows = await db
    .selectFrom('request')
    .select(['id', 'status', 'seat_taken_at'])
    .where('environment', '=', key)
    .where('takes_seat', '=', true)
    .where((eb) =>
      eb.or([
        eb('status', 'in', ['Provisioning', 'Undoing', 'Waiting']),
        eb.and([eb('status', 'in', recordStatuses), ...(reading ? [eb('seat_taken_at', '>=', reading.readAt)] : [])]),
      ]),
    )
    .orderBy('approved_at')
    .orderBy('id')
    .execute();
  const [queue, holds] = [
    rows.filter(({ status }) => status === 'Waiting'),
    rows.filter(({ status }) => status !== 'Waiting'),
  ];
  return {
    reading,
    holds: holds.map((row) => ({ requestId: row.id, ...(row.seat_taken_at && { takenAt: row.seat_taken_at }) })),
    queue: queue.map(({ id }) => id),
  };
}
