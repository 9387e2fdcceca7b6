import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AutomaticReplies } from '../../src/application/ports/crm.ts';
import type { Instant, PersonId } from '../../src/domain/words.ts';
import { ids, startWorld } from './support.ts';
import type { World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.control('POST', '/reset');
  world.log.lines.length = 0;
});
afterAll(() => world.stop());

const setting = '/mailboxSettings/automaticRepliesSetting';
const [megan, lee] = [ids.megan, ids.lee].map((id) => id as PersonId) as [PersonId, PersonId];
const program = ids.legacyReports as PersonId;

function repliesAt(at: string, id: PersonId = megan): Promise<AutomaticReplies | undefined> {
  return world.directory.readAutomaticReplies(id, at as Instant);
}

/** As Outlook writes them. */
async function set(automaticRepliesSetting: object): Promise<void> {
  await world.graph('PATCH', `/users/${megan}/mailboxSettings`, { automaticRepliesSetting });
}

function schedule(timeZone: string, from: string, until: string): Promise<void> {
  return set({
    status: 'scheduled',
    scheduledStartDateTime: { dateTime: from, timeZone },
    scheduledEndDateTime: { dateTime: until, timeZone },
  });
}

describe('automatic replies', () => {
  test('they are off, on without an end, and off again', async () => {
    const now = '2026-07-09T12:00:00.000Z';
    expect(await repliesAt(now)).toEqual({ on: false });
    await set({ status: 'alwaysEnabled' });
    expect(await repliesAt(now)).toEqual({ on: true });
    await set({ status: 'disabled' });
    expect(await repliesAt(now)).toEqual({ on: false });
  });

  test.each([
    ['before it begins', '2026-07-06T05:59:59.999Z', { on: false }],
    ['from its first moment', '2026-07-06T06:00:00.000Z', { on: true, until: '2026-07-17' }],
    ['to its last', '2026-07-17T14:59:59.999Z', { on: true, until: '2026-07-17' }],
    ['when it is over', '2026-07-17T15:00:00.000Z', { on: false }],
  ])('a schedule in UTC, %s', async (_when, at, replies) => {
    await schedule('UTC', '2026-07-06T06:00:00.0000000', '2026-07-17T15:00:00.0000000');
    expect(await repliesAt(at)).toEqual(replies);
  });

  test('whoever is back at midnight is there on that day', async () => {
    await schedule('UTC', '2026-07-06T00:00:00.0000000', '2026-07-18T00:00:00.0000000');
    expect(await repliesAt('2026-07-17T23:00:00.000Z')).toEqual({ on: true, until: '2026-07-17' });
  });

  test.each([
    ['W. Europe Standard Time', 'summer', '2026-07-06', '2026-07-05T22:00:00.000Z'],
    ['W. Europe Standard Time', 'winter', '2026-12-21', '2026-12-20T23:00:00.000Z'],
    ['W. Europe Standard Time', 'the day on which the clocks go back', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', 'an IANA name', '2026-07-06', '2026-07-05T22:00:00.000Z'],
    ['India Standard Time', 'half an hour', '2026-07-06', '2026-07-05T18:30:00.000Z'],
    ['Newfoundland Standard Time', 'west of UTC', '2026-07-06', '2026-07-06T02:30:00.000Z'],
    ['Customized Time Zone', 'a zone that nobody knows is UTC', '2026-07-06', '2026-07-06T00:00:00.000Z'],
  ])('a schedule in %s begins when a clock there says so: %s', async (zone, _why, day, begins) => {
    await schedule(zone, `${day}T00:00:00.0000000`, '2027-01-01T00:00:00.0000000');
    const before = new Date(Date.parse(begins) - 1).toISOString();
    expect(await repliesAt(before)).toEqual({ on: false });
    expect(await repliesAt(begins)).toMatchObject({ on: true });
  });

  test('the last day is a day in UTC, as all days are', async () => {
    await schedule('W. Europe Standard Time', '2026-07-06T00:00:00.0000000', '2026-07-18T00:00:00.0000000');
    expect(await repliesAt('2026-07-10T12:00:00.000Z')).toEqual({ on: true, until: '2026-07-17' });
    await schedule('Pacific Standard Time', '2026-07-06T00:00:00.0000000', '2026-07-17T18:00:00.0000000');
    expect(await repliesAt('2026-07-10T12:00:00.000Z')).toEqual({ on: true, until: '2026-07-18' });
  });

  test('what they say is read by nobody', async () => {
    await set({ status: 'alwaysEnabled' });
    await repliesAt('2026-07-09T12:00:00.000Z');
    expect(Object.keys((await repliesAt('2026-07-09T12:00:00.000Z')) ?? {})).toEqual(['on']);
    expect(world.log.text()).not.toContain(megan);
  });
});

describe('mailboxes that cannot be seen', () => {
  const now = '2026-07-09T12:00:00.000Z';

  test('a tenant that does not grant the right simply does not have this', async () => {
    await world.fault({ match: { path: setting }, status: 403, code: 'ErrorAccessDenied' });
    expect(await repliesAt(now)).toBeUndefined();
  });

  test('an account without a mailbox, and one that is not there', async () => {
    expect(await repliesAt(now, program)).toBeUndefined();
    expect(await repliesAt(now, ids.nowhere as PersonId)).toBeUndefined();
  });

  test('a service that is down is a failure that may pass', async () => {
    await world.fault({ match: { path: setting }, status: 503, times: 10 });
    await expect(repliesAt(now)).rejects.toMatchObject({ name: 'TransientFailure', service: 'graph' });
  });
});

describe('the probe', () => {
  const asked = async (): Promise<readonly string[]> =>
    (await world.calls('GET')).filter((call) => call.endsWith(setting));

  test('asks the first person who has a mailbox, and nobody else', async () => {
    await world.probes.readMailboxes([program, megan, lee]);
    expect(await asked()).toEqual([program, megan].map((id) => `GET /graph/v1.0/users/${id}${setting}`));
  });

  test('says when the right is missing, and when nobody has a mailbox', async () => {
    await world.fault({ match: { path: setting }, status: 403, code: 'ErrorAccessDenied' });
    await expect(world.probes.readMailboxes([megan, lee])).rejects.toMatchObject({ code: 'ErrorAccessDenied' });
    await expect(world.probes.readMailboxes([program])).rejects.toMatchObject({ code: 'MailboxNotEnabledForRESTAPI' });
  });
});
