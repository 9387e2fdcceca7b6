import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { ofType } from '../support/cardRules.ts';
import { stored } from '../support/journeys.ts';
import { textOf } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

async function answer(text: string): Promise<string> {
  await bot.megan.says(text);
  return textOf(bot.megan.latest());
}

describe('/stats', () => {
  test('shows seats, decisions and times as charts, and the same in words', async () => {
    const { approval } = await submitInChat(bot);
    await bot.megan.clicks(approval, 'Approve');
    await bot.settle();
    const text = await answer('/stats');
    expect(text).toMatch(/Contoso Production\s+6 of 7 in use/);
    expect(text).toContain('1 approved');
    expect(text).toContain('1 user');
    expect(text).toMatch(/Waiting now\s+Nobody/);
    const charts = ofType(bot.megan.latest().card, 'Chart.Line', 'Chart.Donut');
    expect(charts.map(({ fallback }) => (fallback as { type: string }).type)).toEqual(['Container', 'Container']);
  });

  test('of one environment, by its quoted name', async () => {
    await answer('quota');
    const text = await answer('/stats “Contoso Test”');
    expect(text).toContain('in Contoso Test');
    expect(text).not.toContain('Contoso Production');
  });

  test('an unknown environment is answered with those that there are, and buttons', async () => {
    expect(await answer('/stats staging')).toMatch(/No environment is called “staging”.*for example “stats prod”/s);
    await bot.megan.clicks(bot.megan.latest(), 'Contoso Test');
    expect(textOf(bot.megan.latest())).toContain('in Contoso Test');
  });

  test('who neither administers nor decides is told which right is missing', async () => {
    await bot.alex.says('/stats prod');
    expect(textOf(bot.alex.latest())).toMatch(/for admins, and for approvers.*not among the .{0,3}admins/s);
  });
});

describe('/users', () => {
  test('lists who is in the environment, with record or without, page by page', async () => {
    const { approval } = await submitInChat(bot);
    await bot.megan.clicks(approval, 'Approve');
    await bot.settle();
    const text = await answer('/users prod');
    expect(text).toContain('made elsewhere, no record');
    let all = text;
    while (buttonsOf(bot.megan.latest().card).includes('Next')) {
      await bot.megan.clicks(bot.megan.latest(), 'Next');
      all += textOf(bot.megan.latest());
    }
    expect(all).toContain('owner Nestor Wilke');
    expect(all).not.toMatch(/\bSYSTEM\b|\bINTEGRATION\b/);
  });

  test('knows a user that Seatkeeper has ended, which can neither be ended nor extended again', async () => {
    const { approval } = await submitInChat(bot);
    await bot.megan.clicks(approval, 'Approve');
    await bot.settle();
    const { account } = (await stored(bot, 101 as RequestId)).ask;
    const upn = account.kind === 'new' ? account.upn : '';
    await answer(`/revoke ${upn} "no longer needed"`);
    expect(textOf(bot.megan.latest())).toContain('Your reason: “no longer needed”');
    await bot.megan.clicks(bot.megan.latest(), 'Revoke it');
    await bot.settle();
    let all = await answer('/users prod');
    while (buttonsOf(bot.megan.latest().card).includes('Next')) {
      await bot.megan.clicks(bot.megan.latest(), 'Next');
      all += textOf(bot.megan.latest());
    }
    expect(all).toContain('Non-interactive, disabled · ended by #101');
    for (const words of [`/revoke ${upn} again`, `/revoke ${upn} in prod again`, `/extend ${upn}`, '/change 101']) {
      expect(await answer(words)).toMatch(/#101 has ended: .* has no access any more.*ask for a new user/s);
    }
  });

  test('asks for the environment, knows that on-premises has none, and refuses others', async () => {
    expect(await answer('/users')).toMatch(/Which environment\?.*for example “users prod”/s);
    expect(await answer('users legacy')).toContain('has no non-interactive users');
    await bot.alex.says('/users prod');
    expect(textOf(bot.alex.latest())).toContain('Only admins, and approvers of Contoso Production');
  });
});

test('/env shows how an environment is configured', async () => {
  expect(await answer('/env prod')).toMatch(/Contoso Production.*standard.*contoso\.onmicrosoft\.com/s);
  expect(await answer('/env')).toContain('Which environment?');
});

test('/settings shows an admin what the bot was started with, and nobody else', async () => {
  expect(await answer('/settings')).toMatch(/3 environments, 1 policy.*1 person.*Policy standard/s);
  await bot.alex.says('/settings');
  expect(textOf(bot.alex.latest())).toContain('Only admins of Seatkeeper can see the settings');
});
