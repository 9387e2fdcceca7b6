import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { GroupId, PersonId } from '../../src/domain/words.ts';
import { randomPassword } from '../../src/crm/randomPassword.ts';
import { ids, startWorld } from './support.ts';
import type { World } from './support.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.control('POST', '/reset');
  world.log.lines.length = 0;
});
afterAll(() => world.stop());

const sapSync = { upn: 'svc-sap@contoso.onmicrosoft.com', displayName: 'SAP order sync', mark: 'mark-1' };

describe('people', () => {
  test('a person is found by object id and by UPN in any case', async () => {
    const alex = { id: ids.alex, name: 'Alex Wilber', upn: 'alexw@contoso.onmicrosoft.com' };
    expect(await world.directory.findPerson(ids.alex.toUpperCase())).toEqual(alex);
    expect(await world.directory.findPerson('AlexW@contoso.onmicrosoft.com')).toEqual(alex);
  });

  test('somebody unknown is undefined, and text that can be no user is not even asked for', async () => {
    expect(await world.directory.findPerson('nobody@contoso.onmicrosoft.com')).toBeUndefined();
    expect(await world.directory.findPerson(ids.nowhere)).toBeUndefined();
    await world.control('DELETE', '/calls');
    expect(await world.directory.findPerson('../groups')).toBeUndefined();
    expect(await world.directory.findPerson('..')).toBeUndefined();
    expect(await world.calls()).toEqual([]);
  });

  test('people are searched by the beginning of their name or UPN', async () => {
    const names = async (text: string, limit = 5): Promise<readonly string[]> =>
      (await world.directory.searchPeople(text, limit)).map(({ name }) => name);
    expect(await names('Adele')).toEqual(['Adele Vance']);
    expect(await names('meganb@')).toEqual(['Megan Bowen']);
    expect(await names('svc-', 3)).toHaveLength(3);
    expect(await names('  ')).toEqual([]);
  });

  test('quotes and reserved characters in what people type do no harm', async () => {
    const body = { accountEnabled: true, mailNickname: 'x', passwordProfile: { password: 'aA1!aA1!aA1!' } };
    const odd = { displayName: "Pat O'Brien & Söhne +1 #2", userPrincipalName: "o'brien+x@contoso.onmicrosoft.com" };
    await world.graph('POST', '/users', { ...body, ...odd });
    expect(await world.directory.searchPeople("Pat O'Brien & Söhne +1 #2", 5)).toHaveLength(1);
    expect(await world.directory.findPerson("o'brien+x@contoso.onmicrosoft.com")).toMatchObject({
      name: odd.displayName,
    });
  });
});

describe('managers', () => {
  const managerOf = (id: string) => world.directory.findManager(id as PersonId);

  test('a manager is known, and somebody at the top, or unknown, has none', async () => {
    expect(await managerOf(ids.nestor)).toEqual({
      id: ids.patti,
      name: 'Patti Fernandez',
      upn: 'pattif@contoso.onmicrosoft.com',
    });
    expect(await managerOf(ids.patti)).toBeUndefined();
    expect(await managerOf(ids.nowhere)).toBeUndefined();
  });

  test('a missing right is a failure, not a person without a manager', async () => {
    await world.fault({ match: { path: '/manager' }, status: 403, code: 'Authorization_RequestDenied' });
    await expect(managerOf(ids.nestor)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: 'Authorization_RequestDenied',
    });
  });
});

describe('owners of an application', () => {
  const reporting = 'a3000000-0000-4000-8000-000000000011';

  test('they are its people; the applications among them are none', async () => {
    await world.control('POST', '/scenario', {
      applications: { 'Contoso Reporting': { owners: ['leeg', 'Seatkeeper', 'alexw'] } },
    });
    expect(await world.directory.readApplicationOwners(reporting.toUpperCase())).toEqual([ids.lee, ids.alex]);
    await world.control('POST', '/scenario', { applications: { 'Contoso Reporting': { owners: [] } } });
    expect(await world.directory.readApplicationOwners(reporting)).toEqual([]);
  });

  test('what cannot be read is a failure, not an application without owners', async () => {
    await expect(world.directory.readApplicationOwners(ids.nowhere)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: 'Request_ResourceNotFound',
    });
    await world.fault({ match: { path: '/owners' }, status: 403, code: 'Authorization_RequestDenied' });
    await expect(world.directory.readApplicationOwners(reporting)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: 'Authorization_RequestDenied',
    });
  });
});

