import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askInChat, startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf, inputsOf } from '../support/cardActions.ts';
import { textOf, type Message } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

async function say(text: string): Promise<Message> {
  await bot.alex.says(text);
  return bot.alex.latest();
}

describe('while a review card is open', () => {
  beforeEach(async () => {
    await askInChat(bot);
  });

  test('cancel says which draft is open; it can be shown and discarded', async () => {
    const answer = await say('cancel');
    expect(textOf(answer)).toContain('A draft is open: #101, SAP order sync');
    expect(buttonsOf(answer.card)).toEqual(['Show', 'Discard']);
    await bot.alex.clicks(answer, 'Show');
    expect(buttonsOf(bot.alex.latest().card)).toContain('Submit');
    await bot.alex.clicks(answer, 'Discard');
    expect(textOf(bot.alex.latest())).toMatch(/#101.*Withdrawn/is);
    expect(textOf(await say('cancel'))).toContain('There is nothing to cancel');
  });

  test('back opens its form again, and keeps the number', async () => {
    const form = await say('back');
    expect(inputsOf(form.card)).toContainEqual(expect.objectContaining({ id: 'integration', value: 'SAP order sync' }));
    await bot.alex.clicks(form, 'Next');
    await bot.alex.clicks(form, 'Next');
    await bot.alex.clicks(form, 'Next');
    expect(textOf(form)).toContain('#101');
  });

  test('help tells about it', async () => {
    expect(textOf(await say('help'))).toMatch(/What you can say.*A draft is open: #101/is);
  });

  test('somebody else has no part in it', async () => {
    await bot.megan.says('cancel');
    expect(textOf(bot.megan.latest())).toContain('There is nothing to cancel');
  });
});

test('without a form and a draft, back says what can be done', async () => {
  expect(textOf(await say('back'))).toContain('There is nothing to go back to');
});
