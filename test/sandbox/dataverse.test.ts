import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { dataverse, startTestSimulator } from './startTestSimulator.ts';
import type { Reply, TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(() => simulator.control('POST', '/reset'));
afterAll(() => simulator.stop());

const megan = 'a1e00000-0000-4000-8000-000000000002';

function get(path: string, headers?: Record<string, string>): Promise<Reply> {
  return simulator.call('GET', dataverse('prod', path), undefined, headers);
}

function patch(id: string, body: object, headers: Record<string, string> = { 'If-Match': '*' }): Promise<Reply> {
  return simulator.call('PATCH', dataverse('prod', `systemusers(${id})`), body, headers);
}

async function rows(path: string): Promise<Record<string, unknown>[]> {
  return (await get(path)).body.value;
}

async function idOf(fullname: string): Promise<string> {
  const [user] = await rows(`systemusers?$select=systemuserid&$filter=fullname eq '${fullname}'`);
  return String(user?.['systemuserid']);
}

async function assign(userId: string, roleId: string): Promise<Reply> {
  const path = dataverse('prod', `systemusers(${userId})/systemuserroles_association/$ref`);
  return simulator.call('POST', path, { '@odata.id': `${simulator.url}${dataverse('prod', `roles(${roleId})`)}` });
}

async function roleId(name: string, unit = 'contoso'): Promise<string> {
  const [role] = await rows(`roles?$filter=name eq '${name}' and businessunitid/name eq '${unit}'`);
  return String(role?.['roleid']);
}

const code = ({ status, body }: Reply): [number, string] => [status, body.error.code];

test('a call without the token is refused in the shape of the Web API', async () => {
  const reply = await get('WhoAmI()', { Authorization: 'Bearer other' });
  expect(reply).toMatchObject({ status: 401, body: { error: { code: '' } } });
  expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=/);
});

