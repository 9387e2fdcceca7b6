import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startWorld, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.control('POST', '/reset'));
afterAll(() => world.stop());

/** Integrations of the seed. */
const sync = 'a2e00000-0000-4000-8000-000000000001';
const archive = 'a2e00000-0000-4000-8000-000000000004';

test('the last sign-in is read by the object id, with its time', async () => {
  expect(await world.directory.readLastSignIn(sync)).toEqual({ kind: 'at', at: '2026-11-23T23:05:12.000Z' });
});

test('an account that never signed in has none on record', async () => {
  expect(await world.directory.readLastSignIn(archive)).toEqual({ kind: 'none' });
});

test.each([
  ['the right is missing', 403, 'Authorization_RequestDenied'],
  ['the tenant has no licence for it', 403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'],
])('it is not known when %s', async (_why, status, code) => {
  await world.fault({ match: { path: 'signInActivity' }, status, code, message: 'No' });
  expect(await world.directory.readLastSignIn(sync)).toEqual({ kind: 'unknown' });
});

test('it is not known of an account that is gone', async () => {
  const nobody = 'a2e00000-0000-4000-8000-000000000999';
  expect(await world.directory.readLastSignIn(nobody)).toEqual({ kind: 'unknown' });
});
