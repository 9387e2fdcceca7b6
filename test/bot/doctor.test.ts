import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { textOf } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

test('an admin sees what is wrong, and runs it again when it is repaired', async () => {
  await bot.services.fault({ match: { path: '/subscribedSkus' }, status: 403 });
  await bot.megan.says('/doctor');
  const card = bot.megan.latest();
  expect(textOf(card)).toMatch(/✕.*Microsoft Entra: .*Reading licences failed.*Grant/is);
  expect(textOf(card)).toMatch(/to repair/);
  expect(buttonsOf(card.card)).toEqual(['Run again']);
  await bot.megan.clicks(card, 'Run again');
  expect(bot.megan.latest()).not.toBe(card);
  expect(textOf(bot.megan.latest())).not.toContain('Reading licences failed');
});

test('what is to be repaired comes before what is to be known', async () => {
  await bot.services.fault({ match: { path: '/bap/.*0002' }, status: 403 });
  await bot.megan.says('doctor');
  const text = textOf(bot.megan.latest());
  expect(text.indexOf('✕')).toBeGreaterThan(-1);
  expect(text.indexOf('✕')).toBeLessThan(text.indexOf('0 of 7 seats free'));
});

test('nobody else can run it, and is told which right is missing', async () => {
  await bot.alex.says('/doctor');
  expect(textOf(bot.alex.latest())).toMatch(/Only admins .* can run the doctor.*not among the admins.*Ask an admin/is);
  expect(textOf(bot.alex.latest())).not.toContain('Microsoft Entra');
});

test('only the help of an admin offers it', async () => {
  await bot.megan.says('help');
  expect(buttonsOf(bot.megan.latest().card)).toContain('doctor');
  await bot.alex.says('help');
  expect(buttonsOf(bot.alex.latest().card)).not.toContain('doctor');
});