test('the quota counts neither application, integration, support nor disabled users', async () => {
  const { body } = await get('RetrieveOrganizationResources()');
  expect(body['@odata.context']).toMatch(/#Microsoft\.Dynamics\.CRM\.RetrieveOrganizationResourcesResponse$/);
  expect(body['OrganizationResources']).toMatchObject({
    CurrentNumberOfNonInteractiveUsers: 5,
    MaxNumberOfNonInteractiveUsers: 7,
  });
  const all = await rows('systemusers?$filter=accessmode eq 4');
  expect(all.length).toBeGreaterThan(5);
});

test('the organisation is told apart: online has a tenant, on-premises has not', async () => {
  const path = "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')";
  const online = await get(path);
  expect(online.body['Detail']).toMatchObject({ TenantId: '00000000-0000-0000-0000-000000000001', Geo: 'EMEA' });
  const legacy = await simulator.call('GET', dataverse('legacy', path));
  expect(legacy.body['Detail']).toMatchObject({ OrganizationVersion: expect.stringMatching(/^9\.1/) });
  expect(legacy.body['Detail']).not.toHaveProperty('TenantId');
});

test('on-premises knows no non-interactive access mode and no quota', async () => {
  const users = await simulator.call('GET', dataverse('legacy', "systemusers?$filter=fullname eq 'Alex Wilber'"));
  const id = String(users.body.value[0]?.['systemuserid']);
  const path = dataverse('legacy', `systemusers(${id})`);
  expect(code(await simulator.call('PATCH', path, { accessmode: 4 }, { 'If-Match': '*' }))).toEqual([
    400,
    '0x8004431A',
  ]);
  expect((await simulator.call('GET', dataverse('legacy', 'RetrieveOrganizationResources()'))).status).toBe(404);
});

test('rows look like real rows', async () => {
  const reply = await get("systemusers?$filter=fullname eq 'Alex Wilber'&$count=true");
  expect(reply.headers.get('odata-version')).toBe('4.0');
  expect(reply.headers.get('x-ms-service-request-id')).toBeTruthy();
  expect(reply.body).toMatchObject({
    '@odata.context': expect.stringMatching(/\$metadata#systemusers$/),
    '@odata.count': 1,
  });
  const [row = {}] = reply.body.value;
  expect(Object.keys(row)[0]).toBe('@odata.etag');
  expect(row['@odata.etag']).toBe(`W/"${String(row['versionnumber'])}"`);
  expect(row).toMatchObject({
    domainname: 'alexw@contoso.onmicrosoft.com',
    windowsliveid: 'alexw@contoso.onmicrosoft.com',
    internalemailaddress: 'alexw@contoso.onmicrosoft.com',
    accessmode: 0,
    caltype: 7,
    applicationid: null,
    createdon: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/),
  });
});

test('a filter is understood, with its precedence, its lambda and its mistakes', async () => {
  const names = async (filter: string) => (await rows(`systemusers?$filter=${filter}`)).map((row) => row['fullname']);
  expect(await names(`azureactivedirectoryobjectid eq ${megan}`)).toEqual(['Megan Bowen']);
  expect(await names("startswith(fullname,'alex') or startswith(fullname,'lee') and isdisabled eq true")).toEqual([
    'Alex Wilber',
  ]);
  expect(await names("not startswith(fullname,'A') and contains(fullname,'wil')")).toEqual(['Nestor Wilke']);
  expect(await names("systemuserroles_association/any(r:r/name eq 'Sales Manager')")).toEqual(['Web shop orders']);
  expect(await names('accessmode eq 4 and createdon gt 2025-01-01T00:00:00Z')).toEqual(['Web shop orders']);
  expect(code(await get('systemusers?$filter=nosuch eq 1'))).toEqual([400, '0x80060888']);
  expect(code(await get('systemusers?$filter=accessmode eq'))).toEqual([400, '0x80060888']);
  expect(code(await get("systemusers?$filter=accessmode eq '4'"))).toEqual([400, '0x80060888']);
});

test('a text with quotes, percent signs and ampersands is compared as it is', async () => {
  const id = await idOf('Alex Wilber');
  const title = "O'Neil & Söhne 100%27 #1";
  await patch(id, { title });
  const found = await rows(`systemusers?$filter=title eq '${encodeURIComponent(title.replaceAll("'", "''"))}'`);
  expect(found.map((row) => row['systemuserid'])).toEqual([id]);
});

test('select, order, top, count and expand shape the answer', async () => {
  const people = await rows('systemusers?$select=fullname&$filter=accessmode eq 0&$orderby=fullname desc&$top=2');
  expect(people.map(({ fullname }) => fullname)).toEqual(['Patti Fernandez', 'Nestor Wilke']);
  expect(Object.keys(people[0] ?? {}).sort()).toEqual(['@odata.etag', 'fullname', 'systemuserid']);
  const count = await get('systemusers/$count?$filter=accessmode eq 3');
  expect(count.body['text']).toBe('2');
  const path = `systemusers(${await idOf('Web shop orders')})?$select=fullname&$expand=systemuserroles_association($select=name)`;
  const roles = (await get(path)).body['systemuserroles_association'];
  expect(roles).toEqual([
    expect.objectContaining({ name: 'Integration Writer' }),
    expect.objectContaining({ name: 'Sales Manager' }),
  ]);
});

test('a change answers with the row when it is asked to, and with the version it had to have', async () => {
  const id = await idOf('Legacy reports');
  const before = await get(`systemusers(${id})`);
  const etag = String(before.body['@odata.etag']);
  const changed = await patch(id, { accessmode: 4 }, { 'If-Match': etag, Prefer: 'return=representation' });
  expect(changed).toMatchObject({ status: 200, body: { accessmode: 4 } });
  expect(code(await patch(id, { accessmode: 0 }, { 'If-Match': etag }))).toEqual([412, '0x80060882']);
  expect((await patch(id, { title: 'Robot' })).status).toBe(204);
});

test('an unlicensed user can neither become non-interactive nor be enabled', async () => {
  const retired = await idOf('Newsletter sync (retired)');
  expect(code(await patch(retired, { isdisabled: false }))).toEqual([400, '0x8004D24B']);
  const delegated = await idOf('Delegated Admin');
  expect(code(await patch(delegated, { accessmode: 4 }))).toEqual([400, '0x80041d66']);
});

test('leaving the access mode without a licence disables the user and frees the seat', async () => {
  const id = await idOf('SharePoint sync');
  await patch(id, { accessmode: 0 });
  expect((await get(`systemusers(${id})`)).body).toMatchObject({ accessmode: 0, isdisabled: true });
  const { body } = await get('RetrieveOrganizationResources()');
  expect(body['OrganizationResources']).toMatchObject({ CurrentNumberOfNonInteractiveUsers: 4 });
});

test('what may not be written is refused', async () => {
  const id = await idOf('Alex Wilber');
  expect(code(await patch(id, { islicensed: true }))).toEqual([400, '0x80041d4c']);
  expect(code(await patch(id, { accessmode: 2 }))).toEqual([400, '0x80041d40']);
  expect(code(await patch(id, { accessmode: 9 }))).toEqual([400, '0x8004431A']);
  expect(code(await patch(id, { nosuch: 1 }))).toEqual([400, '0x80048d19']);
  expect(code(await patch(await idOf('Megan Bowen'), { isdisabled: true }))).toEqual([400, '0x80041d2f']);
});

test('an absent user is not found, and not created when the call says so', async () => {
  const id = 'd0000000-0001-4000-8000-00000000ffff';
  expect(code(await get(`systemusers(${id})`))).toEqual([404, '0x80040217']);
  expect(code(await patch(id, { accessmode: 4 }))).toEqual([404, '0x80040217']);
  expect(code(await get('systemuser'))).toEqual([404, '0x8006088a']);
});

test('the quota holds when twenty calls race for two seats', async () => {
  const people = await rows('systemusers?$filter=accessmode eq 0 and islicensed eq true');
  const calls = Array.from({ length: 20 }, (_, index) => String(people[index % people.length]?.['systemuserid']));
  const replies = await Promise.all(calls.map((id) => patch(id, { accessmode: 4 })));
  const refused = replies.filter(({ status }) => status === 400);
  expect(new Set(refused.map((reply) => reply.body.error.code))).toEqual(new Set(['0x8004B050']));
  expect(refused[0]?.body.error.message).toBe('You have reached the maximum number of non-interactive users/');
  const { body } = await get('RetrieveOrganizationResources()');
  expect(body['OrganizationResources']).toMatchObject({ CurrentNumberOfNonInteractiveUsers: 7 });
});

test('a role of the same business unit can be assigned once, and removed by either address', async () => {
  const [user, reader] = [await idOf('Legacy reports'), await roleId('Integration Reader')];
  expect((await assign(user, reader)).status).toBe(204);
  expect(code(await assign(user, reader))).toEqual([412, '0x80040237']);
  const association = `systemusers(${user})/systemuserroles_association`;
  const address = `${simulator.url}${dataverse('prod', `roles(${reader})`)}`;
  expect((await simulator.call('DELETE', dataverse('prod', `${association}/$ref?$id=${address}`))).status).toBe(204);
  expect((await assign(user, reader)).status).toBe(204);
  expect((await simulator.call('DELETE', dataverse('prod', `${association}(${reader})/$ref`))).status).toBe(204);
  expect((await rows(`${association}?$select=name`)).map(({ name }) => name)).toEqual(['Report Reader']);
});

test('a role of another business unit, or for a disabled user, is refused', async () => {
  const [user, european] = [await idOf('Legacy reports'), await roleId('Integration Reader', 'Europe')];
  expect(code(await assign(user, european))).toEqual([400, '0x80041409']);
  const retired = await idOf('Newsletter sync (retired)');
  expect(code(await assign(retired, await roleId('Integration Reader')))).toEqual([400, '0x80048d35']);
  await simulator.control('PATCH', '/environments/prod', { modernisedBusinessUnits: true });
  expect((await assign(user, european)).status).toBe(204);
});

test('the bot without its role may read but not write', async () => {
  const me = String((await get('WhoAmI()')).body['UserId']);
  const role = await roleId('System Administrator');
  const path = dataverse('prod', `systemusers(${me})/systemuserroles_association(${role})/$ref`);
  expect((await simulator.call('DELETE', path)).status).toBe(204);
  expect((await get('systemusers')).status).toBe(200);
  const refused = await patch(await idOf('Legacy reports'), { accessmode: 4 });
  expect(code(refused)).toEqual([403, '0x80040220']);
  expect(refused.body.error.message).toContain('prvWriteUser');
});

test('an impersonated call has only the rights of both', async () => {
  const id = await idOf('Legacy reports');
  const alex = 'a1e00000-0000-4000-8000-000000000001';
  const as = (objectId: string) => patch(id, { title: 'Robot' }, { 'If-Match': '*', CallerObjectId: objectId });
  expect(code(await as(alex))).toEqual([403, '0x80040220']);
  expect((await as(megan)).status).toBe(204);
  expect(code(await as('a1e00000-0000-4000-8000-00000000ffff'))).toEqual([403, '0x80072560']);
});
