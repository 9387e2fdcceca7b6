import type { Kysely, Selectable } from 'kysely';
import { recordStatuses } from '../domain/request.ts';
import type { SeatHold, SeatReading } from '../domain/seats.ts';
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
