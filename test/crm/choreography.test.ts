import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SystemUserId } from '../../src/domain/words.ts';
import { ids, startWorld } from './support.ts';
import type { World } from './support.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const account = { upn: 'svc-sap@contoso.onmicrosoft.com', displayName: 'SAP order sync', mark: 'mark-1' };
const nonInteractive = 4;

/** Every step, as an application would do it, in the documented order. */
async function create(): Promise<{ objectId: string; id: SystemUserId }> {
  const { directory, dataverse, powerPlatform, prod } = world;
  const { objectId } = await directory.ensureAccount(account);
  await directory.ensureLicence(objectId, ids.enterpriseSku);
  await powerPlatform.bringIn(prod, objectId);
  await world.control('POST', '/clock', { advanceSeconds: 5 });
  const user = await dataverse.findUser(prod, objectId);
  if (!user) throw new Error('The account did not arrive');
  const role = (await dataverse.readRoles(prod)).find(({ name }) => name === 'Integration Writer');
  await dataverse.ensureEnabled(prod, user.id);
  await dataverse.ensureRoles(prod, user.id, [role?.id ?? '']);
  await dataverse.ensureAccessMode(prod, user.id, nonInteractive);
  await directory.ensureNoLicence(objectId, ids.enterpriseSku);
  return { objectId, id: user.id };
}

test('the documented order ends with one non-interactive user, its licence given back, also when done twice', async () => {
  await world.control('PATCH', '/environments/prod', { arrivesDisabled: true });
  const first = await create();
  await world.control('POST', '/clock', { advanceSeconds: 60 });
  const second = await create();
  await world.control('POST', '/clock', { advanceSeconds: 60 });
  expect(second).toEqual(first);
  expect(await world.dataverse.readUser(world.prod, first.id)).toMatchObject({
    upn: account.upn,
    fullName: account.displayName,
    accessMode: nonInteractive,
    disabled: false,
    licensed: false,
    roles: [{ name: 'Integration Writer' }],
  });
  expect(await world.dataverse.readQuota(world.prod)).toEqual({ limit: 7, used: 6, counted: 6 });
  expect(await world.directory.readLicence(ids.enterpriseSku)).toMatchObject({ used: 22 });
});
