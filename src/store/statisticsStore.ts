import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Durations, Outcomes, SeatSample, StatisticsStore, WaitingNow } from '../application/ports/statistics.ts';
import type { Schema } from './schema.ts';

/** Written out, so that the partial index `request_event_moment` serves them. */
const decisions = sql`('SeatReserved', 'Begun', 'PutOnWaitingList', 'Rejected', 'Withdrawn', 'Expired')`;
const moments = sql`('SeatReserved', 'Begun', 'PutOnWaitingList', 'Rejected', 'Withdrawn', 'Expired', 'Activated')`;

interface Spread {
  readonly count: number;
  readonly spread: readonly [number, number] | null;
}

export function createStatisticsStore(db: Kysely<Schema>): StatisticsStore {
  return {
    async seatSamples({ environments, since }) {
      const { rows } = await sql<SeatSample>`
        select distinct on (environment, day) environment, day, seat_limit as limit, seats_used as used from (
          select environment, seat_limit, seats_used, at, to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day
          from seat_sample where environment = any(${environments}) and at >= coalesce(
            (select max(at) from seat_sample older where older.environment = seat_sample.environment and older.at < ${since}),
            ${since})
        ) sample
        order by day, environment, at desc`.execute(db);
      return rows;
    },

    async outcomes({ environments, since }) {
      const { rows } = await sql<Outcomes>`
        with decided as (
          select request_id, type from request_event decision
          join request on request.id = request_id
          where type in ${decisions} and type in ${moments} and at >= ${since} and environment = any(${environments})
            and exists (select from request_event submission
              where submission.request_id = decision.request_id and submission.type = 'Submitted')
            and not exists (select from request_event earlier
              where earlier.request_id = decision.request_id and earlier.seq < decision.seq and earlier.type in ${decisions})
        ), told as (
          select type, exists (select from request_event forced
            where forced.request_id = decided.request_id and forced.type = 'Forced') as forced
          from decided
        )
        select
          count(*) filter (where type in ('SeatReserved', 'Begun', 'PutOnWaitingList') and not forced)::int as approved,
          count(*) filter (where type in ('SeatReserved', 'Begun', 'PutOnWaitingList') and forced)::int as forced,
          count(*) filter (where type = 'Rejected')::int as rejected,
          count(*) filter (where type = 'Withdrawn')::int as withdrawn,
          count(*) filter (where type = 'Expired')::int as expired
        from told`.execute(db);
      return rows[0] ?? { approved: 0, forced: 0, rejected: 0, withdrawn: 0, expired: 0 };
    },

    timeToUser({ environments, since }) {
      return durationsOf(
        db,
        sql`select made.at - (select min(submission.at) from request_event submission
            where submission.request_id = made.request_id and submission.type = 'Submitted') as took
          from request_event made join request on request.id = made.request_id
          where made.type = 'Activated' and made.type in ${moments} and made.at >= ${since}
            and environment = any(${environments}) and state #>> '{ask,account,kind}' <> 'user'`,
      );
    },

    waits({ environments, since }) {
      return durationsOf(
        db,
        sql`select given.at - (select max(begun.at) from request_event begun
            where begun.request_id = given.request_id and begun.type in ('PutOnWaitingList', 'UndoFinished') and begun.seq < given.seq) as took
          from request_event given join request on request.id = given.request_id
          where given.type = 'SeatReserved' and given.type in ${moments} and given.at >= ${since}
            and environment = any(${environments})`,
      );
    },

    async waitingNow(environments) {
      const { rows } = await sql<WaitingNow & { since: WaitingNow['since'] | null }>`
        select count(*)::int as length, min((state->>'waitingSince')::timestamptz) as since
        from request where status = 'Waiting' and environment = any(${environments})`.execute(db);
      return { length: rows[0]?.length ?? 0, since: rows[0]?.since ?? undefined };
    },
  };
}

/** `intervals` selects `took`; what has none does not count. */
async function durationsOf(db: Kysely<Schema>, intervals: RawBuilder<unknown>): Promise<Durations> {
  const { rows } = await sql<Spread>`
    select count(took)::int as count,
      percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from took)::float8 * 1000) as spread
    from (${intervals}) lasted`.execute(db);
  const { count = 0, spread } = rows[0] ?? {};
  return { count, median: spread?.[0] ?? undefined, ninetieth: spread?.[1] ?? undefined };
}
