import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf, inputsOf, type Inputs } from '../support/cardActions.ts';
import { inDays, stored } from '../support/journeys.ts';
import { textOf, type Message } from '../support/teams.ts';
import type { AccessRequest } from '../../src/domain/request.ts';
import type { RequestId } from '../../src/domain/words.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

/** Seeded by the simulator: no user anywhere, an application user in production, a deleted one there. */
const reporting = 'f0000000-0000-4000-8000-000000000011';
const sapConnector = 'f0000000-0000-4000-8000-000000000012';
const oldPortal = 'f0000000-0000-4000-8000-000000000013';
const webShop = 'svc-webshop-orders@contoso.onmicrosoft.com';
const legacyReports = 'svc-legacy-reports@contoso.onmicrosoft.com';

const what = { environment: 'prod', integration: 'SAP order sync', purpose: 'Orders must arrive' };

function inputs(message: Message): Record<string, string | undefined> {
  return Object.fromEntries(inputsOf(message.card).map(({ id, value }) => [id, value]));
}

async function say(text: string): Promise<Message> {
  await bot.alex.says(text);
  return bot.alex.latest();
}

async function atStepTwo(): Promise<Message> {
  const form = await say('request');
  await bot.alex.clicks(form, 'Next', what);
  return form;
}

async function roleIds(...names: readonly string[]): Promise<string> {
  const environment = bot.app.settings.environments.get('prod' as never);
  if (!environment) throw new Error('There is no prod');
  const roles = await bot.app.dataverse.readRoles(environment);
  return names.map((name) => roles.find((role) => role.name === name)?.id ?? '').join(',');
}

/** From the account on, up to the review card. */
async function toReview(form: Message, account: Inputs, access: Inputs): Promise<void> {
  await bot.alex.clicks(form, 'Next', account);
  expect(textOf(form)).toContain('Step 3 of 3');
  await bot.alex.clicks(form, 'Next', access);
}

/** Submitted, approved by Megan and carried out. */
async function toTheEnd(review: Message, id = 101): Promise<AccessRequest> {
  await bot.megan.installs();
  await bot.alex.clicks(review, 'Submit', { acknowledged: 'true' });
  await bot.run();
  await bot.megan.clicks(bot.megan.latest(), 'Approve');
  await bot.settle();
  return stored(bot, id as RequestId);
}

test('the four kinds are offered in plain words', async () => {
  const form = await atStepTwo();
  const [kinds] = inputsOf(form.card) as unknown as readonly { choices: { title: string; value: string }[] }[];
  expect(kinds?.choices).toEqual([
    { title: 'A new account, made for this integration', value: 'new' },
    { title: 'An application: no seat, no licence', value: 'application' },
    { title: 'An account that exists: convert it', value: 'existing' },
    { title: 'A user that exists: change it', value: 'user' },
  ]);
});

describe('an application user', () => {
  test('is asked for in the form, approved and made, without a seat and without a licence', async () => {
    const form = await atStepTwo();
    const access = { roleIds: await roleIds('Integration Reader'), until: inDays(bot, 30) };
    await toReview(form, { accountKind: 'application', account: reporting }, access);
    expect(textOf(form)).toMatch(/#101\b.*Draft/is);
    const request = await toTheEnd(form);
    expect(request).toMatchObject({
      status: 'Active',
      ask: { account: { kind: 'application', applicationId: reporting, displayName: 'Contoso Reporting' } },
    });
    expect(request).not.toHaveProperty('seatTakenAt');
  });

  test('is asked for in a sentence', async () => {
    await say(`I need an application user for ${reporting} for the SAP order sync in prod because orders must arrive`);
    const form = bot.alex.latest();
    expect(textOf(form)).toContain('Step 2 of 3');
    expect(inputs(form)).toMatchObject({ accountKind: 'application', account: reporting });
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('Step 3 of 3');
  });

  test('is offered in place of a new account on the review card, which becomes the form', async () => {
    const form = await atStepTwo();
    await toReview(form, {}, { roleIds: await roleIds('Integration Reader'), until: inDays(bot, 30) });
    await bot.alex.clicks(form, 'Ask for one instead');
    expect(textOf(form)).toContain('Step 2 of 3');
    expect(inputs(form)).toMatchObject({ accountKind: 'application', account: '' });
    await bot.alex.clicks(form, 'Next', { account: reporting });
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toMatch(/#101\b.*Draft/is);
    expect(buttonsOf(form.card)).not.toContain('Ask for one instead');
    expect(await stored(bot, 101 as RequestId)).toMatchObject({ ask: { account: { kind: 'application' } } });
  });

  test.each([
    ['an address', 'svc-orders@contoso.com', /is no application id.*Copy it from the overview/is],
    ['an application that nobody knows', '99999999-0000-4000-8000-000000000001', /there is no application 99999999/],
    ['one that was deleted there', oldPortal, /was deleted.*Application users, and to restore it there/is],
  ])('%s is refused with a reason and a way out', async (_what, account, words) => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'application', account });
    expect(textOf(form)).toMatch(words);
    expect(inputs(form)).toMatchObject({ accountKind: 'application', account });
  });

  test('that exists already is changed instead, with one click', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'application', account: sapConnector });
    expect(textOf(form)).toContain('SAP Connector has an application user in Contoso Production already');
    await bot.alex.clicks(form, 'Change it');
    const change = bot.alex.latest();
    expect(textOf(change)).toContain('Step 3 of 3');
    expect(inputs(change).roleIds).toBe(await roleIds('Integration Writer'));
  });
});

