import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { wakeAt } from '../../src/domain/clock.ts';
import type { AccessRequest, Active } from '../../src/domain/request.ts';
import type { Day, Instant, RequestId } from '../../src/domain/words.ts';
import { migrate, migrateTo, openDatabase } from '../../src/store/database.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { creation } from '../support/requests.ts';

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** A user that was made some time ago, by a Seatkeeper that did nothing at its end. */
function active(id: number, until: number): Active {
  const made = creation() as Active;
  const ask = { ...made.ask, until: inDays(until).slice(0, 10) as Day };
  return { ...made, id: id as RequestId, ask, activeAt: inDays(-100) as Instant };
}

test('users from before are looked at when their next notice is due, or their end', async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { log: { warn: () => undefined } });
  try {
    await migrateTo(db, '0007-answers');
    const users = [60, 20, 5, 1].map((until, index) => active(index + 1, until));
    for (const user of users) {
      const { id, ask, status, requester } = user;
      await sql`
        insert into request (id, version, status, environment, requester_id, until, takes_seat, state)
        overriding system value
        values (${id}, 1, ${status}, ${ask.environment}, ${requester.id}, ${ask.until}, true, ${JSON.stringify(user)})
      `.execute(db);
    }
    await migrate(db);
    const { rows } = await sql<{ wake_at: Instant; state: AccessRequest }>`
      select wake_at, state from request order by id`.execute(db);
    const [far, near, soon, last] = rows;
    // The domain gives a notice that is overdue at once; here those are left out, and the next one is given.
    expect(far?.wake_at).toBe(far && wakeAt(far.state));
    expect(near?.wake_at).toBe(`${inDays(13).slice(0, 10)}T08:00:00.000Z`);
    expect(soon?.wake_at).toBe(`${inDays(4).slice(0, 10)}T08:00:00.000Z`);
    expect([`${inDays(0).slice(0, 10)}T08:00:00.000Z`, `${inDays(2).slice(0, 10)}T00:00:00.000Z`]).toContain(
      last?.wake_at,
    );
  } finally {
    await db.destroy();
    await database.drop();
  }
});
