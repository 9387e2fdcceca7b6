import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CrmUser } from '../../src/application/ports/crm.ts';
import type { SystemUserId } from '../../src/domain/words.ts';
import { ids, nobody, startWorld } from './support.ts';
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

const nonInteractive = 4;

async function found(objectId: string): Promise<CrmUser> {
  const user = await world.dataverse.findUser(world.prod, objectId);
  if (!user) throw new Error('Not in the environment');
  return user;
}

const idOf = async (objectId: string): Promise<SystemUserId> => (await found(objectId)).id;

/** A role of the root business unit. */
async function role(name: string): Promise<string> {
  const roles = await world.dataverse.readRoles(world.prod);
  return roles.find((one) => one.name === name)?.id ?? '';
}

const rolesOf = async (id: SystemUserId): Promise<readonly string[]> =>
  (await world.dataverse.readUser(world.prod, id)).roles.map(({ name }) => name).toSorted();

describe('the users of programs', () => {
  test('are the non-interactive ones and the application users, without the platform’s own', async () => {
    const users = await world.dataverse.listUsers(world.prod);
    expect(users.every(({ accessMode, applicationId }) => accessMode === nonInteractive || applicationId)).toBe(true);
    expect(users.filter(({ applicationId, disabled }) => !applicationId && !disabled)).toHaveLength(5);
    expect(users.some(({ applicationId }) => applicationId)).toBe(true);
    const names = users.map(({ fullName }) => fullName);
    for (const own of ['SYSTEM', 'INTEGRATION', 'Support User']) expect(names).not.toContain(own);
    expect(users.every(({ upn, applicationId }) => upn.includes('@') || applicationId)).toBe(true);
  });

  test('that are disabled are among them, and say so', async () => {
    const [first] = (await world.dataverse.listUsers(world.prod)).filter(({ applicationId }) => !applicationId);
    if (!first) throw new Error('There is nobody');
    await world.dataverse.ensureDisabled(world.prod, first.id);
    const users = await world.dataverse.listUsers(world.prod);
    expect(users.find(({ id }) => id === first.id)).toMatchObject({ disabled: true });
  });
});

describe('the environment', () => {
  test('it is known whether it is online', async () => {
    expect(await world.dataverse.readOrganization(world.prod)).toEqual({ name: 'Contoso Production', online: true });
    expect(await world.dataverse.readOrganization(world.legacy)).toMatchObject({ online: false });
  });

  test('its quota is its own', async () => {
    expect(await world.dataverse.readQuota(world.prod)).toEqual({ limit: 7, used: 5, counted: 5 });
    expect(await world.dataverse.readQuota(world.test)).toEqual({ limit: 7, used: 7, counted: 7 });
  });

  test('its own count and that of its users are read side by side', async () => {
    await world.control('PATCH', '/environments/prod', { miscount: -2 });
    expect(await world.dataverse.readQuota(world.prod)).toEqual({ limit: 7, used: 3, counted: 5 });
  });

  test('where it does not tell a limit there is none, unless one is configured: then the seats are counted', async () => {
    const noFunction = { match: { path: 'RetrieveOrganizationResources' }, status: 404, code: '0x8006088a' } as const;
    await world.fault({ ...noFunction, times: 2 });
    await expect(world.dataverse.readQuota(world.prod)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: 'NoQuota',
    });
    expect(await world.dataverse.readQuota({ ...world.prod, limit: 9 })).toEqual({ limit: 9, used: 5, counted: 5 });
  });

  test('its roles are those of the root business unit, by name', async () => {
    const names = (await world.dataverse.readRoles(world.prod)).map(({ name }) => name);
    expect(names).toHaveLength(8);
    expect(names).toEqual(names.toSorted());
    expect(names).toContain('Integration Reader');
  });
});

