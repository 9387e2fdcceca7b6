import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { StatisticsStore } from '../../src/application/ports/statistics.ts';
import type { EnvironmentKey, Instant } from '../../src/domain/words.ts';
import { createStatisticsStore } from '../../src/store/statisticsStore.ts';
import { openStore, type StoreHarness } from './harness.ts';

let harness: StoreHarness;
let statistics: StatisticsStore;
const prod = 'prod' as EnvironmentKey;
const scope = { environments: [prod], since: '2026-08-26T00:00:00.000Z' as Instant };

beforeAll(async () => {
  harness = await openStore();
  statistics = createStatisticsStore(harness.db);
});
beforeEach(async () => {
  await harness.db.transaction().execute(async (trx) => {
    // Events stay, by a trigger.
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql`truncate request_event, request, seat_sample, environment, card cascade`.execute(trx);
  });
});
afterAll(() => harness.close());

/** A request of which only its events count; each is `type hour`, in the first days of November 2026. */
async function happened(id: number, events: readonly string[], { status = 'Active', state = {} } = {}): Promise<void> {
  const first = { ask: { account: { kind: 'new' } }, ...state };
  await sql`insert into request (id, version, status, environment, requester_id, owner_id, until, state)
    values (${id}, 1, ${status}, 'prod', 'alex', 'alex', '2027-01-01', ${JSON.stringify(first)})`.execute(harness.db);
  for (const [index, event] of events.entries()) {
    const [type = '', hour = '0'] = event.split(' ');
    const at = new Date(Date.parse('2026-11-01T00:00:00.000Z') + Number(hour) * 3_600_000).toISOString();
    await sql`insert into request_event (request_id, seq, at, type, actor, correlation_id)
      values (${id}, ${index + 1}, ${at}, ${type}, 'alex', 'test')`.execute(harness.db);
  }
}

const read = (at: string, used: number, limit = 7): Promise<void> =>
  harness.store.saveSeatReading(prod, { limit, used, limitSource: 'live', readAt: at as Instant });

describe('decisions', () => {
  test('each request counts once, by how it was first decided', async () => {
    await happened(1, ['Drafted 0', 'Submitted 1', 'Approved 2', 'SeatReserved 2', 'Activated 3']);
    await happened(2, ['Drafted 0', 'Submitted 1', 'Forced 2', 'PutOnWaitingList 2', 'Withdrawn 9'], {
      status: 'Withdrawn',
    });
    await happened(3, ['Drafted 0', 'Submitted 1', 'Rejected 2'], { status: 'Rejected' });
    await happened(4, ['Drafted 0', 'Submitted 1', 'Expired 30'], { status: 'Expired' });
    await happened(5, ['Drafted 0', 'Submitted 1', 'Withdrawn 2'], { status: 'Withdrawn' });
    expect(await statistics.outcomes(scope)).toEqual({ approved: 1, forced: 1, rejected: 1, withdrawn: 1, expired: 1 });
  });

  test('a draft that was thrown away was never decided, and what was decided earlier is not of these days', async () => {
    await happened(1, ['Drafted 0', 'Withdrawn 1'], { status: 'Withdrawn' });
    await happened(2, ['Drafted -2400', 'Submitted -2400', 'PutOnWaitingList -2399', 'SeatReserved 5']);
    expect(await statistics.outcomes(scope)).toMatchObject({ approved: 0, withdrawn: 0 });
    expect(await statistics.outcomes({ ...scope, environments: ['test' as EnvironmentKey] })).toMatchObject({
      approved: 0,
    });
  });
});

