import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DynamicsWebApi } from 'dynamics-web-api';
import { startTestSimulator } from './startTestSimulator.ts';
import type { TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
let client: DynamicsWebApi;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(async () => {
  await simulator.control('POST', '/reset');
  client = clientOf('prod');
});
afterAll(() => simulator.stop());

function clientOf(environment: string): DynamicsWebApi {
  return new DynamicsWebApi({
    serverUrl: `${simulator.url}/${environment}/`,
    dataApi: { version: '9.2' },
    onTokenRefresh: () => Promise.resolve('sandbox'),
  });
}

interface User {
  systemuserid: string;
  fullname: string;
  accessmode: number;
  isdisabled: boolean;
  islicensed: boolean;
}
interface Role {
  roleid: string;
  name: string;
}

async function userNamed(fullname: string): Promise<User> {
  const { value } = await client.retrieveMultiple<User>({
    collection: 'systemusers',
    filter: `fullname eq '${fullname}'`,
  });
  if (!value[0]) throw new Error(`${fullname} is not there`);
  return value[0];
}

async function roleNamed(name: string, businessUnitId: string): Promise<Role> {
  const { value } = await client.retrieveMultiple<Role>({
    collection: 'roles',
    select: ['roleid', 'name', '_businessunitid_value'],
    filter: `_businessunitid_value eq ${businessUnitId} and name eq '${name}'`,
  });
  if (!value[0]) throw new Error(`${name} is not there`);
  return value[0];
}

const rootUnit = 'b0000000-0001-4000-8000-000000000001';

test('the functions answer, parameters by alias', async () => {
  const me = await client.callFunction<{ UserId: string }>('WhoAmI');
  expect(me.UserId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await client.callFunction('RetrieveVersion')).toHaveProperty('Version');
  const organization = await client.callFunction<{ Detail: Record<string, unknown> }>({
    name: 'RetrieveCurrentOrganization',
    parameters: { AccessType: "Microsoft.Dynamics.CRM.EndpointAccessType'Default'" },
  });
  expect(organization.Detail).toHaveProperty('EnvironmentId', 'e0000000-0000-4000-8000-000000000001');
});

test('an ordinary licensed user becomes non-interactive and takes a seat', async () => {
  const user = await userNamed('Legacy reports');
  const changed = await client.update<User>({
    collection: 'systemusers',
    key: user.systemuserid,
    data: { accessmode: 4 },
    ifmatch: '*',
    returnRepresentation: true,
  } as never);
  expect(changed).toMatchObject({ accessmode: 4, isdisabled: false });
  const quota = await client.callFunction<{ OrganizationResources: Record<string, number> }>(
    'RetrieveOrganizationResources',
  );
  expect(quota.OrganizationResources['CurrentNumberOfNonInteractiveUsers']).toBe(6);
});

test('a role is assigned, seen in the expansion, and removed', async () => {
  const user = await userNamed('Legacy reports');
  const role = await roleNamed('Integration Reader', rootUnit);
  const association = {
    collection: 'systemusers',
    primaryKey: user.systemuserid,
    relationshipName: 'systemuserroles_association',
    relatedCollection: 'roles',
    relatedKey: role.roleid,
  };
  await client.associate(association);
  expect(await rolesOf(user)).toContain('Integration Reader');
  await client.disassociate(association);
  expect(await rolesOf(user)).not.toContain('Integration Reader');
});

async function rolesOf(user: User): Promise<string[]> {
  const found = await client.retrieve<{ systemuserroles_association: Role[] }>({
    collection: 'systemusers',
    key: user.systemuserid,
    select: ['fullname'],
    expand: [{ property: 'systemuserroles_association', select: ['name', 'roleid'] }],
  });
  return found.systemuserroles_association.map(({ name }) => name);
}

test('pages follow each other until all rows have come, counted once', async () => {
  const request = { collection: 'systemusers', select: ['systemuserid'], maxPageSize: 4, count: true };
  const first = await client.retrieveMultiple<User>(request);
  expect(first.value).toHaveLength(4);
  expect(first.oDataNextLink).toBeDefined();
  const all = await client.retrieveAll<User>(request);
  expect(new Set(all.value.map(({ systemuserid }) => systemuserid)).size).toBe(first.oDataCount);
});

test('what the platform refuses arrives with its code', async () => {
  const user = await userNamed('SharePoint sync');
  await expect(
    client.update({ collection: 'systemusers', key: user.systemuserid, data: { islicensed: true } }),
  ).rejects.toMatchObject({ status: 400, code: '0x80041d4c' });
});

test('an update with If-Match never creates', async () => {
  const key = 'd0000000-0001-4000-8000-00000000ffff';
  await expect(
    client.update({ collection: 'systemusers', key, data: { accessmode: 4 }, ifmatch: '*' }),
  ).rejects.toMatchObject({ status: 404, code: '0x80040217' });
});

test('formatted values come along when they are asked for', async () => {
  const { value } = await client.retrieveMultiple<Record<string, unknown>>({
    collection: 'systemusers',
    select: ['accessmode', 'islicensed'],
    filter: "fullname eq 'SharePoint sync'",
    includeAnnotations: '*',
  });
  expect(value[0]).toMatchObject({
    'accessmode@OData.Community.Display.V1.FormattedValue': 'Non-interactive',
    'islicensed@OData.Community.Display.V1.FormattedValue': 'No',
  });
});
