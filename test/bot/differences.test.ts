import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import type { EnvironmentKey, RequestId } from '../../src/domain/words.ts';
import { startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { answerOffer, startDrive } from '../support/files.ts';
import { stored } from '../support/journeys.ts';
import { ofType } from '../support/cardRules.ts';
import { alex } from '../support/requests.ts';
import { madeElsewhere } from '../support/strangers.ts';
import { textOf, type Message } from '../support/teams.ts';

const first = 101 as RequestId;
const minute = 60_000;

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
  await bot.megan.installs();
  await bot.services.control('PATCH', '/environments/prod', { limit: 50 });
});
afterEach(() => bot.stop());

async function say(text: string): Promise<Message> {
  await bot.megan.says(text);
  return bot.megan.latest();
}

async function press(title: string): Promise<Message> {
  await bot.megan.clicks(bot.megan.latest(), title);
  return bot.megan.latest();
}

function prod() {
  const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  return environment;
}

/** The addresses on a card, in their order. */
function shownOn(message: Message): readonly string[] {
  return [
    ...textOf(message)
      .replaceAll('\\', '')
      .matchAll(/without Seatkeeper \(([^)]+)\)/g),
  ].map(([, found]) => String(found));
}

async function manyMore(): Promise<void> {
  for (const number of [1, 2, 3, 4, 5]) {
    await madeElsewhere(bot, { name: `Integration ${number}`, alias: `svc-more-${number}` });
  }
}

describe('more differences than a card has room for', () => {
  beforeEach(manyMore);

  test('are read page by page, each once and in one order, while the environment is asked once', async () => {
    const one = await say('/reconcile prod');
    expect(textOf(one)).toMatch(/1[0-9] differences .*Showing 1–8 of 1[0-9]/s);
    expect(buttonsOf(one.card)).not.toContain('Previous');
    await bot.services.control('DELETE', '/calls');
    const two = await press('Next');
    expect(textOf(two)).toMatch(/Showing 9–1[0-9] of 1[0-9]/);
    const all = [...shownOn(one), ...shownOn(two)];
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual([...all].sort());
    expect(shownOn(await press('Previous'))).toEqual(shownOn(one));
    expect(await bot.services.calls()).toEqual([]);
    expect(shownOn(await say('/reconcile prod page:2'))).toEqual(shownOn(two));
    expect(await bot.services.calls()).not.toEqual([]);
  });

  test('are compared anew when the comparison is old, belongs to somebody else, or is no longer known', async () => {
    await say('/reconcile prod');
    await bot.pass(16 * minute);
    await bot.services.control('DELETE', '/calls');
    expect(textOf(await press('Next'))).toContain('Showing 9–');
    expect(await bot.services.calls()).not.toEqual([]);
    bot.app.comparisons.clear();
    expect(textOf(await press('Previous'))).toContain('Showing 1–8');
    await bot.alex.says('hello');
    await bot.alex.clicks({ ...bot.megan.latest(), conversationId: bot.alex.chatId }, 'Next');
    expect(textOf(bot.alex.latest())).toContain('Only admins of Seatkeeper');
  });

  test('are set right from where they stand, and the way leads back to that page, compared anew', async () => {
    await say('/reconcile prod');
    const [wanted = ''] = shownOn(await press('Next'));
    const asked = await press('Adopt');
    expect(textOf(asked).replaceAll('\\', '')).toContain(`${wanted} is not taken over yet`);
    const taken = await press('Take it over');
    expect((await stored(bot, first)).ask.account).toMatchObject({ address: wanted });
    expect(buttonsOf(taken.card)).toContain('Back to the differences');
    const back = await press('Back to the differences');
    expect(textOf(back)).toContain('Showing 9–');
    expect(shownOn(back)).not.toContain(wanted);
  });

  test('on an old card lead to the user that it shows, whatever the list is by now', async () => {
    const old = await say('/reconcile prod');
    const [wanted = ''] = shownOn(old);
    await madeElsewhere(bot, { name: 'Newcomer', alias: 'aaa-svc' });
    expect(shownOn(await say('/reconcile prod'))[0]).toContain('aaa-svc');
    await bot.megan.clicks(old, 'Adopt');
    expect(textOf(bot.megan.latest()).replaceAll('\\', '')).toContain(`${wanted} is not taken over yet`);
  });

  test('are had as a file too, all of them', async () => {
    const drive = await startDrive();
    try {
      const number = /(\d+) differences/.exec(textOf(await say('/reconcile prod')))?.[1];
      await press('As a file');
      await answerOffer(bot, { uploadUrl: drive.url });
      const lines = drive.puts[0]?.body.trim().split('\r\n') ?? [];
      expect(lines[0]).toContain('environment,user,difference,remedy');
      expect(lines).toHaveLength(Number(number) + 1);
      expect(drive.puts[0]?.body).toContain('svc-more-5@');
      await say('/reconcile prod file');
      await answerOffer(bot, { uploadUrl: drive.url, who: alex });
      expect(drive.puts).toHaveLength(1);
    } finally {
      await drive.stop();
    }
  });
});

