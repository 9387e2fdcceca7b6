import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Active } from '../../src/domain/request.ts';
import type { EnvironmentKey, RequestId, SystemUserId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { approve, granted, inDays, stored } from '../support/journeys.ts';
import { lee, mona, nestor } from '../support/requests.ts';
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

/** As an administrator of Dataverse does it. */
async function deleteUser(id: SystemUserId): Promise<void> {
  const { status } = await fetch(`${bot.services.url}/prod/api/data/v9.2/systemusers(${id})`, {
    method: 'DELETE',
    headers: { authorization: 'Bearer sandbox' },
  });
  expect(status).toBe(204);
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

  test('finds a user that was made interactive, and makes it non-interactive again', async () => {
    const { systemUserId } = await active();
    await bot.services.dataverse.ensureAccessMode(prod(), systemUserId, 0);
    expect(textOf(await say('/reconcile prod'))).toContain('its access mode is Read-Write');
    await remedy('Make non-interactive');
    expect(await bot.services.dataverse.readUser(prod(), systemUserId)).toMatchObject({
      accessMode: 4,
      disabled: false,
    });
    expect(await stored(bot, first)).not.toHaveProperty('mending');
  });

  // Dataverse deletes application users only: disabled first, then twice.
  test('finds a user that somebody deleted, and closes its record', async () => {
    const application = 'f0000000-0000-4000-8000-000000000002';
    await bot.megan.clicks(await say(`/adopt ${application} in prod`), 'Take it over');
    await bot.settle();
    const { systemUserId } = (await stored(bot, first)) as Active;
    await bot.services.dataverse.ensureDisabled(prod(), systemUserId);
    await deleteUser(systemUserId);
    await deleteUser(systemUserId);
    const found = await say('/reconcile prod');
    expect(textOf(found)).toContain('is no longer in Contoso Production: somebody deleted');
    await bot.megan.clicks(found, 'Close its record');
    const asked = bot.megan.latest();
    expect(textOf(asked)).toContain('It is no longer in Contoso Production');
    expect((await stored(bot, first)).status).toBe('Active');
    await bot.megan.clicks(asked, 'Revoke it');
    await bot.settle();
    expect(await stored(bot, first)).toMatchObject({ status: 'Revoked', leftovers: [] });
    expect(textOf(await say('/reconcile prod'))).not.toContain('#101');
  });

  test('finds a user whose owner has left, for whom another is named', async () => {
    await active();
    await bot.services.graph('PATCH', `/users/${nestor.id}`, { accountEnabled: false });
    const found = await say('/reconcile prod');
    expect(textOf(found)).toContain('has lost its owner: Nestor Wilke is no longer in the organisation');
    await bot.megan.clicks(found, 'Name an owner');
    const form = bot.megan.latest();
    expect(textOf(form)).toContain('Nobody would answer');
    await bot.megan.clicks(form, 'Next', { owner: mona.id });
    await bot.megan.clicks(form, 'Next');
    await bot.megan.clicks(form, 'Submit', { acknowledged: 'true' });
    await bot.settle();
    const second = 102 as RequestId;
    granted(await approve(bot, await stored(bot, second), lee));
    await bot.settle();
    expect(await stored(bot, second)).toMatchObject({ status: 'Active', ask: { owner: { id: mona.id } } });
    expect(await stored(bot, first)).toMatchObject({ status: 'Replaced', by: second });
    expect(textOf(await say('/reconcile prod'))).not.toContain('has lost its owner');
  });

  test('finds a user that is there after its last day, and revokes it', async () => {
    const { systemUserId, ask } = await active();
    await bot.pass(Date.parse(ask.until) - Date.parse(bot.now()) + 2 * 24 * 60 * 60 * 1000);
    const found = await say('/reconcile prod');
    expect(textOf(found)).toMatch(/should have ended on .* and is still there/);
    await bot.megan.clicks(found, 'Revoke');
    const asked = bot.megan.latest();
    expect(textOf(asked)).toContain('Its last day has passed');
    await bot.megan.clicks(asked, 'Revoke it');
    await bot.settle();
    expect((await stored(bot, first)).status).toBe('Revoked');
    expect(await bot.services.dataverse.readUser(prod(), systemUserId)).toMatchObject({ disabled: true, roles: [] });
    expect(textOf(await say('/reconcile prod'))).not.toContain('#101');
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

  test('is taken over for an owner given by address, until the day that was said', async () => {
    const asked = await say(
      `/adopt svc-telephony@contoso.onmicrosoft.com in prod owner:${nestor.upn} until:${inDays(bot, 90)}`,
    );
    expect(textOf(asked)).toMatch(/is not taken over yet.*Nestor Wilke would answer for it, until/s);
    const before = await bot.services.dataverse.listUsers(prod());
    await bot.megan.clicks(asked, 'Take it over');
    await bot.settle();
    expect(await stored(bot, first)).toMatchObject({
      status: 'Active',
      adoptedBy: { name: 'Megan Bowen' },
      ask: {
        owner: { id: nestor.id },
        until: inDays(bot, 90),
        account: { address: 'svc-telephony@contoso.onmicrosoft.com' },
      },
    });
    expect(await bot.services.dataverse.listUsers(prod())).toEqual(before);
    await bot.megan.clicks(asked, 'Take it over').catch(() => undefined);
    expect(await bot.app.store.findRequest(102 as RequestId)).toBeUndefined();
  });

  test('is not taken over for somebody whom nobody knows, or until a day that is no day', async () => {
    const nobody = await say(
      '/adopt svc-telephony@contoso.onmicrosoft.com in prod owner:nobody@contoso.onmicrosoft.com',
    );
    expect(textOf(nobody)).toContain('nobody@contoso');
    expect(buttonsOf(nobody.card)).not.toContain('Take it over');
    for (const until of ['until:2020-01-01', 'until 31.02.2027', 'until:whenever']) {
      const answer = await say(`/adopt svc-telephony@contoso.onmicrosoft.com in prod ${until}`);
      expect({ until, buttons: buttonsOf(answer.card) }).toEqual({ until, buttons: [] });
    }
  });

  test('is not taken over by a command that leaves something out, or by somebody else', async () => {
    expect(textOf(await say('/adopt'))).toContain('Which user is to be taken over?');
    expect(textOf(await say('/adopt nonsense'))).toContain('“nonsense” does not say which user');
    expect(textOf(await say(`/adopt ${upn} in prod`, bot.alex))).not.toContain('[Take it over]');
  });
});
