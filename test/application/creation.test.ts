import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readQuota } from '../../src/application/seats.ts';
import { addressOf } from '../../src/domain/ask.ts';
import type { Active, Failed } from '../../src/domain/request.ts';
import type { EnvironmentKey, RequestId, SystemUserId } from '../../src/domain/words.ts';
import { Crash, startTestApp, type TestApp } from '../support/app.ts';
import { approved, approve, drafted, granted, stored, submitted, worldOf } from '../support/journeys.ts';
import { alex, lee, megan, mona, nestor } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

const prod = 'prod' as EnvironmentKey;

function userOf(request: Active): ReturnType<TestApp['services']['dataverse']['readUser']> {
  const environment = bot.app.settings.environments.get(prod);
  if (!environment) throw new Error('There is no prod');
  return bot.services.dataverse.readUser(environment, request.systemUserId);
}

async function readUser(id: SystemUserId): ReturnType<typeof userOf> {
  return userOf({ systemUserId: id } as Active);
}

test('an approved request ends with a non-interactive user, its roles, no licence and one seat more', async () => {
  const before = await worldOf(bot);
  const { id } = await approved(bot);
  await bot.settle();
  const request = (await stored(bot, id)) as Active;
  expect(request.status).toBe('Active');
  expect(await readUser(request.systemUserId)).toMatchObject({
    accessMode: 4,
    disabled: false,
    licensed: false,
    roles: [{ name: 'Integration Reader' }],
  });
  const after = await worldOf(bot);
  expect(after.usedLicences).toBe(before.usedLicences);
  expect(after.usedSeats).toBe(before.usedSeats + 1);
  expect(after.accounts.filter((upn) => !before.accounts.includes(upn))).toEqual([addressOf(request.ask.account)]);
});

test('every card tells the end: requester, approver, and a message of its own for requester and owner', async () => {
  await bot.app.contacts.saveContact(nestor, { person: nestor.id });
  const { id } = await approved(bot);
  await bot.settle();
  const cards = await bot.app.store.cardsOf(id);
  const { version } = (await bot.app.store.findRequest(id)) ?? { version: 0 };
  const names = new Map<string, string>([alex, lee, megan, nestor].map(({ id: key, name }) => [key, name]));
  expect(cards.map(({ reader, part, state }) => `${names.get(reader.id)}: ${part} ${state}`).sort()).toEqual([
    'Alex Wilber: outcome sent',
    'Alex Wilber: requester sent',
    'Lee Gu: approver unreachable',
    'Megan Bowen: approver sent',
    'Nestor Wilke: owner sent',
  ]);
  expect(cards.filter(({ state }) => state === 'sent').every((card) => card.shownVersion === version)).toBe(true);
  expect(bot.desk.cardsOf(megan.id).map(({ request }) => request.status)).toEqual(['Active']);
});

test('an existing account is converted and its own licence taken', async () => {
  const before = await worldOf(bot);
  const { id } = await approved(bot, {
    accountKind: 'existing',
    account: 'svc-legacy-reports@contoso.onmicrosoft.com',
  });
  await bot.settle();
  const request = (await stored(bot, id)) as Active;
  expect(request.status).toBe('Active');
  expect(await readUser(request.systemUserId)).toMatchObject({ accessMode: 4, disabled: false, licensed: false });
  const after = await worldOf(bot);
  expect(after.usedLicences).toBe(before.usedLicences - 1);
  expect(after.accounts).toEqual(before.accounts);
});

describe('a creation that dies', () => {
  // One creation saves: reservation, nine steps, waits for the synchronisation in between, cards and outcome.
  test.each([...Array(16).keys()])('before its save number %i goes on and makes exactly one user', async (skip) => {
    const before = await worldOf(bot);
    const { request } = await submitted(bot);
    await bot.run();
    granted(await approve(bot, request));
    bot.crashAtSave(skip);
    await bot.settle();
    const ended = (await stored(bot, request.id)) as Active;
    expect(ended.status).toBe('Active');
    const after = await worldOf(bot);
    expect(after.usedLicences).toBe(before.usedLicences);
    expect(after.usedSeats).toBe(before.usedSeats + 1);
    expect(after.accounts).toHaveLength(before.accounts.length + 1);
    expect(bot.desk.cardsOf(megan.id).map((view) => view.request.status)).toEqual(['Active']);
  });

  test('in the middle of an approval has approved nothing, and can be approved again', async () => {
    const { request } = await submitted(bot);
    await bot.run();
    bot.crashAtSave(0);
    await expect(approve(bot, request)).rejects.toThrow(Crash);
    expect((await stored(bot, request.id)).status).toBe('Pending');
    granted(await approve(bot, request));
    await bot.settle();
    expect((await stored(bot, request.id)).status).toBe('Active');
  });
});

