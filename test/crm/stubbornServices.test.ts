import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { createCrm } from '../../src/crm/crm.ts';
import type { Crm } from '../../src/crm/crm.ts';
import { createHttp } from '../../src/crm/http.ts';
import type { HttpOptions } from '../../src/crm/http.ts';
import type { Instant, PersonId, SystemUserId } from '../../src/domain/words.ts';
import { environmentAt, ids, keepLog } from './support.ts';
import { answer, json, startStub } from './stub.ts';
import type { Stub } from './stub.ts';

let stub: Stub;

afterEach(() => stub.stop());

async function crmAgainst(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
  patience: Partial<HttpOptions> = {},
): Promise<Crm> {
  stub = await startStub(answer);
  const log = keepLog();
  const services = { graph: stub.url, powerPlatform: stub.url };
  const http = createHttp({ log, pause: 1, ...patience });
  return createCrm({ cloud: 'public', services, credentials: undefined, production: false, log, http });
}

const noon = '2026-07-09T12:00:00.000Z' as Instant;

const dataverseRow = {
  systemuserid: ids.nowhere,
  domainname: 'svc@contoso.onmicrosoft.com',
  fullname: null,
  accessmode: 0,
  isdisabled: false,
  islicensed: true,
  _businessunitid_value: ids.nowhere,
  systemuserroles_association: [],
};

test('a change that does not show when it is read back may pass', async () => {
  const { dataverse } = await crmAgainst((request, response) => {
    if (request.method === 'GET') return json(response, 200, dataverseRow);
    return answer(response, 204);
  });
  await expect(
    dataverse.ensureAccessMode(environmentAt(stub.url, 'prod'), ids.nowhere as SystemUserId, 4),
  ).rejects.toMatchObject({ name: 'TransientFailure', code: 'NotSettled' });
  expect(stub.seen.map((line) => line.split(' ')[0])).toEqual(['GET', 'PATCH', 'GET']);
});

test('a change is never a creation by accident', async () => {
  const { dataverse } = await crmAgainst((request, response) => {
    if (request.method === 'GET') return json(response, 200, dataverseRow);
    expect(request.headers['if-match']).toBe('*');
    return json(response, 404, { error: { code: '0x80040217', message: 'Does Not Exist' } });
  });
  const prod = environmentAt(stub.url, 'prod');
  await expect(dataverse.ensureDisabled(prod, ids.nowhere as SystemUserId)).rejects.toMatchObject({
    code: '0x80040217',
  });
});

test('the root business unit is asked for once, and again when an environment was replaced by a copy', async () => {
  const other = ids.nowhere.replace('9', '8');
  let root = ids.nowhere;
  const { dataverse } = await crmAgainst((request, response) => {
    if (request.url?.includes('/businessunits')) return json(response, 200, { value: [{ businessunitid: root }] });
    const isOfRoot = request.url?.includes(root);
    return json(response, 200, { value: isOfRoot ? [{ roleid: root, name: 'Basic User' }] : [] });
  });
  const ask = async (): Promise<readonly (string | undefined)[]> => {
    stub.seen.length = 0;
    expect(await dataverse.readRoles(environmentAt(stub.url, 'prod'))).toEqual([{ id: root, name: 'Basic User' }]);
    return stub.seen.map((line) => /v9\.2\/(\w+)/.exec(line)?.[1]);
  };
  expect(await ask()).toEqual(['businessunits', 'roles']);
  expect(await ask()).toEqual(['roles']);
  root = other;
  expect(await ask()).toEqual(['roles', 'businessunits', 'roles']);
  expect(await ask()).toEqual(['roles']);
});

test('a directory that lags behind its own creation is asked again later', async () => {
  const { directory } = await crmAgainst((request, response) => {
    if (request.url?.startsWith('/v1.0/organization')) {
      return json(response, 200, { value: [{ countryLetterCode: 'DE' }] });
    }
    if (request.method === 'POST') return json(response, 201, { id: ids.nowhere });
    return json(response, 404, { error: { code: 'Request_ResourceNotFound', message: 'Resource does not exist' } });
  });
  const wanted = { upn: 'svc@contoso.onmicrosoft.com', displayName: 'Service', mark: 'm' };
  await expect(directory.ensureAccount(wanted)).rejects.toMatchObject({ name: 'TransientFailure', code: 'NotSettled' });
});

test('a tenant without a country cannot give an account its usage location', async () => {
  const { directory } = await crmAgainst((request, response) => {
    if (request.url?.startsWith('/v1.0/organization')) return json(response, 200, { value: [{}] });
    return json(response, 404, { error: { code: 'Request_ResourceNotFound', message: '' } });
  });
  const wanted = { upn: 'svc@contoso.onmicrosoft.com', displayName: 'Service', mark: 'm' };
  await expect(directory.ensureAccount(wanted)).rejects.toMatchObject({ code: 'NoUsageLocation' });
});

test.each([
  ['only a group gives', ['GET']],
  ['a group gives as well', ['GET', 'POST', 'GET']],
])('a licence that %s cannot be returned in the end', async (what, methods) => {
  const fromGroup = { skuId: ids.enterpriseSku, assignedByGroup: ids.approvers };
  const direct = { skuId: ids.enterpriseSku, assignedByGroup: null };
  let returned = what.startsWith('only');
  const { directory } = await crmAgainst((request, response) => {
    if (request.method === 'POST') returned = true;
    return json(response, 200, {
      assignedLicenses: [{ skuId: ids.enterpriseSku }],
      licenseAssignmentStates: returned ? [fromGroup] : [fromGroup, direct],
    });
  });
  await expect(directory.ensureNoLicence(ids.alex, ids.enterpriseSku)).rejects.toMatchObject({
    name: 'PermanentFailure',
    code: 'InheritedLicence',
  });
  expect(stub.seen.map((line) => line.split(' ')[0])).toEqual(methods);
});