describe('groups', () => {
  test('a group has its members of every depth, people only', async () => {
    const group = await world.directory.findGroup(ids.approvers);
    expect(group?.name).toBe('CRM Approvers');
    expect(group?.members.map(({ name }) => name).toSorted()).toEqual(['Lee Gu', 'Megan Bowen']);
  });

  test('there is no group of an unknown id', async () => {
    expect(await world.directory.findGroup(ids.nowhere as GroupId)).toBeUndefined();
  });
});

describe('accounts', () => {
  test('an account is created once, enabled, with the country of the tenant, and found again by its mark', async () => {
    const created = await world.directory.ensureAccount(sapSync);
    expect(created).toMatchObject({
      upn: sapSync.upn,
      displayName: sapSync.displayName,
      enabled: true,
      mark: 'mark-1',
    });
    const again = await world.directory.ensureAccount({ ...sapSync, upn: sapSync.upn.toUpperCase() });
    expect(again).toEqual(created);
    expect(await world.calls('POST')).toEqual(['POST /graph/v1.0/users']);
    const row = await world.graph('GET', `/users/${created.objectId}?$select=usageLocation,mailNickname`);
    expect(row).toMatchObject({ usageLocation: 'DE', mailNickname: 'svc-sap' });
  });

  test('an account whose creation was answered into the void is recognised', async () => {
    await world.fault({ match: { method: 'POST', path: '/users$' }, loseAnswer: true });
    await expect(world.directory.ensureAccount(sapSync)).rejects.toMatchObject({ name: 'TransientFailure' });
    expect(await world.directory.ensureAccount(sapSync)).toMatchObject({ mark: 'mark-1', enabled: true });
    expect(await world.calls('POST')).toEqual(['POST /graph/v1.0/users']);
  });

  test('a name that is taken between look and creation is recognised by its mark, too', async () => {
    await world.directory.ensureAccount(sapSync);
    await world.fault({ match: { method: 'GET', path: '/users/svc-sap' }, status: 404 });
    expect(await world.directory.ensureAccount(sapSync)).toMatchObject({ mark: 'mark-1' });
  });

  test('an account of somebody else is left alone', async () => {
    const taken = { name: 'PermanentFailure', code: 'UpnTaken' };
    const wanted = { ...sapSync, upn: 'ALEXW@contoso.onmicrosoft.com' };
    await expect(world.directory.ensureAccount(wanted)).rejects.toMatchObject(taken);
    await world.directory.ensureAccount(sapSync);
    await expect(world.directory.ensureAccount({ ...sapSync, mark: 'mark-2' })).rejects.toMatchObject(taken);
  });

  test('an account is disabled and enabled again, each as often as one likes', async () => {
    const { objectId } = await world.directory.ensureAccount(sapSync);
    await world.directory.ensureAccountDisabled(objectId);
    await world.directory.ensureAccountDisabled(objectId);
    expect(await world.directory.findAccount(objectId)).toMatchObject({ enabled: false });
    expect(await world.directory.ensureAccount(sapSync)).toMatchObject({ objectId, enabled: true });
    await world.directory.ensureAccountDisabled(ids.nowhere);
  });

  test('the password is strong, and in no log and no failure, even when the service repeats it', async () => {
    const passwords = new Set(Array.from({ length: 200 }, randomPassword));
    expect(passwords.size).toBe(200);
    for (const password of passwords) {
      expect(password).toHaveLength(40);
      for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(kind);
    }
    await world.fault({ match: { method: 'POST', path: '/users$' }, status: 400, message: 'Bad password hunter2' });
    const failure: unknown = await world.directory.ensureAccount(sapSync).catch((error: unknown) => error);
    const everything = `${String((failure as Error).stack)} ${String((failure as Error).cause)} ${world.log.text()}`;
    expect(failure).toMatchObject({ name: 'PermanentFailure' });
    expect(everything).not.toContain('hunter2');
    expect(everything).not.toContain('Bearer');
  });
});

