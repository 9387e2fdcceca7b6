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

test('a call without the token is refused in the shape of Graph', async () => {
  const reply = await simulator.call('GET', '/graph/v1.0/users', undefined, { Authorization: '' });
  expect(reply).toMatchObject({ status: 401, body: { error: { code: 'InvalidAuthenticationToken' } } });
});
