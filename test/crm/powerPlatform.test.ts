import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ids, startWorld } from './support.ts';
import type { World } from './support.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.control('POST', '/reset'));
afterAll(() => world.stop());

const account = { upn: 'svc-sap@contoso.onmicrosoft.com', displayName: 'SAP order sync', mark: 'mark-1' };

test('an account without a licence is not licensed yet; with one it is asked for and arrives', async () => {
  const { objectId } = await world.directory.ensureAccount(account);
  expect(await world.powerPlatform.bringIn(world.prod, objectId)).toBe('notLicensedYet');
  await world.directory.ensureLicence(objectId, ids.enterpriseSku);
  expect(await world.powerPlatform.bringIn(world.prod, objectId)).toBe('asked');
  expect(await world.powerPlatform.bringIn(world.prod, objectId)).toBe('asked');
  expect(await world.dataverse.findUser(world.prod, objectId)).toBeUndefined();
  await world.control('POST', '/clock', { advanceSeconds: 5 });
  expect(await world.dataverse.findUser(world.prod, objectId)).toMatchObject({ upn: account.upn, licensed: true });
});

test('asking is repeated when the answer is lost', async () => {
  await world.fault({ match: { path: 'addUser' }, loseAnswer: true }, { match: { path: 'addUser' }, status: 503 });
  expect(await world.powerPlatform.bringIn(world.prod, ids.alex)).toBe('asked');
});

test('an application that no administrator registered is told apart', async () => {
  await world.fault({ match: { path: 'addUser' }, status: 403, code: 'Forbidden' });
  await expect(world.powerPlatform.bringIn(world.prod, ids.alex)).rejects.toMatchObject({
    name: 'PermanentFailure',
    code: 'AppNotRegistered',
    message: expect.stringContaining('New-PowerAppManagementApp'),
  });
});

test('an account outside the security group of the environment is refused with the code of the service', async () => {
  await world.control('PATCH', '/environments/prod', { securityGroup: ids.approvers });
  await expect(world.powerPlatform.bringIn(world.prod, ids.alex)).rejects.toMatchObject({
    name: 'PermanentFailure',
    code: 'userNotInSecurityGroup',
    serviceRequestId: expect.any(String),
  });
});

test('the security group of an environment is read; without one everybody is taken in', async () => {
  expect(await world.powerPlatform.readSecurityGroup(world.prod)).toBeUndefined();
  await world.control('PATCH', '/environments/prod', { securityGroup: ids.approvers });
  expect(await world.powerPlatform.readSecurityGroup(world.prod)).toBe(ids.approvers);
});

test('an application that no administrator registered cannot read it either', async () => {
  await world.fault({ match: { method: 'GET', path: 'environments/' }, status: 403, code: 'Forbidden' });
  await expect(world.powerPlatform.readSecurityGroup(world.prod)).rejects.toMatchObject({ code: 'AppNotRegistered' });
});