describe('a service in trouble', () => {
  test.each([
    ['graph', '/graph/v1.0/users'],
    ['graph licences', 'assignLicense'],
    ['power platform', 'addUser'],
    ['dataverse', 'systemusers'],
  ])('%s answering 503 for a while only delays the creation, and the card says so', async (_, path) => {
    const { id } = await approved(bot);
    await bot.services.fault({ match: { path }, times: 12, status: 503 });
    const seen = new Set<string>();
    const update = bot.desk.updateCard.bind(bot.desk);
    Object.assign(bot.desk, {
      updateCard: (...args: Parameters<typeof update>) => {
        const { request } = args[2];
        if ('delay' in request) seen.add(request.delay.obstacle.code);
        return update(...args);
      },
    });
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Active');
    expect(seen.size).toBeGreaterThan(0);
  });

  test.each(['assignLicense', '/graph/v1.0/users$', 'addUser', 'systemuserroles_association', 'systemusers'])(
    'whose answer to %s is lost after the effect is read, not asked twice for the same thing',
    async (path) => {
      const before = await worldOf(bot);
      const { id } = await approved(bot);
      await bot.services.fault({
        match: { path, method: path.includes('systemusers') ? 'PATCH' : 'POST' },
        times: 1,
        loseAnswer: true,
      });
      await bot.settle();
      expect((await stored(bot, id)).status).toBe('Active');
      const after = await worldOf(bot);
      expect(after.accounts).toHaveLength(before.accounts.length + 1);
      expect(after.usedLicences).toBe(before.usedLicences);
      expect(after.usedSeats).toBe(before.usedSeats + 1);
    },
  );
});

describe('a creation that cannot be', () => {
  test('for want of a spare licence touches nothing and says which', async () => {
    const before = await worldOf(bot);
    const { id } = await approved(bot);
    await bot.services.control('PATCH', `/skus/50000000-0000-4000-8000-000000000001`, { enabled: before.usedLicences });
    await bot.settle();
    const request = (await stored(bot, id)) as Failed;
    expect(request).toMatchObject({ status: 'Failed', cause: { code: 'NoSpareLicence' }, leftovers: [] });
    expect(request.cause.detail).toContain('DYN365');
    expect(await worldOf(bot)).toEqual(before);
  });

  test('half-way gives the licence back and disables its own account', async () => {
    const before = await worldOf(bot);
    const { id } = await approved(bot);
    await bot.services.fault({
      match: { path: 'systemuserroles_association', method: 'POST' },
      times: 9,
      status: 403,
      code: '0x80040220',
      message: 'Principal user is missing prvAssignRole privilege',
    });
    await bot.settle();
    const request = (await stored(bot, id)) as Failed;
    expect(request).toMatchObject({ status: 'Failed', cause: { code: '0x80040220' }, leftovers: [] });
    const after = await worldOf(bot);
    expect(after.usedLicences).toBe(before.usedLicences);
    expect(after.usedSeats).toBe(before.usedSeats);
    const account = await bot.services.directory.findAccount(addressOf(request.ask.account));
    expect(account).toMatchObject({ enabled: false, licenceSkus: [] });
  });

  test('since the environment turned full meanwhile waits for a seat, and gets the next one', async () => {
    const before = await worldOf(bot);
    const { id } = await approved(bot);
    await bot.services.control('PATCH', '/environments/prod', { limit: before.usedSeats });
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Waiting');
    expect(await worldOf(bot)).toEqual(before);
    expect(bot.desk.cardsOf(megan.id)[0]).toMatchObject({ waiting: { position: 1 } });

    await bot.services.control('PATCH', '/environments/prod', { limit: before.usedSeats + 1 });
    await bot.pass(20 * 60_000);
    await bot.app.store.transaction((transaction) => transaction.addTasks([{ name: 'sweep' }]));
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Active');
  });

  test('because Dataverse itself says the quota is reached is undone and waits', async () => {
    const before = await worldOf(bot);
    const { id } = await approved(bot);
    await bot.services.fault({
      match: { path: 'systemusers\\(', method: 'PATCH' },
      times: 1,
      status: 400,
      code: '0x8004B050',
      message: 'You have reached the maximum number of non-interactive users/',
    });
    await bot.settle();
    const request = await stored(bot, id);
    expect(request).toMatchObject({ status: 'Waiting', cause: { code: '0x8004B050' } });
    const after = await worldOf(bot);
    expect(after.usedLicences).toBe(before.usedLicences);
    expect(after.usedSeats).toBe(before.usedSeats);
  });

  test('because its mode flips back once the licence has gone is not called a success', async () => {
    await bot.services.control('PATCH', '/environments/prod', { flipsBack: true });
    const { id } = await approved(bot);
    await bot.settle();
    expect(await stored(bot, id)).toMatchObject({ status: 'Failed', cause: { code: 'DidNotHold' } });
  });
});

