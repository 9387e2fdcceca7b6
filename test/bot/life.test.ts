import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import type { Active } from '../../src/domain/request.ts';
import type { EnvironmentKey, RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf, inputsOf } from '../support/cardActions.ts';
import { inDays, stored } from '../support/journeys.ts';
import { mona, nestor } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

const first = 101 as RequestId;
const day = 24 * 60 * 60 * 1000;

let bot: TestBot;
let owner: TeamsPerson;
let outsider: TeamsPerson;
let address: string;
let request: Active;

/** #101, asked for by Alex, made and owned by Nestor. */
beforeEach(async () => {
  bot = await startTestBot();
  owner = bot.teams.person(nestor);
  outsider = bot.teams.person(mona);
  await owner.installs();
  const { approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
  request = (await stored(bot, first)) as Active;
  address = request.ask.account.kind === 'new' ? request.ask.account.upn : '';
});
afterEach(() => bot.stop());

async function say(person: TeamsPerson, text: string): Promise<Message> {
  await person.says(text);
  return person.latest();
}

async function status(): Promise<string> {
  await bot.settle();
  return (await stored(bot, first)).status;
}

async function userOf() {
  const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  return bot.services.dataverse.readUser(environment, request.systemUserId);
}

describe('/revoke', () => {
  test('by the owner shows what would happen, and does it once it is confirmed', async () => {
    const asked = await say(owner, '/revoke 101 the integration was switched off');
    expect(textOf(asked)).toContain('#101 is not revoked yet');
    expect(textOf(asked)).toContain('Your reason: “the integration was switched off”');
    expect(await status()).toBe('Active');
    await owner.clicks(asked, 'Revoke it');
    expect(await status()).toBe('Revoked');
    expect(await stored(bot, first)).toMatchObject({
      leftovers: [],
      revocation: { by: { id: nestor.id }, reason: 'the integration was switched off' },
    });
    expect(await userOf()).toMatchObject({ disabled: true, roles: [] });
    await owner.clicks(asked, 'Revoke it').catch(() => undefined);
    expect(textOf(owner.latest())).toMatch(/#101\b.*Revoked/is);
  });

  test('takes an address, also by an admin', async () => {
    const asked = await say(bot.megan, `/revoke ${address} nobody uses it`);
    await bot.megan.clicks(asked, 'Revoke it');
    expect(await status()).toBe('Revoked');
  });

  test('says so when nobody answers for an application', async () => {
    const answer = await say(owner, '/revoke f0000000-0000-4000-8000-000000000301 unused');
    expect(textOf(answer)).toContain('Nobody answers for f0000000-0000-4000-8000-000000000301');
  });

  test('without a reason asks for one', async () => {
    const answer = await say(owner, `/revoke ${address}`);
    expect(textOf(answer)).toContain('A reason is missing');
    await owner.clicks(answer, 'Revoke it', { reason: ' ' });
    expect(await status()).toBe('Active');
  });

  test('is refused to the requester, who learns who may', async () => {
    const answer = await say(bot.alex, '/revoke 101 unused');
    expect(textOf(answer)).toContain('Nestor Wilke answers for it');
    expect(textOf(answer)).not.toContain('[Revoke it]');
  });

  test('tells somebody whom the request does not concern nothing of it', async () => {
    expect(textOf(await say(outsider, '/revoke 101 unused'))).toContain('There is no such request');
    expect(textOf(await say(outsider, `/revoke ${address} unused`))).toContain(`Nobody answers for ${address}`);
  });

  test('of what is no user says how it is used', async () => {
    expect(textOf(await say(owner, '/revoke'))).toContain('Which user is to be revoked?');
    expect(textOf(await say(owner, '/revoke something'))).toContain('“something” names no user');
    expect(textOf(await say(owner, '/revoke 999 unused'))).toContain('There is no such request');
  });

  test('is understood in words', async () => {
    const answer = await say(owner, `please remove ${address} because it was switched off`);
    expect(textOf(answer)).toContain('#101 is not revoked yet');
  });

  test('on the owner’s card takes the reason that is typed there', async () => {
    const card = await say(owner, '101');
    expect(inputsOf(card.card).map(({ id }) => id)).toContain('reason');
    await owner.clicks(card, 'Revoke it', { reason: 'It was replaced' });
    expect(await status()).toBe('Revoked');
    expect(await stored(bot, first)).toMatchObject({ revocation: { reason: 'It was replaced' } });
  });
});

describe('/extend', () => {
  const until = (message: Message) => inputsOf(message.card).find(({ id }) => id === 'until')?.value;

  test('by number and by address opens the form at its last step, with the day that was said', async () => {
    const wanted = inDays(bot, 200);
    expect(until(await say(owner, `/extend 101 until ${wanted}`))).toBe(wanted);
    await say(owner, 'cancel');
    expect(until(await say(owner, `/extend ${address} until ${wanted}`))).toBe(wanted);
  });

  test('says when it does not understand the day', async () => {
    for (const words of ['until someday', 'when it is ready']) {
      const form = await say(owner, `/extend 101 ${words}`);
      expect(textOf(form)).toMatch(/I did not understand the last day “(?:someday|when it is ready)”/);
      expect(until(form)).toBe(request.ask.until);
      await say(owner, 'cancel');
    }
  });

  test('while another form is open keeps the day that was said', async () => {
    const wanted = inDays(bot, 200);
    await say(owner, 'I need a user for the web shop in test');
    const answer = await say(owner, `/extend 101 until ${wanted}`);
    expect(textOf(answer)).toContain('Another form is still open');
    await owner.clicks(answer, 'Begin the change');
    expect(until(owner.latest())).toBe(wanted);
  });

  test('says how it is used, and nothing of the users of others', async () => {
    expect(textOf(await say(owner, '/extend'))).toContain('Which user is to be extended?');
    expect(textOf(await say(outsider, '/extend 101'))).toContain('There is no such request');
  });
});

describe('the card that tells of the end', () => {
  async function ending(): Promise<Message> {
    await bot.pass(Date.parse(`${request.ask.until}T08:00:00.000Z`) - Date.parse(bot.now()) - 20 * day);
    await sweep(bot.app, 'test');
    await bot.settle();
    return owner.latest();
  }

  test('lets the user go, once', async () => {
    const card = await ending();
    const before = { ...card };
    await owner.clicks(card, 'Let it go');
    expect(await stored(bot, first)).toHaveProperty('letGo');
    expect(buttonsOf(card.card)).not.toContain('Let it go');
    await owner.clicks(before, 'Let it go');
    expect(textOf(before)).toContain('That is settled already');
  });

  test('opens the form for a later last day', async () => {
    await owner.clicks(await ending(), 'Extend');
    expect(textOf(owner.latest())).toContain('Step 3 of 3');
  });

  test('is for its owner and its requester alone', async () => {
    const card = await ending();
    await outsider.clicks({ ...card }, 'Let it go');
    await bot.megan.clicks({ ...card }, 'Let it go');
    expect(await stored(bot, first)).not.toHaveProperty('letGo');
    await bot.alex.clicks(bot.alex.latest(), 'Let it go');
    expect(await stored(bot, first)).toMatchObject({ letGo: { by: { name: 'Alex Wilber' } } });
  });
});
