import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { askInChat, startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { alex } from '../support/requests.ts';
import { textOf } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

describe('forget', () => {
  test('shows what will be erased, and erases it when that is confirmed', async () => {
    const message = await askInChat(bot);
    await bot.alex.clicks(message, 'Discard');
    await bot.megan.says('forget alexw@contoso.onmicrosoft.com');
    const card = bot.megan.latest();
    expect(textOf(card)).toMatch(/Alex Wilber.*not forgotten yet.*how to reach them.*name and account in #101/is);
    expect(await bot.app.contacts.findContact(alex.id)).toBeDefined();
    await bot.megan.clicks(card, 'Forget');
    expect(textOf(bot.megan.latest())).toMatch(/Forgotten: a1e00000.*Backups/is);
    expect(await bot.app.contacts.findContact(alex.id)).toBeUndefined();
    await bot.megan.says('forget alexw@contoso.onmicrosoft.com');
    expect(textOf(bot.megan.latest())).toContain('Nothing is known of');
  });

  test('says what stands in the way, and leaves everything as it is', async () => {
    await submitInChat(bot);
    await bot.megan.says('/forget alexw@contoso.onmicrosoft.com');
    expect(textOf(bot.megan.latest())).toMatch(/cannot be forgotten yet.*#101 is open, and they want it\./is);
    expect(await bot.app.contacts.findContact(alex.id)).toBeDefined();
  });

  test('without a person behind it, it says what to write', async () => {
    await bot.megan.says('/forget');
    expect(textOf(bot.megan.latest())).toContain('forget nestorw@contoso.com');
  });

  test('is for admins', async () => {
    await bot.alex.says('/forget meganb@contoso.onmicrosoft.com');
    expect(textOf(bot.alex.latest())).toContain('Only admins of Seatkeeper can forget somebody');
  });
});
