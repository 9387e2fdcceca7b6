import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { submitRequest, withdrawRequest } from '../../src/application/reviewRequest.ts';
import { dryRun } from '../../src/application/dryRun.ts';
import { draftRequest } from '../../src/application/draftRequest.ts';
import { addressOf } from '../../src/domain/ask.ts';
import { secretNameOf } from '../../src/domain/plannedSteps.ts';
import type { AccessRequest, Active, Failed } from '../../src/domain/request.ts';
import type { ApplicationId, EnvironmentKey } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, drafted, formValues, inDays, stored, submitted, worldOf } from '../support/journeys.ts';
import { alex, lee, megan, nestor } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp({ keyVault: true });
});
afterEach(() => bot.stop());

const reporting = 'f0000000-0000-4000-8000-000000000011' as ApplicationId;
const portal = 'f0000000-0000-4000-8000-000000000013' as ApplicationId;

function environmentOf(key: string) {
  const environment = bot.app.settings.environments.get(key as EnvironmentKey);
  if (!environment) throw new Error(`There is no ${key}`);
  return environment;
}

async function finished(request: AccessRequest): Promise<AccessRequest> {
  await bot.settle();
  return stored(bot, request.id);
}

async function roleIds(...names: readonly string[]): Promise<readonly string[]> {
  const roles = await bot.app.dataverse.readRoles(environmentOf('prod'));
  return names.map((name) => roles.find((role) => role.name === name)?.id ?? name);
}

async function codeOf(changes: Parameters<typeof formValues>[1]): Promise<string | undefined> {
  const result = await draftRequest(bot.app, {
    requester: alex,
    values: await formValues(bot, changes),
    correlationId: 'test',
  });
  return result.ok ? undefined : result.refusal[0]?.code;
}

describe('an application user', () => {
  test('is made with its roles, without a licence and without a seat, also in a full environment', async () => {
    await bot.services.control('PATCH', '/environments/prod', { limit: (await worldOf(bot)).usedSeats });
    const before = await worldOf(bot);
    const request = (await finished(await approved(bot, { accountKind: 'application', account: reporting }))) as Active;
    expect(request.status).toBe('Active');
    const user = await bot.services.dataverse.findApplicationUser(environmentOf('prod'), reporting);
    expect(user).toMatchObject({ id: request.systemUserId, disabled: false, accessMode: 4, applicationId: reporting });
    expect(user !== 'deleted' && user?.roles.map(({ name }) => name)).toEqual(['Integration Reader']);
    expect(await worldOf(bot)).toEqual(before);
  });

  test('is made once although the answer to its making was lost', async () => {
    await bot.services.fault({ match: { method: 'POST', path: 'systemusers$' }, times: 1, loseAnswer: true });
    const request = await finished(await approved(bot, { accountKind: 'application', account: reporting }));
    expect(request.status).toBe('Active');
  });

  test('is disabled again when its roles cannot be given', async () => {
    const request = await approved(bot, { accountKind: 'application', account: reporting });
    await bot.services.fault({
      match: { method: 'POST', path: 'systemuserroles_association' },
      times: 'always',
      status: 403,
      code: '0x80040220',
      message: 'Principal user is missing a privilege',
    });
    const failed = (await finished(request)) as Failed;
    expect(failed).toMatchObject({ status: 'Failed', cause: { code: '0x80040220' }, leftovers: [] });
    expect(await bot.services.dataverse.findApplicationUser(environmentOf('prod'), reporting)).toMatchObject({
      disabled: true,
    });
  });

  test('that was disabled is enabled again by the next request for it', async () => {
    const made = (await finished(await approved(bot, { accountKind: 'application', account: reporting }))) as Active;
    await bot.services.dataverse.ensureDisabled(environmentOf('prod'), made.systemUserId);
    const again = (await finished(await approved(bot, { accountKind: 'application', account: reporting }))) as Active;
    expect(again).toMatchObject({ status: 'Active', systemUserId: made.systemUserId });
  });

  test.each([
    ['no application id', 'reporting@contoso.com', 'NotAnApplicationId'],
    ['an application that the tenant does not know', 'f0000000-0000-4000-8000-0000000000ff', 'ApplicationNotFound'],
    ['one whose application user was deleted and not purged', portal, 'UnfitApplication'],
  ])('is refused in the form for %s', async (_, account, code) => {
    expect(await codeOf({ accountKind: 'application', account })).toBe(code);
  });
});