describe('durations', () => {
  test('from request to user: the median, and what nine of ten did not exceed; changes of users do not count', async () => {
    for (const [id, hours] of [
      [1, 2],
      [2, 4],
      [3, 12],
    ] as const) {
      await happened(id, ['Drafted 0', 'Submitted 1', `Begun ${hours}`, `Activated ${1 + hours}`]);
    }
    await happened(4, ['Submitted 1', 'Begun 1', 'Activated 99'], { state: { ask: { account: { kind: 'user' } } } });
    const { count, median, ninetieth } = await statistics.timeToUser(scope);
    expect({ count, median: (median ?? 0) / 3_600_000 }).toEqual({ count: 3, median: 4 });
    expect((ninetieth ?? 0) / 3_600_000).toBeCloseTo(10.4, 5);
  });

  test('a wait begins on the list, also for the second time, and ends with the seat', async () => {
    await happened(1, ['Submitted 1', 'PutOnWaitingList 2', 'SeatReserved 5', 'UndoFinished 6', 'SeatReserved 7']);
    expect(await statistics.waits(scope)).toMatchObject({ count: 2, median: 2 * 3_600_000 });
  });

  test('where nothing happened there is no duration', async () => {
    expect(await statistics.timeToUser(scope)).toEqual({ count: 0, median: undefined, ninetieth: undefined });
  });

  test('who waits now, and since when the longest', async () => {
    const waitingSince = '2026-11-03T00:00:00.000Z';
    await happened(1, ['Submitted 1', 'PutOnWaitingList 2'], { status: 'Waiting', state: { waitingSince } });
    expect(await statistics.waitingNow([prod])).toEqual({ length: 1, since: waitingSince });
    expect(await statistics.waitingNow([])).toEqual({ length: 0, since: undefined });
  });
});

describe('seats over time', () => {
  const kept = async (): Promise<readonly string[]> =>
    (await harness.db.selectFrom('seat_sample').selectAll().orderBy('at').execute()).map(
      (row) => `${row.at.slice(0, 16)} ${row.seats_used}/${row.seat_limit}`,
    );

  test('one an hour is kept, and each change', async () => {
    await read('2026-11-01T08:00:00.000Z', 5);
    await read('2026-11-01T08:10:00.000Z', 5);
    await read('2026-11-01T08:20:00.000Z', 6);
    await read('2026-11-01T08:15:00.000Z', 4);
    await read('2026-11-01T09:01:00.000Z', 6);
    expect(await kept()).toEqual(['2026-11-01T08:00 5/7', '2026-11-01T08:20 6/7', '2026-11-01T09:01 6/7']);
  });

  test('after a year the last one of a day is enough', async () => {
    for (const hour of ['08', '12', '16']) await read(`2025-10-01T${hour}:00:00.000Z`, 5);
    await read('2025-12-01T08:00:00.000Z', 5);
    await read('2025-12-01T12:00:00.000Z', 5);
    await read('2026-11-01T08:00:00.000Z', 5);
    expect(await kept()).toEqual([
      '2025-10-01T16:00 5/7',
      '2025-12-01T08:00 5/7',
      '2025-12-01T12:00 5/7',
      '2026-11-01T08:00 5/7',
    ]);
  });

  test('each day says what was true at its end, and the first what was true before', async () => {
    await read('2026-08-01T08:00:00.000Z', 3);
    await read('2026-08-20T08:00:00.000Z', 4);
    await read('2026-11-01T08:00:00.000Z', 5);
    await read('2026-11-01T18:00:00.000Z', 6);
    const samples = await statistics.seatSamples(scope);
    expect(samples.map(({ day, used, limit }) => `${day} ${used}/${limit}`)).toEqual([
      '2026-08-20 4/7',
      '2026-11-01 6/7',
    ]);
  });
});

test('ten thousand requests are counted in a moment', async () => {
  await sql`insert into request (id, version, status, environment, requester_id, owner_id, until, state)
    select id, 1, 'Active', 'prod', 'alex', 'alex', '2027-01-01',
      jsonb_build_object('ask', jsonb_build_object('account', jsonb_build_object('kind', 'new')), 'purpose', repeat(md5(id::text), 60))
    from generate_series(1, 10000) id`.execute(harness.db);
  await sql`insert into request_event (request_id, seq, at, type, actor, correlation_id)
    select id, seq, timestamptz '2026-11-24' - make_interval(mins => id * 50 - seq::int), type, 'alex', 'test'
    from generate_series(1, 10000) id,
      unnest(array['Drafted','Submitted','Approved','SeatReserved','StepDone','StepDone','StepDone','StepDone','StepDone','Activated'])
        with ordinality as event (type, seq)`.execute(harness.db);
  await sql`analyze`.execute(harness.db);
  const begun = performance.now();
  const [outcomes, took, waits] = await Promise.all([
    statistics.outcomes(scope),
    statistics.timeToUser(scope),
    statistics.waits(scope),
  ]);
  expect(outcomes.approved).toBeGreaterThan(2000);
  expect([took.count > 2000, waits.count]).toEqual([true, 0]);
  expect(performance.now() - begun).toBeLessThan(2_000);
});