describe('an account that exists', () => {
  test('is converted in the end', async () => {
    const form = await atStepTwo();
    const access = { roleIds: await roleIds('Integration Reader'), until: inDays(bot, 30) };
    await toReview(form, { accountKind: 'existing', account: legacyReports }, access);
    expect(textOf(form)).toContain(legacyReports);
    expect(await toTheEnd(form)).toMatchObject({ status: 'Active', ask: { account: { kind: 'existing' } } });
  });

  test('that is non-interactive already is changed instead, with one click', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'existing', account: webShop });
    expect(textOf(form)).toContain(`${webShop} is non-interactive in Contoso Production already`);
    await bot.alex.clicks(form, 'Change it');
    expect(textOf(bot.alex.latest())).toContain('Step 3 of 3');
  });
});

describe('a change', () => {
  test('begins with the roles of today, and says that what is unticked is taken away', async () => {
    const form = await say(`change ${webShop} in prod`);
    expect(inputs(form)).toMatchObject({ environment: 'prod', integration: '' });
    await bot.alex.clicks(form, 'Next', { integration: 'Web shop orders', purpose: 'Orders must arrive' });
    expect(inputs(form)).toMatchObject({ accountKind: 'user', account: webShop, owner: '' });
    await bot.alex.clicks(form, 'Next');
    expect(inputs(form).roleIds?.split(',').sort()).toEqual(
      (await roleIds('Integration Writer', 'Sales Manager')).split(',').sort(),
    );
    expect(textOf(form)).toMatch(/a role that you untick is taken away/);
    expect(textOf(form)).toContain('Its owner is Alex Wilber');
  });

  test('takes away what was unticked, and gives what was ticked', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'user', account: webShop });
    const wanted = await roleIds('Integration Writer', 'Report Reader');
    await bot.alex.clicks(form, 'Next', { roleIds: wanted, until: inDays(bot, 30) });
    const request = await toTheEnd(form);
    expect(request).toMatchObject({ status: 'Active', ask: { account: { kind: 'user' } } });
    const environment = bot.app.settings.environments.get('prod' as never);
    if (!environment || request.status !== 'Active') throw new Error('Not there');
    const user = await bot.app.dataverse.readUser(environment, request.systemUserId);
    expect(user.roles.map(({ name }) => name).sort()).toEqual(['Integration Writer', 'Report Reader']);
  });

  test('a sentence gives a role beside those of today', async () => {
    await say(`give ${webShop} in prod the role Report Reader`);
    const form = bot.alex.latest();
    await bot.alex.clicks(form, 'Next', { integration: 'Web shop orders', purpose: 'Orders must arrive' });
    await bot.alex.clicks(form, 'Next');
    expect(inputs(form).roleIds?.split(',').sort()).toEqual(
      (await roleIds('Integration Writer', 'Report Reader', 'Sales Manager')).split(',').sort(),
    );
  });

  test('of another kind chosen on the way back, nothing of the user is left', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'user', account: webShop });
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form).owner).toBe('alexw@contoso.onmicrosoft.com');
    await bot.alex.clicks(form, 'Next', { accountKind: 'new' });
    expect(inputs(form)).toMatchObject({ roleIds: '', until: '' });
    await bot.alex.clicks(form, 'Back');
    expect(inputs(form)).toMatchObject({ accountKind: 'new', account: '' });
  });

  test('of an ordinary user is a conversion, which is offered', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'user', account: legacyReports });
    expect(textOf(form)).toContain('is an ordinary user of Contoso Production');
    await bot.alex.clicks(form, 'Convert it');
    expect(inputs(bot.alex.latest())).toMatchObject({ accountKind: 'existing', account: legacyReports });
  });

  test('of a user that is not there says where it was looked for', async () => {
    const form = await atStepTwo();
    await bot.alex.clicks(form, 'Next', { accountKind: 'user', account: reporting });
    expect(textOf(form)).toContain(`Contoso Production has no user ${reporting}`);
    await bot.alex.clicks(form, 'Ask for an application user');
    expect(inputs(bot.alex.latest())).toMatchObject({ accountKind: 'application', account: reporting });
  });
});
