import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Active } from '../../src/domain/request.ts';
import type { EnvironmentKey, RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { stored } from '../support/journeys.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

const first = 101 as RequestId;

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
  await bot.megan.installs();
});
afterEach(() => bot.stop());

async function say(text: string, person: TeamsPerson = bot.megan): Promise<Message> {
  await person.says(text);
  return person.latest();
}

function prod() {
  const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  return environment;
}

async function active(): Promise<Active> {
  const { approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
  return (await stored(bot, first)) as Active;
}

/** Its button on the card of findings, then the same on the card that asks once more. */
async function remedy(title: string): Promise<void> {
  await bot.megan.clicks(await say('/reconcile prod'), title);
  const asked = bot.megan.latest();
  expect(textOf(asked)).toContain('Nothing is changed yet');
  await bot.megan.clicks(asked, title);
  await bot.settle();
  expect(buttonsOf((await say('/reconcile prod')).card)).not.toContain(title);
}

describe('/reconcile', () => {
  test('is for admins, and names the environments when it knows none of that name', async () => {
    expect(textOf(await say('/reconcile', bot.alex))).not.toContain('without Seatkeeper');
    expect(textOf(await say('/reconcile nowhere'))).toContain('nowhere');
    const all = textOf(await say('/reconcile'));
    expect(all).toContain('Contoso Production');
    expect(all).toContain('Contoso Test');
    expect(textOf(await say('/reconcile prod'))).not.toContain('Contoso Test');
  });

  test('finds a user that was disabled, and enables it again once that is confirmed', async () => {
    const { systemUserId } = await active();
    await bot.services.dataverse.ensureDisabled(prod(), systemUserId);
    await remedy('Enable it again');
    expect(await bot.services.dataverse.readUser(prod(), systemUserId)).toMatchObject({ disabled: false });
  });

  test('finds roles that are not as approved, and restores them', async () => {
    const { systemUserId, ask } = await active();
    const { roles } = await bot.services.dataverse.readUser(prod(), systemUserId);
    const other = (await bot.app.dataverse.readRoles(prod())).find(({ name }) => name === 'Integration Writer');
    await bot.services.dataverse.ensureRoles(prod(), systemUserId, [other?.id ?? '']);
    await bot.services.dataverse.ensureNoRoles(
      prod(),
      systemUserId,
      roles.map(({ id }) => id),
    );
    await remedy('Restore its roles');
    const restored = await bot.services.dataverse.readUser(prod(), systemUserId);
    expect(restored.roles.map(({ name }) => name)).toEqual(ask.roles.map(({ name }) => name));
  });

  test('finds a licence that is still assigned, and takes it', async () => {
    const { objectId } = await active();
    await bot.services.directory.ensureLicence(objectId, prod().licenceSku);
    await remedy('Take the licence');
    const account = await bot.services.directory.findAccount(objectId);
    expect(account?.licenceSkus).not.toContain(prod().licenceSku);
  });
});

describe('a user that was made elsewhere', () => {
  const upn = 'svc-newsletter@contoso.onmicrosoft.com';

  test('is taken over once that is confirmed, and is found no more', async () => {
    expect(textOf(await say('/reconcile prod'))).toContain('was made without Seatkeeper');
    const found = textOf(bot.megan.latest());
    const [, address = upn] = /made without Seatkeeper \((svc-[^)]+)\)/.exec(found) ?? [];
    const asked = await say(`/adopt ${address} in prod owner:"Nestor Wilke"`);
    expect(textOf(asked)).toContain('Nestor Wilke would answer for it');
    await bot.megan.clicks(asked, 'Take it over');
    await bot.settle();
    expect(await stored(bot, first)).toMatchObject({ status: 'Active', ask: { owner: { name: 'Nestor Wilke' } } });
    expect(textOf(await say('/reconcile prod'))).not.toContain(`Seatkeeper (${address})`);
  });

  test('is revoked by the button beside it, with a record of who did it', async () => {
    await bot.megan.clicks(await say('/reconcile prod'), 'Revoke');
    const asked = bot.megan.latest();
    expect(textOf(asked)).toContain('is not revoked yet');
    await bot.megan.clicks(asked, 'Revoke it');
    await bot.settle();
    expect(await stored(bot, first)).toMatchObject({ status: 'Revoked', revocation: { by: { name: 'Megan Bowen' } } });
  });

  test('is not taken over by a command that leaves something out, or by somebody else', async () => {
    expect(textOf(await say('/adopt'))).toContain('Which user is to be taken over?');
    expect(textOf(await say('/adopt nonsense'))).toContain('“nonsense” does not say which user');
    expect(textOf(await say(`/adopt ${upn} in prod`, bot.alex))).not.toContain('[Take it over]');
  });
});