const hostile = {
  HTML: '<img src=x onerror=alert(1)><at>everyone</at>',
  Markdown: '**free** [click](https://evil.example) `x` # y',
  'a template’s expression': '${1+1} {{DATE(2017-02-14T06:08:39Z)}}',
  emoji: '👩‍👩‍👧‍👦'.repeat(10),
  'letters that turn the text around': '\u202Egnp.exe \u2067שלום',
  '200 characters': 'Integration of everything with everything '.repeat(5).slice(0, 200),
};

describe('a user with a hostile name', () => {
  test.each(Object.entries(hostile))(
    'of %s is shown as it is, and is taken over as the one that it is',
    async (_, name) => {
      const { upn } = await madeElsewhere(bot, { name, alias: 'aaa-svc' });
      const card = await say('/reconcile prod');
      const runs = ofType(card.card, 'TextRun')
        .map(({ text }) => String(text))
        .join('');
      expect(runs).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
      expect(runs).not.toContain('{{DATE(2017');
      expect(runs.replaceAll('\u2060', '')).toContain(name.replace(/[\u202A-\u202E\u2066-\u2069]/g, ''));
      for (const { text } of ofType(card.card, 'TextBlock')) expect(text).not.toContain(name.slice(0, 5));
      expect(JSON.stringify(card.card.fallbackText)).not.toMatch(/[^\\]<at>/);
      await press('Adopt');
      const taken = await press('Take it over');
      await bot.settle();
      expect(await stored(bot, first)).toMatchObject({ status: 'Active', ask: { account: { address: upn } } });
      expect(ofType(taken.card, 'TextBlock').map(({ text }) => text)).not.toContain(name);
      expect(textOf(await say('/reconcile prod'))).not.toContain('aaa-svc');
      expect(await bot.services.dataverse.listUsers(prod())).toContainEqual(
        expect.objectContaining({ upn, disabled: false }),
      );
    },
  );
});

test('a message about differences whose sending may have worked is not sent again', async () => {
  const told = () =>
    bot.megan.messages().filter(({ summary }) => summary?.includes('Contoso Production and the records'));
  const hours = async (number: number) => {
    await bot.pass(number * 60 * minute);
    await sweep(bot.app, 'test');
    await bot.settle();
  };
  await hours(0);
  // The other environment has nothing to tell, so that the connection is cut in this message.
  await bot.services.fault({ match: { path: '^/test/' }, times: 'always', status: 403 });
  bot.teams.faults.push({ method: 'POST', answer: 'cut' });
  await hours(25);
  expect(told()).toHaveLength(1);
  for (const wait of [0.1, 1, 25]) await hours(wait);
  expect(told()).toHaveLength(1);
});
