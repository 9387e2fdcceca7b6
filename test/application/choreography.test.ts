import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Active, Failed } from '../../src/domain/request.ts';
import type { EnvironmentKey, GroupId } from '../../src/domain/words.ts';
import { ids } from '../crm/support.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, integrationReader, stored, worldOf } from '../support/journeys.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

const legacyReports = { accountKind: 'existing', account: 'svc-legacy-reports@contoso.onmicrosoft.com' } as const;

function prodOf(test: TestApp) {
  const environment = test.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  return environment;
}

async function bend(changes: object): Promise<void> {
  await bot.services.control('PATCH', '/environments/prod', changes);
}

async function activeUser(id: Active['id']) {
  const request = (await stored(bot, id)) as Active;
  expect(request).toMatchObject({ status: 'Active' });
  return bot.services.dataverse.readUser(prodOf(bot), request.systemUserId);
}

/** One that no retry helps with. */
const lacksPrivilege = { status: 403, code: '0x80040220', message: 'Principal user is missing prvWriteUser privilege' };

describe('an environment with a security group', () => {
  const group = 'c0000000-0000-4000-8000-000000000005' as GroupId;
  const inner = 'c0000000-0000-4000-8000-000000000002';
  const isMember = (objectId: string): Promise<boolean> => bot.services.directory.isDirectMember(group, objectId);
  beforeEach(() => bend({ securityGroup: group }));

  test('takes a new account in as a direct member, and it stays one', async () => {
    const { id } = await approved(bot);
    await bot.settle();
    expect(await activeUser(id)).toMatchObject({ accessMode: 4, disabled: false });
    expect(await isMember(((await stored(bot, id)) as Active).objectId)).toBe(true);
  });

  test('takes an account in that is a member of an inner group only', async () => {
    const put = async (id: string, into: string): Promise<void> => {
      const member = { '@odata.id': `${bot.services.url}/graph/v1.0/directoryObjects/${id}` };
      await bot.services.graph('POST', `/groups/${into}/members/$ref`, member);
    };
    await put(inner, group);
    await put(ids.legacyReports, inner);
    expect(await isMember(ids.legacyReports)).toBe(false);
    const { id } = await approved(bot, legacyReports);
    await bot.settle();
    expect(await activeUser(id)).toMatchObject({ accessMode: 4, disabled: false });
    expect(await isMember(ids.legacyReports)).toBe(true);
  });

  test('has the membership taken back when the creation fails, also when the answer to joining was lost', async () => {
    const { id } = await approved(bot);
    await bot.services.fault(
      { match: { method: 'POST', path: 'members/\\$ref' }, loseAnswer: true },
      { match: { method: 'PATCH', path: 'systemusers' }, ...lacksPrivilege },
    );
    await bot.settle();
    const request = (await stored(bot, id)) as Failed;
    expect(request).toMatchObject({ status: 'Failed', cause: { code: '0x80040220' }, leftovers: [] });
    expect(request.made.joinsGroup).toBe(group);
    expect(await isMember(request.made.objectId ?? '')).toBe(false);
  });

  test('keeps a member that was one before, also when the creation fails', async () => {
    await bot.services.directory.ensureMember(group, ids.legacyReports);
    const { id } = await approved(bot, legacyReports);
    await bot.services.fault({ match: { method: 'PATCH', path: 'systemusers' }, ...lacksPrivilege });
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Failed');
    expect(await isMember(ids.legacyReports)).toBe(true);
  });

  test('that Seatkeeper may not change ends the creation with its own words, and everything is taken back', async () => {
    const before = await worldOf(bot);
    const { id } = await approved(bot);
    const denied = { status: 403, code: 'Authorization_RequestDenied', message: 'Insufficient privileges' };
    await bot.services.fault({ match: { method: 'POST', path: 'members/\\$ref' }, ...denied });
    await bot.settle();
    expect(await stored(bot, id)).toMatchObject({
      status: 'Failed',
      cause: { code: 'GroupNotWritable' },
      leftovers: [],
    });
    expect((await worldOf(bot)).usedLicences).toBe(before.usedLicences);
  });

  test('of which a membership cannot be taken back leaves an admin the step by hand', async () => {
    const { id } = await approved(bot);
    await bot.services.fault(
      { match: { method: 'PATCH', path: 'systemusers' }, ...lacksPrivilege },
      { match: { method: 'DELETE', path: 'members' }, status: 403, code: 'Authorization_RequestDenied' },
    );
    await bot.settle();
    expect(await stored(bot, id)).toMatchObject({
      status: 'Failed',
      leftovers: [{ step: 'bringIn', obstacle: { code: 'GroupNotWritable' } }],
    });
  });

  test('that is unknown to the directory ends the creation', async () => {
    await bend({ securityGroup: ids.nowhere as GroupId });
    const { id } = await approved(bot);
    await bot.settle();
    expect(await stored(bot, id)).toMatchObject({ status: 'Failed', leftovers: [] });
  });
});

