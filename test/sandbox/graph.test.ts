import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Client } from '@microsoft/microsoft-graph-client';
import type { Context, Middleware, PageCollection } from '@microsoft/microsoft-graph-client';
import { startTestSimulator } from './startTestSimulator.ts';
import type { TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
let graph: Client;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(async () => {
  await simulator.control('POST', '/reset');
  graph = Client.initWithMiddleware({ baseUrl: `${simulator.url}/graph/`, middleware: wire });
});
afterAll(() => simulator.stop());

// The client's own middleware sends no token to a loopback address.
const wire: Middleware = {
  async execute(context: Context) {
    const headers = new Headers(context.options?.headers);
    headers.set('Authorization', 'Bearer sandbox');
    context.response = await fetch(context.request as string, { ...context.options, headers });
  },
};

interface User {
  id: string;
  displayName: string;
  userPrincipalName: string;
}

const alex = 'a1e00000-0000-4000-8000-000000000001';
const megan = 'a1e00000-0000-4000-8000-000000000002';
const lee = 'a1e00000-0000-4000-8000-000000000005';
const approvers = 'c0000000-0000-4000-8000-000000000001';
const sku = '50000000-0000-4000-8000-000000000001';

const newUser = {
  accountEnabled: true,
  displayName: 'SAP order sync',
  mailNickname: 'svc-sap',
  userPrincipalName: 'svc-sap@contoso.onmicrosoft.com',
  passwordProfile: { password: 'correct horse battery', forceChangePasswordNextSignIn: false },
};

async function create(extra: object = {}): Promise<User> {
  return (await graph.api('/users').post({ ...newUser, ...extra })) as User;
}

function lend(id: string, addLicenses: object[] = [{ skuId: sku, disabledPlans: [] }], removeLicenses: string[] = []) {
  return graph.api(`/users/${id}/assignLicense`).post({ addLicenses, removeLicenses }) as Promise<User>;
}

async function unitsUsed(): Promise<number> {
  const { value } = (await graph.api('/subscribedSkus').get()) as { value: { skuId: string; consumedUnits: number }[] };
  return value.find(({ skuId }) => skuId === sku)?.consumedUnits ?? 0;
}

test('a person is found by id and by name, with the default and with chosen properties', async () => {
  const person = (await graph.api(`/users/${alex}`).get()) as User;
  expect(person).toMatchObject({ displayName: 'Alex Wilber', jobTitle: 'Integration Specialist' });
  expect(person).not.toHaveProperty('accountEnabled');
  const chosen: unknown = await graph.api('/users/ALEXW@contoso.onmicrosoft.com').select(['id', 'usageLocation']).get();
  expect(chosen).toEqual({ '@odata.context': expect.any(String), id: alex, usageLocation: 'DE' });
  await expect(graph.api('/users/nobody@contoso.onmicrosoft.com').get()).rejects.toMatchObject({
    statusCode: 404,
    code: 'Request_ResourceNotFound',
  });
});

test('people are filtered, searched and paged', async () => {
  const named = async (path: string, headers = {}) =>
    ((await graph.api(path).headers(headers).get()) as { value: User[] }).value.map(({ displayName }) => displayName);
  expect(
    await named("/users?$filter=startswith(displayName,'A') and accountEnabled eq true&$select=displayName"),
  ).toEqual(['Alex Wilber', 'Adele Vance']);
  const eventual = { ConsistencyLevel: 'eventual' };
  expect(await named('/users?$search="displayName:wil"&$select=displayName', eventual)).toEqual([
    'Alex Wilber',
    'Nestor Wilke',
  ]);
  await expect(named('/users?$search="displayName:wil"')).rejects.toMatchObject({ code: 'Request_UnsupportedQuery' });

  const seen: string[] = [];
  let path: string | undefined = '/users?$top=5';
  while (path !== undefined) {
    const page = (await graph.api(path).get()) as PageCollection;
    expect(page.value.length).toBeLessThanOrEqual(5);
    seen.push(...(page.value as User[]).map(({ id }) => id));
    path = page['@odata.nextLink']?.replace(`${simulator.url}/graph/v1.0`, '');
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(15);
});

test('an account is created once, changed and deleted', async () => {
  const user = await create();
  expect((await graph.api(`/users/${user.userPrincipalName}`).get()) as User).toMatchObject({ id: user.id });
  await expect(create()).rejects.toMatchObject({
    statusCode: 400,
    message: 'Another object with the same value for property userPrincipalName already exists.',
  });
  await graph.api(`/users/${user.id}`).patch({ usageLocation: 'DE' });
  await graph.api(`/users/${user.id}`).delete();
  await expect(graph.api(`/users/${user.id}`).get()).rejects.toMatchObject({ statusCode: 404 });
});

test('an account without what it needs is refused in the words of Graph', async () => {
  const { passwordProfile: _password, ...rest } = newUser;
  await expect(graph.api('/users').post(rest)).rejects.toMatchObject({
    code: 'Request_BadRequest',
    message: "A value is required for property 'passwordProfile' of resource 'User'.",
  });
  await expect(create({ userPrincipalName: 'svc@elsewhere.example' })).rejects.toMatchObject({ statusCode: 400 });
});

test('a password is never stored or shown', async () => {
  const user = await create();
  const seen = await simulator.call('GET', `/graph/v1.0/users/${user.id}`);
  expect(JSON.stringify(seen.body)).not.toContain('battery');
});

test('a licence is lent and comes back', async () => {
  expect(await unitsUsed()).toBe(22);
  const user = await create();
  await expect(lend(user.id)).rejects.toMatchObject({
    statusCode: 400,
    message: 'License assignment cannot be done for user with invalid usage location.',
  });
  await graph.api(`/users/${user.id}`).patch({ usageLocation: 'DE' });
  await lend(user.id);
  await lend(user.id);
  expect(await unitsUsed()).toBe(23);
  const details = (await graph.api(`/users/${user.id}/licenseDetails`).get()) as { value: { skuId: string }[] };
  expect(details.value.map(({ skuId }) => skuId)).toEqual([sku]);
  await lend(user.id, [], [sku]);
  expect(await unitsUsed()).toBe(22);
  await expect(lend(user.id, [], [sku])).rejects.toMatchObject({ statusCode: 400 });
});

test('a licence that comes from a group cannot be taken from the person', async () => {
  const { id } = (await graph.api('/users/diegos@contoso.onmicrosoft.com').get()) as User;
  await expect(lend(id, [], [sku])).rejects.toMatchObject({
    message: 'User license is inherited from a group membership and it cannot be removed directly from the user.',
  });
});

test('the last licence is given away once', async () => {
  await simulator.control('PATCH', `/skus/${sku}`, { enabled: 23 });
  const users = await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      create({ usageLocation: 'DE', userPrincipalName: `${name}@contoso.onmicrosoft.com`, mailNickname: name }),
    ),
  );
  const outcomes = await Promise.allSettled(users.map(({ id }) => lend(id)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const refused = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({
    message: `Subscription with SKU ${sku} does not have any available licenses.`,
  });
});

test('a group tells its direct members from all who are in it', async () => {
  const ids = async (path: string) => ((await graph.api(path).get()) as { value: User[] }).value.map(({ id }) => id);
  expect(await ids(`/groups/${approvers}/members/microsoft.graph.user`)).toEqual([megan]);
  expect(await ids(`/groups/${approvers}/transitiveMembers/microsoft.graph.user`)).toEqual([megan, lee]);
  expect(await ids(`/groups/${approvers}/members`)).toHaveLength(2);
  expect(await ids("/groups?$filter=displayName eq 'CRM Approvers'")).toEqual([approvers]);
  const check = (await graph.api(`/users/${lee}/checkMemberGroups`).post({ groupIds: [approvers] })) as {
    value: string[];
  };
  expect(check.value).toEqual([approvers]);
});

test('a manager is known, and the one at the top has none', async () => {
  expect((await graph.api(`/users/${alex}/manager`).get()) as User).toMatchObject({ id: megan });
  await expect(graph.api('/users/pattif@contoso.onmicrosoft.com/manager').get()).rejects.toMatchObject({
    statusCode: 404,
  });
});

test('owners of an application are people and programs, page by page', async () => {
  await simulator.control('POST', '/scenario', {
    applications: { 'SAP Connector': { owners: ['leeg', 'Seatkeeper', 'meganb'] } },
  });
  const owners = '/servicePrincipals/a3000000-0000-4000-8000-000000000012/owners';
  const first = (await graph.api(`${owners}?$select=id&$top=2`).get()) as PageCollection;
  expect(first.value).toEqual([
    { '@odata.type': '#microsoft.graph.user', id: lee },
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: 'a3000000-0000-4000-8000-000000000001' },
  ]);
  const next = first['@odata.nextLink']?.replace(`${simulator.url}/graph/v1.0`, '') ?? '';
  expect(((await graph.api(next).get()) as PageCollection).value).toEqual([
    { '@odata.type': '#microsoft.graph.user', id: megan },
  ]);
  await expect(graph.api(owners.replace('a3000000', 'a3999999')).get()).rejects.toMatchObject({ statusCode: 404 });
  await expect(graph.api(owners).post({})).rejects.toMatchObject({ statusCode: 405 });
  const principal: unknown = await graph.api(owners.replace('/owners', '')).get();
  expect(principal).not.toHaveProperty('owners');
});

test('a mailbox answers by itself as its owner has set it, and shows it to nobody who asks for the account', async () => {
  const settings = `/users/${megan}/mailboxSettings`;
  const replies = async () => (await graph.api(`${settings}/automaticRepliesSetting`).get()) as object;
  const time = (dateTime: string) => ({ dateTime, timeZone: 'W. Europe Standard Time' });
  const scheduled = {
    status: 'scheduled',
    scheduledStartDateTime: time('2026-07-06T08:00:00.0000000'),
    scheduledEndDateTime: time('2026-07-18T00:00:00.0000000'),
  };
  expect(await replies()).toMatchObject({
    status: 'disabled',
    scheduledStartDateTime: { dateTime: '2026-03-03T09:00:00.0000000', timeZone: 'UTC' },
  });
  await graph.api(settings).patch({ automaticRepliesSetting: scheduled });
  expect(await replies()).toMatchObject(scheduled);
  await graph.api(settings).patch({ automaticRepliesSetting: { status: 'disabled' } });
  expect(await replies()).toMatchObject({ ...scheduled, status: 'disabled' });
  expect(await graph.api(settings).get()).toMatchObject({ automaticRepliesSetting: { status: 'disabled' } });
  expect(await graph.api(`/users/${megan}`).get()).not.toHaveProperty('automaticReplies');
  for (const wrong of [{ automaticRepliesSetting: { status: 'perhaps' } }, { timeZone: 'UTC' }]) {
    await expect(graph.api(settings).patch(wrong)).rejects.toMatchObject({ statusCode: 400 });
  }
});

test('the account of a program has no mailbox', async () => {
  const path = '/users/svc-legacy-reports@contoso.onmicrosoft.com/mailboxSettings';
  const none = { statusCode: 404, code: 'MailboxNotEnabledForRESTAPI' };
  await expect(graph.api(`${path}/automaticRepliesSetting`).get()).rejects.toMatchObject(none);
  await expect(graph.api(path).patch({ automaticRepliesSetting: { status: 'disabled' } })).rejects.toMatchObject(none);
});

test('a scenario says who manages whom, and who is away until when', async () => {
  const away = { from: '2026-07-06T08:00:00', until: '2026-07-18T00:00:00', timeZone: 'W. Europe Standard Time' };
  const accounts = {
    nestorw: { manager: 'meganb', automaticReplies: away },
    alexw: { manager: null, automaticReplies: 'alwaysEnabled' },
  };
  expect((await simulator.control('POST', '/scenario', { accounts })).status).toBe(204);
  const nestor = '/users/nestorw@contoso.onmicrosoft.com';
  expect((await graph.api(`${nestor}/manager`).get()) as User).toMatchObject({ id: megan });
  await expect(graph.api(`/users/${alex}/manager`).get()).rejects.toMatchObject({ statusCode: 404 });
  const replies = (user: string) => graph.api(`${user}/mailboxSettings/automaticRepliesSetting`).get();
  expect(await replies(nestor)).toMatchObject({
    status: 'scheduled',
    scheduledEndDateTime: { dateTime: away.until, timeZone: away.timeZone },
  });
  expect(await replies(`/users/${alex}`)).toMatchObject({ status: 'alwaysEnabled' });
  const wrong: [object, RegExp][] = [
    [{ accounts: { alexw: { manager: 'nobody' } } }, /^accounts\.alexw: .*alias, UPN or id/],
    [{ accounts: { 'svc-legacy-reports': { automaticReplies: 'disabled' } } }, /mailbox/],
    [
      { applications: { 'SAP Connector': { owners: ['nobody'] } } },
      /^applications\.SAP Connector: .*Contoso Reporting/,
    ],
  ];
  for (const [scenario, reason] of wrong) {
    const { status, body } = await simulator.control('POST', '/scenario', scenario);
    expect([status, body.error.message]).toEqual([400, expect.stringMatching(reason)]);
  }
});

test('tells the last sign-in of an account to whoever selects it, and nobody can write it', async () => {
  const user = '/users/a2e00000-0000-4000-8000-000000000001';
  const at = '2026-11-23T23:05:12Z';
  expect(await graph.api(user).select('signInActivity').get()).toMatchObject({
    signInActivity: { lastNonInteractiveSignInDateTime: at, lastSuccessfulSignInDateTime: at },
  });
  expect(await graph.api(user).get()).not.toHaveProperty('signInActivity');
  expect(await graph.api(`/users/${alex}`).select('signInActivity').get()).not.toHaveProperty('signInActivity');
  await expect(graph.api(user).patch({ signInActivity: null })).rejects.toMatchObject({ statusCode: 400 });
});

test('a call without the token is refused in the shape of Graph', async () => {
  const reply = await simulator.call('GET', '/graph/v1.0/users', undefined, { Authorization: '' });
  expect(reply).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
});
