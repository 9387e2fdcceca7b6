import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { stored } from '../support/journeys.ts';
import { lee, mona, nestor } from '../support/requests.ts';
import { textOf, type TeamsPerson } from '../support/teams.ts';

const first = 101 as RequestId;
const elsewhere = 'svc-telephony@contoso.onmicrosoft.com';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

async function say(text: string, person: TeamsPerson = bot.megan): Promise<string> {
  await person.says(text);
  return textOf(person.latest());
}

/** Alex’s request becomes a user; its address. */
async function made(): Promise<string> {
  const { approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
  const { account } = (await stored(bot, first)).ask;
  if (account.kind !== 'new') throw new Error('A new account was asked for');
  return account.upn;
}

describe('/user', () => {
  test('shows the record, the requests and what the environment says, by number and by address', async () => {
    const upn = await made();
    for (const named of ['101', '#101', upn, upn.toUpperCase(), `“${upn}” in prod`]) {
      const text = await say(`/user ${named}`);
      expect(text).toMatch(/#101 answers for it.*Nestor Wilke.*Alex Wilber/s);
      expect(text).toMatch(/Now in Contoso Production.*Non-interactive.*Enabled.*None.*Integration Reader/s);
      expect(text).toMatch(/Its requests.*#101.*made it/s);
    }
  });

  test('offers what the reader may do', async () => {
    const upn = await made();
    await say(`user ${upn}`);
    expect(buttonsOf(bot.megan.latest().card)).toEqual(['Show', 'Change', 'Extend', 'Revoke…']);
    await bot.megan.clicks(bot.megan.latest(), 'Revoke…');
    expect(textOf(bot.megan.latest())).toMatch(/reason/i);
    expect((await stored(bot, first)).status).toBe('Active');
    const owner = bot.teams.person(nestor);
    await say('/user 101', owner);
    expect(buttonsOf(owner.latest().card)).toContain('Revoke…');
    await say('/user 101', bot.alex);
    expect(buttonsOf(bot.alex.latest().card)).toEqual(['Show', 'Change', 'Extend']);
  });

  test('gives an admin the form to revoke it, whatever else they are to it', async () => {
    await made();
    await say('/user 101');
    await bot.megan.clicks(bot.megan.latest(), 'Revoke…');
    await bot.megan.clicks(bot.megan.latest(), 'Revoke it', { reason: 'Switched off' });
    await bot.settle();
    expect((await stored(bot, first)).status).toBe('Revoked');
  });

  test('tells whom it does not concern nothing, by number or by address', async () => {
    const upn = await made();
    const stranger = bot.teams.person(mona);
    for (const named of ['101', upn, elsewhere]) {
      const text = await say(`/user ${named}`, stranger);
      expect(text).toContain('that concerns you');
      expect(text).not.toMatch(/Nestor|Telephony/);
    }
  });

  test('says when the environment cannot be read, and shows the record anyway', async () => {
    const upn = await made();
    const broken = { match: { path: '/systemusers' }, times: 'always', status: 403 };
    await bot.services.control('POST', '/faults', broken);
    for (const named of ['101', upn]) {
      const text = await say(`/user ${named}`);
      expect(text).toContain('Contoso Production cannot be read now');
      expect(text).toContain('Nestor Wilke');
    }
  });

  test('shows an admin a user without a record, with Adopt', async () => {
    const text = await say(`/user ${elsewhere}`);
    expect(text).toMatch(/Telephony integration.*No record.*made without Seatkeeper/s);
    expect(buttonsOf(bot.megan.latest().card)).toEqual(['Adopt']);
    await bot.megan.clicks(bot.megan.latest(), 'Adopt');
    expect(textOf(bot.megan.latest())).toContain('is not taken over yet');
    await bot.megan.clicks(bot.megan.latest(), 'Take it over');
    expect(await say(`/user ${elsewhere}`)).toMatch(/#101 answers for it.*Adopted by.*took it over/s);
    const approver = bot.teams.person(lee);
    expect(await say('/user svc-dwh-export@contoso.onmicrosoft.com', approver)).toContain('that concerns you');
  });

  test('of a request that has made none shows the request', async () => {
    await submitInChat(bot);
    expect(await say('/user 101')).toMatch(/Pending.*#101 has made no user/s);
    expect(await say('/user 999')).toContain('There is no user “#999”.');
  });

  test('asks which one, with usage and example', async () => {
    expect(await say('/user')).toMatch(/Which user\?.*“user svc-orders@contoso.com”/s);
    expect(await say(`/user ${elsewhere} in staging`)).toContain('names no user');
    const nobody = 'svc-nobody@contoso.onmicrosoft.com';
    expect(await say(`/user ${nobody}`, bot.alex)).toContain('that concerns you');
    expect(await say(`/user ${elsewhere} in test`)).toContain(`There is no user “${elsewhere}” in Contoso Test.`);
  });
});