describe('a change of a user', () => {
  async function made(): Promise<Active> {
    return (await finished(await approved(bot))) as Active;
  }

  test('gives and takes roles, and the new request answers for the user with its owner and its end', async () => {
    const first = await made();
    const before = await worldOf(bot);
    const change = await approved(bot, {
      accountKind: 'user',
      account: addressOf(first.ask.account),
      roleIds: await roleIds('Integration Writer'),
      owner: lee.id,
      until: inDays(bot, 90),
    });
    const active = (await finished(change)) as Active;
    expect(active).toMatchObject({
      status: 'Active',
      systemUserId: first.systemUserId,
      ask: { owner: { id: lee.id } },
    });
    expect(await stored(bot, first.id)).toMatchObject({ status: 'Replaced', by: change.id });
    const user = await bot.services.dataverse.readUser(environmentOf('prod'), first.systemUserId);
    expect(user).toMatchObject({ accessMode: 4, disabled: false, roles: [{ name: 'Integration Writer' }] });
    expect(await worldOf(bot)).toEqual(before);
  });

  test('of the end alone touches nothing', async () => {
    const first = await made();
    const change = await approved(bot, {
      accountKind: 'user',
      account: addressOf(first.ask.account),
      until: inDays(bot, 90),
    });
    await bot.services.fault({ match: { method: 'POST', path: 'systemuser' }, times: 'always', status: 500 });
    await bot.services.fault({ match: { method: 'PATCH', path: 'systemuser' }, times: 'always', status: 500 });
    expect(await finished(change)).toMatchObject({
      status: 'Active',
      plan: { steps: [{ name: 'check' }, { name: 'confirm' }] },
    });
  });

  test('is taken back when it fails half-way: the user keeps what it had', async () => {
    const first = await made();
    const change = await approved(bot, {
      accountKind: 'user',
      account: addressOf(first.ask.account),
      roleIds: await roleIds('Integration Writer'),
    });
    await bot.services.fault({
      match: { method: 'DELETE', path: 'systemuserroles_association' },
      times: 1,
      status: 403,
      code: '0x80040220',
      message: 'Principal user is missing a privilege',
    });
    expect(await finished(change)).toMatchObject({ status: 'Failed', leftovers: [] });
    expect(await stored(bot, first.id)).toMatchObject({ status: 'Active' });
    const user = await bot.services.dataverse.readUser(environmentOf('prod'), first.systemUserId);
    expect(user.roles.map(({ name }) => name)).toEqual(['Integration Reader']);
  });

  test('is refused while another one is under way, and when it changes nothing', async () => {
    const first = await made();
    const same = { accountKind: 'user', account: addressOf(first.ask.account) } as const;
    expect(await codeOf(same)).toBe('NothingChanges');
    await submitted(bot, { ...same, until: inDays(bot, 60) });
    expect(await codeOf({ ...same, until: inDays(bot, 90) })).toBe('ChangeUnderWay');
  });

  test('does not begin when the user is no longer what was approved', async () => {
    const first = await made();
    const change = await approved(bot, {
      accountKind: 'user',
      account: addressOf(first.ask.account),
      roleIds: await roleIds('Integration Writer'),
    });
    await bot.services.dataverse.ensureDisabled(environmentOf('prod'), first.systemUserId);
    expect(await finished(change)).toMatchObject({ status: 'Failed', cause: { code: 'AccountChanged' } });
    expect(await bot.services.dataverse.readUser(environmentOf('prod'), first.systemUserId)).toMatchObject({
      disabled: true,
    });
  });

  test('takes over a user that was made without Seatkeeper', async () => {
    const before = await worldOf(bot);
    const change = await approved(bot, {
      accountKind: 'user',
      account: 'svc-dwh-export@contoso.onmicrosoft.com',
      roleIds: await roleIds('Integration Reader'),
      owner: nestor.id,
    });
    expect(await finished(change)).toMatchObject({ status: 'Active', ask: { owner: { id: nestor.id } } });
    expect(await worldOf(bot)).toEqual(before);
  });

  test('is not for an account that people use: that one is converted', async () => {
    expect(await codeOf({ accountKind: 'user', account: 'svc-legacy-reports@contoso.onmicrosoft.com' })).toBe(
      'UnfitUser',
    );
    expect(await codeOf({ accountKind: 'user', account: 'nobody@contoso.onmicrosoft.com' })).toBe('UserNotFound');
  });
});

