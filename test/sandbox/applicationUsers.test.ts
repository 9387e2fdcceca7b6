import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { dataverse, startTestSimulator } from './startTestSimulator.ts';
import type { Reply, TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(() => simulator.control('POST', '/reset'));
afterAll(() => simulator.stop());

const reporting = 'f0000000-0000-4000-8000-000000000011';
const sapConnector = 'f0000000-0000-4000-8000-000000000012';
const oldPortal = 'f0000000-0000-4000-8000-000000000013';
const nowhere = 'f0000000-0000-4000-8000-0000000000aa';

const code = ({ status, body }: Reply): [number, string] => [status, body.error.code];

function call(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Reply> {
  return simulator.call(method, dataverse('prod', path), body, headers);
}

async function rows(path: string): Promise<Record<string, unknown>[]> {
  return (await call('GET', path)).body.value;
}

async function create(applicationid: string, more: object = {}): Promise<Reply> {
  const [root] = await rows('businessunits?$select=businessunitid&$filter=parentbusinessunitid eq null');
  const unit = `/businessunits(${String(root?.['businessunitid'])})`;
  const user = { applicationid, accessmode: 4, isdisabled: false, 'businessunitid@odata.bind': unit, ...more };
  return call('POST', 'systemusers', user, { Prefer: 'return=representation' });
}

const disable = (id: string, body: object) => call('PATCH', `systemusers(${id})`, body, { 'If-Match': '*' });

test('there is one root business unit, and it is the one without a parent', async () => {
  const roots = await rows('businessunits?$filter=parentbusinessunitid eq null');
  expect(roots).toMatchObject([{ name: 'contoso', _parentbusinessunitid_value: null }]);
});

test('an application user gets its name and its object id from the service principal, and no licence', async () => {
  const created = await create(reporting.toUpperCase());
  expect(created).toMatchObject({
    status: 201,
    body: {
      applicationid: reporting,
      azureactivedirectoryobjectid: 'a3000000-0000-4000-8000-000000000011',
      fullname: '# Contoso Reporting',
      domainname: expect.stringContaining(reporting),
      accessmode: 4,
      islicensed: false,
      isdisabled: false,
      deletedstate: 0,
    },
  });
  expect(await rows(`systemusers?$select=fullname&$filter=applicationid eq ${reporting}`)).toMatchObject([
    { fullname: '# Contoso Reporting' },
  ]);
});

test('it takes no seat, not even in a full environment', async () => {
  await simulator.control('PATCH', '/environments/prod', { limit: 5 });
  expect((await create(reporting)).status).toBe(201);
  const { body } = await call('GET', 'RetrieveOrganizationResources()');
  expect(body['OrganizationResources']).toMatchObject({ CurrentNumberOfNonInteractiveUsers: 5 });
});

test('an application without a service principal in the tenant gets none', async () => {
  const refused = await create(nowhere);
  expect(refused.status).toBe(400);
  expect(refused.body.error.message).toContain(nowhere);
  expect(refused.body.error.message).toContain('service principal');
});

test('it exists once, whether active or soft deleted', async () => {
  expect(code(await create(sapConnector))).toEqual([400, '0x8004F511']);
  expect(code(await create(oldPortal))).toEqual([400, '0x8004F511']);
});

test('its access mode and its application are fixed; nobody else becomes one', async () => {
  const id = String((await create(reporting)).body['systemuserid']);
  expect(code(await disable(id, { accessmode: 0 }))).toEqual([400, '0x80040d40']);
  expect(code(await disable(id, { applicationid: sapConnector }))).toEqual([400, '0x80040203']);
  const [alex] = await rows("systemusers?$filter=fullname eq 'Alex Wilber'");
  expect(code(await disable(String(alex?.['systemuserid']), { applicationid: nowhere }))).toEqual([400, '0x80040203']);
  expect(code(await create(nowhere, { accessmode: 0 }))).toEqual([400, '0x80040d40']);
});

test('it is disabled and enabled only by isdisabled together with applicationid', async () => {
  const id = String((await create(reporting)).body['systemuserid']);
  expect(code(await disable(id, { isdisabled: true }))).toEqual([400, '0x80040203']);
  expect((await disable(id, { isdisabled: true, applicationid: reporting.toUpperCase() })).status).toBe(204);
  expect((await call('GET', `systemusers(${id})`)).body).toMatchObject({ isdisabled: true, applicationid: reporting });
  expect((await disable(id, { isdisabled: false, applicationid: reporting })).status).toBe(204);
  expect((await call('GET', `systemusers(${id})`)).body).toMatchObject({ isdisabled: false });
});

test('roles are assigned to it like to others', async () => {
  const id = String((await create(reporting)).body['systemuserid']);
  const [role] = await rows("roles?$filter=name eq 'Report Reader' and businessunitid/name eq 'contoso'");
  const reference = { '@odata.id': `${simulator.url}${dataverse('prod', `roles(${String(role?.['roleid'])})`)}` };
  const path = `systemusers(${id})/systemuserroles_association/$ref`;
  expect((await call('POST', path, reference)).status).toBe(204);
  expect(code(await call('POST', path, reference))).toEqual([412, '0x80040237']);
});

test('a soft-deleted one is seen only where the filter names deletedstate', async () => {
  const mine = `applicationid eq ${oldPortal}`;
  expect(await rows(`systemusers?$filter=${mine}`)).toEqual([]);
  expect(await rows(`systemusers?$select=deletedstate&$filter=fullname eq '%23 Old Portal'`)).toEqual([]);
  expect((await call('GET', `systemusers/$count?$filter=${mine}`)).body['text']).toBe('0');
  expect(await rows(`systemusers?$filter=${mine} and deletedstate eq 1`)).toMatchObject([
    { fullname: '# Old Portal', deletedstate: 1, isdisabled: true },
  ]);
  expect((await call('GET', `systemusers/$count?$filter=${mine} and deletedstate ge 0`)).body['text']).toBe('1');
});

test('it is deleted in two steps, once it is disabled, and can be created again only after the second', async () => {
  const id = String((await create(reporting)).body['systemuserid']);
  const remove = () => call('DELETE', `systemusers(${id})`);
  expect(code(await remove())).toEqual([400, '0x80040203']);
  await disable(id, { isdisabled: true, applicationid: reporting });
  expect((await remove()).status).toBe(204);
  expect(await rows(`systemusers?$filter=applicationid eq ${reporting}`)).toEqual([]);
  expect(code(await create(reporting))).toEqual([400, '0x8004F511']);
  expect((await remove()).status).toBe(204);
  expect(code(await remove())).toEqual([404, '0x80040217']);
  expect((await create(reporting)).status).toBe(201);
});

test('Graph shows a service principal by the id of the application and by its own', async () => {
  const graph = (path: string) => simulator.call('GET', `/graph/v1.0/${path}`);
  const select = '$select=id,appId,displayName,accountEnabled,servicePrincipalType';
  const byAppId = await graph(`servicePrincipals(appId='${sapConnector}')?${select}`);
  expect(byAppId.body).toEqual({
    '@odata.context': expect.stringMatching(/#servicePrincipals\(.*\)\/\$entity$/),
    id: 'a3000000-0000-4000-8000-000000000012',
    appId: sapConnector,
    displayName: 'SAP Connector',
    accountEnabled: true,
    servicePrincipalType: 'Application',
  });
  const byId = await graph(`servicePrincipals/${String(byAppId.body['id'])}?$select=displayName`);
  expect(byId.body).toMatchObject({ displayName: 'SAP Connector' });
  expect(byId.body).not.toHaveProperty('appId');
  const listed = await graph("servicePrincipals?$filter=startswith(displayName,'Contoso')&$select=appId");
  expect(listed.body.value).toEqual([{ appId: reporting }]);
});

test('Graph does not know a service principal that is not there, nor a property that is none', async () => {
  const graph = (path: string) => simulator.call('GET', `/graph/v1.0/servicePrincipals${path}`);
  expect(code(await graph(`(appId='${nowhere}')`))).toEqual([404, 'Request_ResourceNotFound']);
  expect(code(await graph(`/${nowhere}`))).toEqual([404, 'Request_ResourceNotFound']);
  expect(code(await graph(`(appId='${reporting}')?$select=nosuch`))).toEqual([400, 'Request_BadRequest']);
});