test('an account that got the licence from a group meanwhile is refused before anything is touched', async () => {
  const { id } = await approved(bot, legacyReports);
  const member = { '@odata.id': `${bot.services.url}/graph/v1.0/directoryObjects/${ids.legacyReports}` };
  const licences = 'c0000000-0000-4000-8000-000000000004';
  await bot.services.graph('PATCH', `/users/${ids.legacyReports}`, { accountEnabled: true });
  await bot.services.directory.ensureNoLicence(ids.legacyReports, prodOf(bot).licenceSku);
  await bot.services.graph('POST', `/groups/${licences}/members/$ref`, member);
  const before = await worldOf(bot);
  await bot.settle();
  expect(await stored(bot, id)).toMatchObject({
    status: 'Failed',
    cause: { code: 'InheritedLicence' },
    leftovers: [],
    done: [],
  });
  expect(await worldOf(bot)).toEqual(before);
});

test('a user and an account that somebody deleted meanwhile count as taken back', async () => {
  const { id } = await approved(bot);
  const systemUser = { method: 'PATCH', path: 'systemusers' };
  await bot.services.fault(
    { match: systemUser, ...lacksPrivilege },
    { match: systemUser, status: 404, code: '0x80040217', message: 'systemuser With Id = 1 Does Not Exist' },
    { match: { method: 'PATCH', path: '/graph/v1.0/users/' }, status: 404, code: 'Request_ResourceNotFound' },
  );
  await bot.settle();
  expect(await stored(bot, id)).toMatchObject({ status: 'Failed', cause: { code: '0x80040220' }, leftovers: [] });
});

describe('a creation succeeds', () => {
  test('with a user that arrives disabled', async () => {
    await bend({ arrivesDisabled: true });
    const { id } = await approved(bot);
    await bot.settle();
    expect(await activeUser(id)).toMatchObject({ accessMode: 4, disabled: false, licensed: false });
  });

  test('with a synchronisation that takes an hour, which the card says', async () => {
    await bend({ syncSeconds: 3600, forcedSyncSeconds: 3600 });
    const { id } = await approved(bot);
    await bot.run();
    await bot.pass(10 * 60_000);
    await bot.run();
    expect(await stored(bot, id)).toMatchObject({
      status: 'Provisioning',
      delay: { obstacle: { code: 'SyncPending' } },
    });
    await bot.pass(50 * 60_000);
    await bot.settle();
    expect(await activeUser(id)).toMatchObject({ accessMode: 4, disabled: false });
  });

  test('when the platform sees the lent licence late', async () => {
    const { id } = await approved(bot);
    const notYet = { status: 400, code: 'userNotLicensed', message: 'The user has no license for Dataverse.' };
    await bot.services.fault({ match: { path: 'addUser' }, times: 3, ...notYet });
    await bot.run();
    expect(await stored(bot, id)).toMatchObject({ delay: { obstacle: { code: 'NotLicensedYet' } } });
    await bot.settle();
    expect(await activeUser(id)).toMatchObject({ accessMode: 4 });
  });

  test('with a role that the user has already', async () => {
    const roles = await bot.app.dataverse.readRoles(prodOf(bot));
    const wanted = roles.filter(({ name }) => [integrationReader, 'Report Reader'].includes(name));
    const { id } = await approved(bot, { ...legacyReports, roleIds: wanted.map((role) => role.id) });
    await bot.services.control('DELETE', '/calls');
    await bot.settle();
    expect((await activeUser(id)).roles.map(({ name }) => name).sort()).toEqual([integrationReader, 'Report Reader']);
    const given = (await bot.services.calls('POST')).filter((call) =>
      call.endsWith('systemuserroles_association/$ref'),
    );
    expect(given).toHaveLength(1);
  });

  test.each([true, false])('in another business unit (modernised: %s)', async (modernisedBusinessUnits) => {
    await bend({ modernisedBusinessUnits });
    const user = await bot.services.dataverse.findUser(prodOf(bot), ids.legacyReports);
    const moved = await fetch(`${prodOf(bot).url}/api/data/v9.2/systemusers(${user?.id})`, {
      method: 'PATCH',
      headers: { Authorization: 'Bearer sandbox', 'Content-Type': 'application/json' },
      body: JSON.stringify({ 'businessunitid@odata.bind': '/businessunits(b0000000-0001-4000-8000-000000000002)' }),
    });
    expect(moved.ok).toBe(true);
    const { id } = await approved(bot, legacyReports);
    await bot.settle();
    expect((await activeUser(id)).roles.map(({ name }) => name)).toContain(integrationReader);
  });
});