describe('an existing account', () => {
  test('is shown as it is today', async () => {
    const { request } = await drafted(bot, {
      accountKind: 'existing',
      account: 'svc-legacy-reports@contoso.onmicrosoft.com',
    });
    expect(request.ask.account).toMatchObject({
      kind: 'existing',
      accessMode: 0,
      licences: ['DYN365_ENTERPRISE_PLAN1'],
    });
  });

  test('is as it was when its conversion failed at the end', async () => {
    const account = 'svc-legacy-reports@contoso.onmicrosoft.com';
    const [person, before] = await Promise.all([bot.services.directory.findAccount(account), worldOf(bot)]);
    const user = person && (await bot.services.dataverse.findUser(environmentOf('prod'), person.objectId));
    const request = await approved(bot, { accountKind: 'existing', account });
    await bot.services.control('PATCH', '/environments/prod', { flipsBack: true });
    expect(await finished(request)).toMatchObject({ status: 'Failed', cause: { code: 'DidNotHold' }, leftovers: [] });
    const { licensed, ...kept } = user ?? { licensed: undefined };
    expect(licensed).toBe(true);
    expect(person && (await bot.services.dataverse.findUser(environmentOf('prod'), person.objectId))).toMatchObject(
      kept,
    );
    expect(await worldOf(bot)).toEqual(before);
  });
});

describe('a password in the key vault', () => {
  test('is there for the owner, and nowhere in the database', async () => {
    const request = (await finished(await approved(bot))) as Active;
    const account = request.ask.account;
    const name = secretNameOf(addressOf(account));
    expect(request.made.secretId).toMatch(new RegExp(`/secrets/${name}$`));
    const { keyVault = '' } = environmentOf('prod');
    const { value } = await bot.app.vault.ensurePassword(keyVault, name, request.mark);
    expect(value).toHaveLength(40);
    const events = await bot.app.store.readEvents(request.id);
    expect(JSON.stringify([request, events, await bot.app.store.cardsOf(request.id)])).not.toContain(value);
  });

  test('is disabled when the creation fails', async () => {
    const request = await approved(bot);
    await bot.services.fault({
      match: { method: 'POST', path: 'systemuserroles_association' },
      times: 'always',
      status: 403,
      code: '0x80040220',
      message: 'Principal user is missing a privilege',
    });
    expect(await finished(request)).toMatchObject({ status: 'Failed', leftovers: [] });
    const name = secretNameOf(addressOf(request.ask.account));
    const { keyVault = '' } = environmentOf('prod');
    const headers = { Authorization: 'Bearer sandbox' };
    const answer = await fetch(`${keyVault}/secrets/${name}?api-version=7.6`, { headers });
    expect(await answer.json()).toMatchObject({ error: { innererror: { code: 'SecretDisabled' } } });
  });
});

describe('a dry run', () => {
  test('says of a new account that everything is ready, and touches nothing', async () => {
    const before = await worldOf(bot);
    const { request } = await submitted(bot);
    const run = await dryRun(bot.app, { id: request.id, reader: megan });
    expect(run?.checks.map(({ about, obstacle }) => [about, obstacle?.code])).toEqual([
      ['environment', undefined],
      ['account', undefined],
      ['roles', undefined],
      ['keyVault', undefined],
      ['seats', undefined],
      ['licence', undefined],
      ['securityGroup', undefined],
    ]);
    expect(await worldOf(bot)).toEqual(before);
  });

  test('names everything that is in the way at once, and what could not be found out', async () => {
    const { request } = await submitted(bot);
    await bot.services.control('PATCH', '/environments/prod', { limit: 0 });
    await bot.services.control('PATCH', '/skus/DYN365_ENTERPRISE_PLAN1', { spare: 0 });
    await bot.services.fault({ match: { path: '/roles' }, times: 'always', status: 503 });
    const run = await dryRun(bot.app, { id: request.id, reader: megan });
    const obstacles = new Map(run?.checks.map(({ about, obstacle }) => [about, obstacle?.code]));
    expect(obstacles.get('seats')).toBe('NoFreeSeat');
    expect(obstacles.get('licence')).toBe('NoSpareLicence');
    expect(obstacles.get('roles')).toBeDefined();
    expect(obstacles.get('environment')).toBeUndefined();
  });

  test('is nothing for somebody whom the request does not concern', async () => {
    const { request } = await submitted(bot);
    const stranger = { id: 'a1e00000-0000-4000-8000-000000000099' as never, name: 'Somebody' };
    expect(await dryRun(bot.app, { id: request.id, reader: stranger })).toBeUndefined();
  });
});