test('members of a group are read page after page', async () => {
  const user = (id: string) => ({ '@odata.type': '#microsoft.graph.user', id, displayName: id });
  const { directory } = await crmAgainst((request, response) => {
    if (!request.url?.includes('transitiveMembers')) return json(response, 200, { displayName: 'CRM Approvers' });
    if (request.url.includes('skiptoken')) return json(response, 200, { value: [user('B')] });
    const nested = { '@odata.type': '#microsoft.graph.group', id: 'g', displayName: 'Nested' };
    const link = `${stub.url}/v1.0/groups/${ids.approvers}/transitiveMembers?$skiptoken=x%3D%3D`;
    return json(response, 200, { value: [user('A'), nested], '@odata.nextLink': link });
  });
  expect((await directory.findGroup(ids.approvers))?.members.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(stub.seen.at(-1)).toContain('$skiptoken=x%3D%3D');
});

test('owners of an application are read page after page, in lower case', async () => {
  const owner = (id: string): object => ({ '@odata.type': '#microsoft.graph.user', id });
  const { directory } = await crmAgainst((request, response) => {
    if (request.url?.includes('skiptoken')) return json(response, 200, { value: [owner('B')] });
    const link = `${stub.url}/v1.0/servicePrincipals/${ids.nowhere}/owners?$select=id&$skiptoken=2`;
    const program = { '@odata.type': '#microsoft.graph.servicePrincipal', id: 'C' };
    return json(response, 200, { value: [owner('A'), program], '@odata.nextLink': link });
  });
  expect(await directory.readApplicationOwners(ids.nowhere)).toEqual(['a', 'b']);
});

test('a contact who is named as the manager cannot decide anything', async () => {
  const { directory } = await crmAgainst((_request, response) =>
    json(response, 200, { '@odata.type': '#microsoft.graph.orgContact', id: ids.megan, displayName: 'Megan' }),
  );
  expect(await directory.findManager(ids.alex as PersonId)).toBeUndefined();
});

test('automatic replies that are not understood cannot be seen, and stop nothing', async () => {
  const start = { dateTime: 'soon', timeZone: 'UTC' };
  const odd = [
    {},
    { status: 'sometimes' },
    { status: 'scheduled' },
    { status: 'scheduled', scheduledStartDateTime: start },
  ];
  let answer: object = {};
  const { directory } = await crmAgainst((_request, response) => json(response, 200, answer));
  for (answer of odd) {
    expect(await directory.readAutomaticReplies(ids.alex as PersonId, noon)).toBeUndefined();
  }
});

test('a link to another host is not followed, since the token would go there', async () => {
  const { directory } = await crmAgainst((request, response) => {
    if (!request.url?.includes('transitiveMembers')) return json(response, 200, { displayName: 'CRM Approvers' });
    return json(response, 200, { value: [], '@odata.nextLink': 'https://elsewhere.example/v1.0/groups' });
  });
  await expect(directory.findGroup(ids.approvers)).rejects.toMatchObject({
    name: 'PermanentFailure',
    code: 'ForeignNextLink',
  });
});

test('a redirection is not followed either', async () => {
  const { directory, powerPlatform } = await crmAgainst((_request, response) => {
    answer(response, 307, '', { Location: 'http://127.0.0.1:1/' });
  });
  await expect(directory.findPerson(ids.alex)).rejects.toMatchObject({ name: 'PermanentFailure', code: 'Http307' });
  await expect(powerPlatform.bringIn(environmentAt(stub.url, 'prod'), ids.alex)).rejects.toMatchObject({
    name: 'PermanentFailure',
  });
});

test.each([
  ['nothing', () => undefined],
  [
    'half of it',
    (response: ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"value":[');
    },
  ],
  [
    'half of it before the connection breaks',
    (response: ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"value":[', () => response.destroy());
    },
  ],
])('whoever answers %s is given up in time', async (_what, answer) => {
  const crm = await crmAgainst(
    (_request, response) => {
      answer(response);
    },
    { timeout: 200, repeats: 1 },
  );
  const prod = environmentAt(stub.url, 'prod');
  const transient = { name: 'TransientFailure' };
  await Promise.all([
    expect(crm.dataverse.readQuota(prod)).rejects.toMatchObject(transient),
    expect(crm.dataverse.findUser(prod, ids.alex)).rejects.toMatchObject(transient),
    expect(crm.directory.findPerson(ids.alex)).rejects.toMatchObject(transient),
    expect(crm.powerPlatform.bringIn(prod, ids.alex)).rejects.toMatchObject(transient),
  ]);
});

test('a proxy that answers with a page of its own is a failure like any other', async () => {
  const crm = await crmAgainst((_request, response) => {
    answer(response, 502, '<html>Bad gateway</html>', { 'Content-Type': 'text/html' });
  });
  const prod = environmentAt(stub.url, 'prod');
  const failure = { name: 'TransientFailure', code: 'Http502' };
  await expect(crm.dataverse.readQuota(prod)).rejects.toMatchObject(failure);
  await expect(crm.directory.findPerson(ids.alex)).rejects.toMatchObject(failure);
  await expect(crm.powerPlatform.bringIn(prod, ids.alex)).rejects.toMatchObject(failure);
});