describe('users', () => {
  test('a user is found by the object id of the account, with roles', async () => {
    expect(await world.dataverse.findUser(world.prod, ids.legacyReports)).toMatchObject({
      upn: 'svc-legacy-reports@contoso.onmicrosoft.com',
      accessMode: 0,
      disabled: false,
      licensed: true,
      roles: [{ name: 'Report Reader' }],
    });
  });

  test('an application user is not found, and neither is a stranger', async () => {
    expect(await world.dataverse.findUser(world.prod, 'a3000000-0000-4000-8000-000000000001')).toBeUndefined();
    expect(await world.dataverse.findUser(world.prod, ids.nowhere)).toBeUndefined();
  });

  test('reading a user who is not there fails with the code of the service', async () => {
    await expect(world.dataverse.readUser(world.prod, nobody)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: '0x80040217',
    });
  });

  test('an id that is none never reaches the address', async () => {
    await world.control('DELETE', '/calls');
    await expect(world.dataverse.findUser(world.prod, "x' or 1 eq 1")).rejects.toThrow(TypeError);
    await expect(world.dataverse.readUser(world.prod, '1)/roles' as SystemUserId)).rejects.toThrow(TypeError);
    expect(await world.calls()).toEqual([]);
  });

  test('a user is disabled and enabled, each once', async () => {
    const id = await idOf(ids.legacyReports);
    await world.dataverse.ensureDisabled(world.prod, id);
    await world.dataverse.ensureDisabled(world.prod, id);
    expect(await found(ids.legacyReports)).toMatchObject({ disabled: true });
    await world.dataverse.ensureEnabled(world.prod, id);
    await world.dataverse.ensureEnabled(world.prod, id);
    expect(await found(ids.legacyReports)).toMatchObject({ disabled: false });
    expect(await world.calls('PATCH')).toHaveLength(2);
  });

  test('a user becomes non-interactive once', async () => {
    const id = await idOf(ids.legacyReports);
    await world.dataverse.ensureAccessMode(world.prod, id, nonInteractive);
    await world.dataverse.ensureAccessMode(world.prod, id, nonInteractive);
    expect(await found(ids.legacyReports)).toMatchObject({ accessMode: nonInteractive, disabled: false });
    expect(await world.calls('PATCH')).toHaveLength(1);
    expect(await world.dataverse.readQuota(world.prod)).toEqual({ limit: 7, used: 6, counted: 6 });
  });

  test('a change whose answer is lost is found done', async () => {
    const id = await idOf(ids.legacyReports);
    await world.fault({ match: { method: 'PATCH', path: 'systemusers' }, loseAnswer: true });
    await world.dataverse.ensureAccessMode(world.prod, id, nonInteractive);
    expect(await found(ids.legacyReports)).toMatchObject({ accessMode: nonInteractive });
    expect(await world.dataverse.readQuota(world.prod)).toEqual({ limit: 7, used: 6, counted: 6 });
  });

  test('the server has the last word about seats', async () => {
    await world.control('PATCH', '/environments/prod', { limit: 5 });
    const id = await idOf(ids.legacyReports);
    await expect(world.dataverse.ensureAccessMode(world.prod, id, nonInteractive)).rejects.toMatchObject({
      name: 'PermanentFailure',
      service: 'dataverse',
      code: '0x8004B050',
      serviceRequestId: expect.any(String),
    });
  });

  test('a refused change is a failure, not a quiet no', async () => {
    const id = await idOf(ids.legacyReports);
    await world.fault({ match: { method: 'PATCH', path: 'systemusers' }, status: 412, code: '0x80060882' });
    await expect(world.dataverse.ensureAccessMode(world.prod, id, nonInteractive)).rejects.toMatchObject({
      name: 'PermanentFailure',
      code: '0x80060882',
    });
  });
});

describe('roles', () => {
  test('missing roles are added, others stay, and again changes nothing', async () => {
    const id = await idOf(ids.legacyReports);
    const wanted = [await role('Integration Reader'), await role('Report Reader')];
    await world.dataverse.ensureRoles(world.prod, id, wanted);
    await world.dataverse.ensureRoles(world.prod, id, wanted);
    expect(await rolesOf(id)).toEqual(['Integration Reader', 'Report Reader']);
    expect(await world.calls('POST')).toHaveLength(1);
  });

  test('a role whose assignment was answered into the void is found assigned', async () => {
    const id = await idOf(ids.legacyReports);
    await world.fault({ match: { method: 'POST', path: 'systemuserroles_association' }, loseAnswer: true });
    await world.dataverse.ensureRoles(world.prod, id, [await role('Integration Reader')]);
    expect(await rolesOf(id)).toEqual(['Integration Reader', 'Report Reader']);
  });

  test('roles are taken away, and again changes nothing', async () => {
    const id = await idOf(ids.legacyReports);
    const surplus = [await role('Report Reader'), await role('Integration Reader')];
    await world.fault({ match: { method: 'DELETE', path: 'systemuserroles_association' }, loseAnswer: true });
    await world.dataverse.ensureNoRoles(world.prod, id, surplus);
    await world.dataverse.ensureNoRoles(world.prod, id, surplus);
    expect(await rolesOf(id)).toEqual([]);
  });

  test('a user of another business unit gets its copy of the role, known by the id of the original', async () => {
    const id = await idOf(ids.legacyReports);
    await moveToEurope(id);
    const wanted = await role('Integration Reader');
    await world.dataverse.ensureRoles(world.prod, id, [wanted]);
    await world.dataverse.ensureRoles(world.prod, id, [wanted]);
    const user = await world.dataverse.readUser(world.prod, id);
    expect(user.roles).toEqual([expect.objectContaining({ id: wanted, name: 'Integration Reader' })]);
    await world.dataverse.ensureNoRoles(world.prod, id, [wanted]);
    expect(await rolesOf(id)).toEqual([]);
  });

  test('a disabled user takes no roles', async () => {
    const id = await idOf(ids.legacyReports);
    await world.dataverse.ensureDisabled(world.prod, id);
    await expect(world.dataverse.ensureRoles(world.prod, id, [await role('Integration Reader')])).rejects.toMatchObject(
      { name: 'PermanentFailure', code: '0x80048D35' },
    );
  });
});

async function moveToEurope(id: SystemUserId): Promise<void> {
  const root = `${world.url}/prod/api/data/v9.2`;
  const headers = { Authorization: 'Bearer sandbox', 'Content-Type': 'application/json' };
  const filter = encodeURIComponent("name eq 'Europe'");
  const answer = await fetch(`${root}/businessunits?$filter=${filter}&$select=businessunitid`, { headers });
  const { value } = (await answer.json()) as { value: { businessunitid: string }[] };
  const body = JSON.stringify({ 'businessunitid@odata.bind': `/businessunits(${value[0]?.businessunitid ?? ''})` });
  expect((await fetch(`${root}/systemusers(${id})`, { method: 'PATCH', headers, body })).status).toBe(204);
}
