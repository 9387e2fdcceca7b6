import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { startWithUser, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { inDays, stored } from '../support/journeys.ts';
import { alex, mona } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

const first = 101 as RequestId;
const second = 102 as RequestId;
const day = 24 * 60 * 60 * 1000;

let bot: TestBot;
let owner: TeamsPerson;

beforeEach(async () => {
  ({ bot, owner } = await startWithUser());
});
afterEach(() => bot.stop());

async function say(person: TeamsPerson, text: string): Promise<Message> {
  await person.says(text);
  return person.latest();
}

/** By the owner: #102, submitted. */
async function asked(days = 120): Promise<void> {
  const form = await say(owner, `/extend 101 until ${inDays(bot, days)}`);
  await owner.clicks(form, 'Next');
  await owner.clicks(form, 'Submit', { acknowledged: 'true' });
  await bot.settle();
  expect((await stored(bot, second)).status).toBe('Pending');
}

async function approved(): Promise<void> {
  await bot.megan.clicks(bot.megan.latest(), 'Approve');
  await bot.settle();
}

/** So many days before the last day of this request, in the morning. */
async function daysBefore(days: number, id: RequestId): Promise<void> {
  const { until } = (await stored(bot, id)).ask;
  await bot.pass(Date.parse(`${until}T08:00:00.000Z`) - days * day - Date.parse(bot.now()));
  await sweep(bot.app, 'test');
  await bot.settle();
}

describe('a user that its owner has extended', () => {
  beforeEach(async () => {
    await asked();
    await approved();
    expect((await stored(bot, first)).status).toBe('Replaced');
  });

  test('still concerns whoever asked for it, who is told of the change', async () => {
    expect(textOf(bot.alex.latest())).toContain('#102');
    const replaced = await say(bot.alex, '101');
    await bot.alex.clicks(replaced, 'Show #102');
    expect(textOf(bot.alex.latest())).toMatch(/#102\b.*Active/is);
    expect(textOf(await say(bot.alex, '/user 101'))).toContain('#102 answers for it');
    expect(await stored(bot, second)).toMatchObject({ formerRequesters: [{ id: alex.id }], creators: [alex.id] });
  });

  test('reminds them of its end, and lets them let it go', async () => {
    await daysBefore(7, second);
    const notice = bot.alex.latest();
    expect(textOf(notice)).toContain('ends in 7 days');
    await bot.alex.clicks(notice, 'Let it go');
    expect(await stored(bot, second)).toMatchObject({ letGo: { by: { id: alex.id } } });
  });

  test('tells them when it has ended', async () => {
    await owner.clicks(await say(owner, '/revoke 102 switched off'), 'Revoke it');
    await bot.settle();
    expect(textOf(bot.alex.latest())).toMatch(/#102\b.*Revoked/is);
  });

  test('concerns them after another change too, and nobody else', async () => {
    const form = await say(owner, `/extend 102 until ${inDays(bot, 150)}`);
    await owner.clicks(form, 'Next');
    await owner.clicks(form, 'Submit', { acknowledged: 'true' });
    await bot.settle();
    await approved();
    expect(textOf(await say(bot.alex, '103'))).toMatch(/#103\b.*Active/is);
    const stranger = bot.teams.person(mona);
    expect(textOf(await say(stranger, '103'))).toContain('There is no such request');
  });
});

describe('a user whose extension waits for approval', () => {
  beforeEach(() => asked());

  test('is told of its end with the number of that request, in place of Extend', async () => {
    await daysBefore(7, first);
    const notice = owner.latest();
    expect(textOf(notice)).toMatch(/ends in 7 days.*#102 is to extend it until .*not approved yet/s);
    expect(buttonsOf(notice.card)).toEqual(['Show #102', 'Let it go']);
    await owner.clicks(notice, 'Show #102');
    expect(textOf(owner.latest())).toMatch(/#102\b.*Pending/is);
    const card = await say(owner, '102');
    await owner.clicks(card, 'Withdraw');
    await bot.settle();
    expect(buttonsOf(notice.card)).toContain('Extend');
  });

  test('is not asked for twice', async () => {
    for (const words of ['/extend 101', 'change 101', `change ${await address()}`]) {
      const answer = await say(owner, words);
      expect(textOf(answer)).toMatch(/#102 asks for a change of .* already/);
      expect(buttonsOf(answer.card)).toContain('Show #102');
    }
  });
});

async function address(): Promise<string> {
  const { account } = (await stored(bot, first)).ask;
  return account.kind === 'new' ? account.upn : '';
}
