import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { helpCard } from '../../src/bot/cards/helpCard.ts';
import { commandNames, wordsOf, type CommandName } from '../../src/bot/words/commandWords.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { textOf, type TeamsPerson } from '../support/teams.ts';

/** Teams takes so many messages in a chat, so that half of the tests are in Alex’s. */
function plain(person: TeamsPerson): string {
  return textOf(person.latest()).replaceAll('\\', '');
}

describe('the help', () => {
  const roles = [
    ['an admin', { admin: true, approver: false }],
    ['an approver', { admin: false, approver: true }],
    ['everybody else', { admin: false, approver: false }],
  ] as const;
  test.each(roles)('shows %s a way to every command', (_who, role) => {
    const card = JSON.stringify(helpCard(role).content);
    const missing = commandNames.filter((name) => !card.includes(wordsOf(name).summary) && !named(card, name));
    expect(missing).toEqual([]);
  });

  test('shows what somebody may not use by its name only', () => {
    const card = JSON.stringify(helpCard({ admin: false, approver: false }).content);
    expect(card).not.toContain(wordsOf('forget').summary);
    expect(card).toContain('Approvers and admins can do more: ');
  });

  function named(card: string, name: CommandName): boolean {
    const [, names = ''] = /can do more: ([^.]*)\./.exec(card) ?? [];
    return names.split(', ').includes(name);
  }
});

describe('in the chat', () => {
  let bot: TestBot;
  beforeAll(async () => {
    bot = await startTestBot();
  });
  afterAll(() => bot.stop());

  async function say(text: string, person: TeamsPerson = bot.megan): Promise<string> {
    await person.says(text);
    return plain(person);
  }

  test.each(commandNames.map((name) => [name]))(
    '/help %s tells what it does, how it is used, and who may',
    async (name) => {
      const { usage, example, summary } = wordsOf(name);
      const text = await say(`/help ${name}`, bot.alex);
      expect(text).toContain(summary);
      expect(text).toContain(`“${usage}”`);
      if (example !== usage) expect(text).toContain(`“${example}”`);
      expect(text).toMatch(/can use it|concerns/);
    },
  );

  test('works without the slash, and for a name with one', async () => {
    expect(await say('help extend')).toContain(wordsOf('extend').summary);
    expect(await say('help /extend')).toContain(wordsOf('extend').summary);
  });

  test('leads from an example to the command, and from a command to all of them', async () => {
    await say('/help');
    await bot.megan.clicks(bot.megan.latest(), wordsOf('revoke').example);
    expect(plain(bot.megan)).toContain(`“${wordsOf('revoke').usage}”`);
    await bot.megan.clicks(bot.megan.latest(), 'All commands');
    expect(plain(bot.megan)).toContain('What you can say');
    await bot.megan.clicks(bot.megan.latest(), 'stats prod');
    expect(plain(bot.megan)).toContain('Contoso Production');
  });

  test('of a command that there is not names the nearest', async () => {
    expect(await say('/help revokke')).toContain('There is no command “revokke”.');
    expect(buttonsOf(bot.megan.latest().card)).toContain('revoke');
  });

  /** What a person sees who used the command in a wrong way. `request` takes every sentence. */
  const wrong = commandNames.filter((name) => name !== 'request');
  test.each(wrong.map((name) => [name]))(
    '/%s with nonsense behind it says how it is used, with an example',
    async (name) => {
      const text = await say(`/${name} %%nonsense 7%%`);
      expect(text).toMatch(new RegExp(`“${name}\\b[^”]*”`));
    },
  );
});
