import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { dataverse, startTestSimulator } from './startTestSimulator.ts';
import type { Reply, TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(() => simulator.control('POST', '/reset'));
afterAll(() => simulator.stop());

const sku = '50000000-0000-4000-8000-000000000001';
const environment = 'e0000000-0000-4000-8000-000000000001';
const admins = 'c0000000-0000-4000-8000-000000000002';

async function createAccount(): Promise<string> {
  const { body } = await simulator.call('POST', '/graph/v1.0/users', {
    accountEnabled: true,
    displayName: 'SAP order sync',
    mailNickname: 'svc-sap',
    userPrincipalName: 'svc-sap@contoso.onmicrosoft.com',
    usageLocation: 'DE',
    passwordProfile: { password: 'correct horse battery' },
  });
  return String(body['id']);
}

function licence(id: string, change: 'add' | 'remove'): Promise<Reply> {
  return simulator.call('POST', `/graph/v1.0/users/${id}/assignLicense`, {
    addLicenses: change === 'add' ? [{ skuId: sku, disabledPlans: [] }] : [],
    removeLicenses: change === 'remove' ? [sku] : [],
  });
}

const adminRoot = '/bap/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments';

function addUser(objectId: string): Promise<Reply> {
  return simulator.call('POST', `${adminRoot}/${environment}/addUser?api-version=2020-10-01`, { objectId });
}

async function arrived(objectId: string): Promise<Record<string, unknown> | undefined> {
  const path = dataverse('prod', `systemusers?$filter=azureactivedirectoryobjectid eq ${objectId}`);
  const { body } = await simulator.call('GET', path);
  return body.value[0];
}

async function makeNonInteractive(objectId: string): Promise<Reply> {
  const user = await arrived(objectId);
  const path = dataverse('prod', `systemusers(${String(user?.['systemuserid'])})`);
  return simulator.call('PATCH', path, { accessmode: 4 }, { 'If-Match': '*' });
}

test('a licensed account arrives by itself after the delay of the environment, not before', async () => {
  const id = await createAccount();
  await simulator.pass(60);
  expect(await arrived(id)).toBeUndefined();
  await licence(id, 'add');
  await simulator.pass(7);
  expect(await arrived(id)).toBeUndefined();
  await simulator.pass(1);
  expect(await arrived(id)).toMatchObject({
    fullname: 'SAP order sync',
    accessmode: 0,
    islicensed: true,
    isdisabled: false,
  });
});

test('a forced sync brings it sooner, and refuses the unlicensed', async () => {
  const id = await createAccount();
  expect(await addUser(id)).toMatchObject({ status: 400, body: { error: { code: 'userNotLicensed' } } });
  await licence(id, 'add');
  expect((await addUser(id)).status).toBe(200);
  await simulator.pass(3);
  expect(await arrived(id)).toBeDefined();
});

test('the whole way: lent licence, access mode, licence back, and it holds', async () => {
  const id = await createAccount();
  await licence(id, 'add');
  await addUser(id);
  await simulator.pass(3);
  expect((await makeNonInteractive(id)).status).toBe(204);
  await licence(id, 'remove');
  await simulator.pass(8);
  expect(await arrived(id)).toMatchObject({ accessmode: 4, isdisabled: false, islicensed: false });
});

test('a read-write user who loses the licence is disabled until it comes back', async () => {
  const id = await createAccount();
  await licence(id, 'add');
  await simulator.pass(8);
  await licence(id, 'remove');
  await simulator.pass(8);
  expect(await arrived(id)).toMatchObject({ isdisabled: true, islicensed: false });
  await licence(id, 'add');
  await simulator.pass(8);
  expect(await arrived(id)).toMatchObject({ isdisabled: false, islicensed: true });
});

test('the access mode can be made to flip back when the licence goes', async () => {
  await simulator.control('PATCH', '/environments/prod', { flipsBack: true });
  const id = await createAccount();
  await licence(id, 'add');
  await simulator.pass(8);
  await makeNonInteractive(id);
  await licence(id, 'remove');
  await simulator.pass(8);
  expect(await arrived(id)).toMatchObject({ accessmode: 0, isdisabled: true });
});

test('an account can be made to arrive disabled, and with a name that comes later', async () => {
  await simulator.control('PATCH', '/environments/prod', { arrivesDisabled: true, arrivesUnnamed: true });
  const id = await createAccount();
  await licence(id, 'add');
  await simulator.pass(8);
  expect(await arrived(id)).toMatchObject({ isdisabled: true, fullname: expect.stringMatching(/^# /) });
  await simulator.pass(8);
  expect(await arrived(id)).toMatchObject({ fullname: 'SAP order sync' });
});

test('only direct members of the security group arrive', async () => {
  await simulator.control('PATCH', '/environments/prod', { securityGroup: admins });
  const id = await createAccount();
  await licence(id, 'add');
  expect((await addUser(id)).body.error.code).toBe('userNotInSecurityGroup');
  await simulator.pass(8);
  expect(await arrived(id)).toBeUndefined();
  const member = { '@odata.id': `${simulator.url}/graph/v1.0/directoryObjects/${id}` };
  expect((await simulator.call('POST', `/graph/v1.0/groups/${admins}/members/$ref`, member)).status).toBe(204);
  await simulator.pass(8);
  expect(await arrived(id)).toBeDefined();
});

test('environments are listed with their addresses; an on-premises one is not among them', async () => {
  const { body } = await simulator.call('GET', `${adminRoot}?api-version=2020-10-01`);
  expect(body.value.map(({ name }) => name)).toEqual([environment, 'e0000000-0000-4000-8000-000000000002']);
  expect(body.value[0]?.['properties']).toMatchObject({
    displayName: 'Contoso Production',
    linkedEnvironmentMetadata: { instanceUrl: `${simulator.url}/prod/` },
  });
  const unknown = await simulator.call('GET', `${adminRoot}/${sku}?api-version=2020-10-01`);
  expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'EnvironmentNotFound' } } });
});