describe('two requests for the same account', () => {
  const reports = { accountKind: 'existing', account: 'svc-legacy-reports@contoso.onmicrosoft.com' } as const;

  test('cannot both be submitted, also at the same moment', async () => {
    const drafts = await Promise.all([drafted(bot, reports), drafted(bot, reports, lee)]);
    const answers = await Promise.all(
      drafts.map(({ request }) =>
        submitRequest(bot.app, { id: request.id, by: request.requester, acknowledged: true, correlationId: 'test' }),
      ),
    );
    expect(answers.map(({ refusal }) => refusal?.code).sort()).toEqual(['AccountTaken', undefined]);
  });

  test('can follow each other, when the first one has ended', async () => {
    const first = await submitted(bot, reports);
    await withdrawRequest(bot.app, { id: first.request.id, by: alex, correlationId: 'test' });
    expect((await submitted(bot, reports)).request.status).toBe('Pending');
  });
});

describe('Seatkeeper’s own user', () => {
  test('is not changed, whatever the configuration calls it', async () => {
    const own = await bot.services.dataverse.readOwnId(environmentOf('prod'));
    const { applicationId = '' } = await bot.services.dataverse.readUser(environmentOf('prod'), own);
    expect(await codeOf({ accountKind: 'user', account: applicationId })).toBe('UnfitUser');
    expect(await codeOf({ accountKind: 'application', account: applicationId })).toBe('UnfitApplication');
  });
});

test('the former owner of a changed user hears of the change while it can still be rejected', async () => {
  const first = (await finished(await approved(bot))) as Active;
  await submitted(bot, { accountKind: 'user', account: addressOf(first.ask.account), owner: lee.id });
  await bot.app.contacts.saveContact(nestor, { person: nestor.id });
  await bot.run();
  const cards = await bot.app.store.cardsOf((await newest()).id);
  expect(cards.find(({ reader }) => reader.id === nestor.id)).toMatchObject({ part: 'owner', state: 'sent' });
});

async function newest(): Promise<AccessRequest> {
  const { requests } = await bot.app.store.listRequests({}, { offset: 0, limit: 1 });
  if (!requests[0]) throw new Error('There is no request');
  return requests[0];
}

describe('what would stop a creation is seen before it begins', () => {
  test.each([
    ['a tenant without a country', { organization: { country: null } }, 'licence', 'NoUsageLocation'],
    [
      'a security group that gives the licence',
      { environments: { prod: { securityGroup: 'c0000000-0000-4000-8000-000000000004' } } },
      'securityGroup',
      'GroupGivesLicence',
    ],
  ])('%s', async (_, scenario, about, code) => {
    await bot.services.control('POST', '/scenario', scenario);
    const { request } = await submitted(bot);
    const run = await dryRun(bot.app, { id: request.id, reader: megan });
    expect(run?.checks.find((check) => check.about === about)?.obstacle?.code).toBe(code);
  });

  test('a place behind others on the waiting list', async () => {
    await bot.services.control('PATCH', '/environments/prod', { limit: (await worldOf(bot)).usedSeats + 1 });
    await finished(await approved(bot, { integration: 'One' })).catch(() => undefined);
    await approved(bot, { integration: 'Two' });
    const { request } = await submitted(bot, { integration: 'Three' });
    const run = await dryRun(bot.app, { id: request.id, reader: megan });
    expect(run?.checks.find((check) => check.about === 'seats')?.obstacle?.code).toBe('NoFreeSeat');
  });
});