describe('seats', () => {
  test('never go over the limit, however many approvals come at once', async () => {
    const requests = [];
    for (let count = 0; count < 4; count++)
      requests.push((await submitted(bot, { integration: `Sync ${count}` })).request);
    await bot.run();
    await Promise.all(requests.map((request) => approve(bot, request)));
    const statuses = await Promise.all(requests.map(async ({ id }) => (await stored(bot, id)).status));
    expect(statuses.sort()).toEqual(['Provisioning', 'Provisioning', 'Waiting', 'Waiting']);
    await bot.settle();
    const ends = await Promise.all(requests.map(async ({ id }) => (await stored(bot, id)).status));
    expect(ends.sort()).toEqual(['Active', 'Active', 'Waiting', 'Waiting']);
  });

  test('are shown as they are, with a configured limit winning over the environment', async () => {
    await bot.stop();
    bot = await startTestApp({ limit: 6 });
    const view = await drafted(bot);
    expect(view.seats).toMatchObject({ limit: 6, limitSource: 'configured', used: 5, free: 1 });
  });
});

test('counts of seats that differ are shown, reckoned with, and logged once per change', async () => {
  const logged = (): unknown[] =>
    bot.services.log.lines
      .filter(({ message }) => message === 'The counts of seats differ')
      .map(({ used, counted }) => [used, counted]);
  await bot.services.control('PATCH', '/environments/prod', { miscount: -1 });
  expect((await drafted(bot)).seats).toMatchObject({ limit: 7, used: 4, counted: 5, free: 2 });
  await readQuota(bot.app, prod);
  expect(logged()).toEqual([[4, 5]]);
  await bot.services.control('PATCH', '/environments/prod', { miscount: 2 });
  await bot.pass(1000);
  expect(await readQuota(bot.app, prod)).toMatchObject([{ seats: { used: 7, counted: 5, free: 0 } }]);
  expect(logged()).toEqual([
    [4, 5],
    [7, 5],
  ]);
  await bot.services.control('PATCH', '/environments/prod', { miscount: 0 });
  await bot.pass(1000);
  const [agreed] = await readQuota(bot.app, prod);
  expect(agreed).toMatchObject({ seats: { used: 5, free: 2 } });
  expect(JSON.stringify(agreed)).not.toContain('counted');
});

test('an approver sees that no spare licence is free before deciding', async () => {
  const { usedLicences } = await worldOf(bot);
  await bot.services.control('PATCH', '/skus/50000000-0000-4000-8000-000000000001', { enabled: usedLicences });
  await submitted(bot);
  await bot.run();
  expect(bot.desk.cardsOf(megan.id)[0]?.licence).toMatchObject({ total: usedLicences, used: usedLicences });
});

test('two clicks on Approve start one creation', async () => {
  const { request } = await submitted(bot);
  await bot.run();
  const answers = await Promise.all([approve(bot, request), approve(bot, request)]);
  expect(answers.filter(({ refusal }) => refusal === undefined)).toHaveLength(1);
  expect(answers.find(({ refusal }) => refusal)?.view?.request.status).toBe('Provisioning');
});

test('the requester cannot approve, whatever the policy says, and neither can a stranger', async () => {
  const { request } = await submitted(bot);
  expect((await approve(bot, request, alex)).refusal).toEqual({ code: 'OwnRequest', why: 'requester' });
  expect((await approve(bot, request, nestor)).refusal).toEqual({ code: 'OwnRequest', why: 'owner' });
  expect((await approve(bot, request, mona)).refusal).toEqual({ code: 'NotAnApprover' });
  expect((await stored(bot, request.id)).status).toBe('Pending');
});

test('an approver whose rights cannot be looked up has not approved', async () => {
  const { request } = await submitted(bot);
  await bot.pass(20 * 60_000);
  await bot.services.fault({ match: { path: '/groups' }, times: 50, status: 503 });
  await expect(approve(bot, request, lee)).rejects.toThrow();
  expect((await stored(bot, request.id)).status).toBe('Pending');
});

test('a request that is not there is not found', async () => {
  const missing = { ...(await submitted(bot)).request, id: 99_999 as RequestId };
  expect(await approve(bot, missing)).toEqual({ view: undefined, refusal: { code: 'NotFound' } });
});
