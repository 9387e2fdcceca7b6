import type { Kysely } from 'kysely';
import type { SeatHold, SeatReading } from '../domain/seats.ts';
import type { EnvironmentKey, RequestId } from '../domain/words.ts';
import type { Schema } from './schema.ts';

export interface StoredSeats {
  readonly reading: SeatReading | undefined;
  readonly holds: readonly SeatHold[];
  readonly queue: readonly RequestId[];
}

/** Whoever holds the lock gives out the next seat; it ends with the transaction. */
export async function lockEnvironment(trx: Kysely<Schema>, key: EnvironmentKey): Promise<void> {
  await trx
    .insertInto('environment')
    .values({ key })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx.selectFrom('environment').select('key').where('key', '=', key).forUpdate().executeTakeFirstOrThrow();
}

export async function readSeats(db: Kysely<Schema>, key: EnvironmentKey): Promise<StoredSeats> {
  const reading = await readReading(db, key);
  return { reading, holds: await readHolds(db, key, reading), queue: await readQueue(db, key) };
}

export async function saveReading(db: Kysely<Schema>, key: EnvironmentKey, reading: SeatReading): Promise<void> {
  const row = {
    seat_limit: reading.limit,
    seats_used: reading.used,
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

async function readReading(db: Kysely<Schema>, key: EnvironmentKey): Promise<SeatReading | undefined> {
  const row = await db.selectFrom('environment').selectAll().where('key', '=', key).executeTakeFirst();
  if (!row || row.seat_limit === null || row.seats_used === null || !row.limit_source || !row.read_at) return undefined;
  return { limit: row.seat_limit, used: row.seats_used, limitSource: row.limit_source, readAt: row.read_at };
}

/** A user that was seen by the reading is among its used ones, so only younger ones are still of interest. */
async function readHolds(
  db: Kysely<Schema>,
  key: EnvironmentKey,
  reading: SeatReading | undefined,
): Promise<readonly SeatHold[]> {
  const rows = await db
    .selectFrom('request')
    .select(['id', 'seat_taken_at'])
    .where('environment', '=', key)
    .where((eb) =>
      eb.or([
        eb('status', 'in', ['Provisioning', 'Undoing']),
        eb.and([eb('status', '=', 'Active'), ...(reading ? [eb('seat_taken_at', '>=', reading.readAt)] : [])]),
      ]),
    )
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ requestId: row.id, ...(row.seat_taken_at && { takenAt: row.seat_taken_at }) }));
}

async function readQueue(db: Kysely<Schema>, key: EnvironmentKey): Promise<readonly RequestId[]> {
  const rows = await db
    .selectFrom('request')
    .select('id')
    .where('environment', '=', key)
    .where('status', '=', 'Waiting')
    .orderBy('approved_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}