describe('licences', () => {
  const sku = ids.enterpriseSku;
  const taken = async (): Promise<number | undefined> => (await world.directory.readLicence(sku))?.used;

  test('the stock of a licence is read; an unknown one has none', async () => {
    expect(await world.directory.readLicence(sku)).toEqual({ name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 22 });
    expect(await world.directory.readLicence(ids.nowhere)).toBeUndefined();
  });

  test('a licence is lent once and returned once, however often one asks', async () => {
    const { objectId } = await world.directory.ensureAccount(sapSync);
    await world.directory.ensureLicence(objectId, sku);
    await world.directory.ensureLicence(objectId, sku);
    expect(await taken()).toBe(23);
    expect((await world.directory.findAccount(objectId))?.licenceSkus).toEqual([sku]);
    await world.directory.ensureNoLicence(objectId, sku);
    await world.directory.ensureNoLicence(objectId, sku);
    expect(await taken()).toBe(22);
    await world.directory.ensureNoLicence(ids.nowhere, sku);
  });

  test('lost answers of lending and returning are made good in the same call', async () => {
    const { objectId } = await world.directory.ensureAccount(sapSync);
    const lost = { match: { method: 'POST', path: 'assignLicense' }, loseAnswer: true } as const;
    await world.fault(lost);
    await world.directory.ensureLicence(objectId, sku);
    expect(await taken()).toBe(23);
    await world.fault(lost);
    await world.directory.ensureNoLicence(objectId, sku);
    expect(await taken()).toBe(22);
  });

  test('what the account has and what is in stock are read side by side', async () => {
    const { objectId } = await world.directory.ensureAccount(sapSync);
    await world.fault({ match: { method: 'GET', path: `/users/${objectId}` }, latencyMs: 200 });
    world.log.lines.length = 0;
    await world.directory.ensureLicence(objectId, sku);
    const paths = world.log.lines.map(({ method, path }) => `${String(method)} ${String(path)}`);
    expect(paths).toEqual([
      'GET /subscribedSkus',
      'GET /users/{id}',
      'POST /users/{id}/assignLicense',
      'GET /users/{id}',
    ]);
  });

  test('without a free unit there is no spare licence', async () => {
    const { objectId } = await world.directory.ensureAccount(sapSync);
    await world.control('PATCH', `/skus/${sku}`, { enabled: 22 });
    const none = { name: 'PermanentFailure', code: 'NoSpareLicence' };
    await expect(world.directory.ensureLicence(objectId, sku)).rejects.toMatchObject(none);
    await expect(world.directory.ensureLicence(objectId, ids.nowhere)).rejects.toMatchObject(none);
  });

  test('the unit that somebody else took a moment ago is the same', async () => {
    const { objectId } = await world.directory.ensureAccount(sapSync);
    const message = `Subscription with SKU ${sku} does not have any available licenses.`;
    await world.fault({ match: { path: 'assignLicense' }, status: 400, code: 'Request_BadRequest', message });
    await expect(world.directory.ensureLicence(objectId, sku)).rejects.toMatchObject({ code: 'NoSpareLicence' });
  });

  test('an account without a usage location says so', async () => {
    const { objectId } = await world.directory.ensureAccount(sapSync);
    await world.graph('PATCH', `/users/${objectId}`, { usageLocation: null });
    await expect(world.directory.ensureLicence(objectId, sku)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: 'NoUsageLocation',
    });
  });

  test('a licence that a group gives cannot be returned', async () => {
    const message =
      'User license is inherited from a group membership and it cannot be removed directly from the user.';
    await world.fault({ match: { path: 'assignLicense' }, status: 400, code: 'Request_BadRequest', message });
    await expect(world.directory.ensureNoLicence(ids.legacyReports, sku)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: 'InheritedLicence',
    });
  });
});
