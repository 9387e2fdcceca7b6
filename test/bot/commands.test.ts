import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { callOf, nearestCommands, requestNamedIn } from '../../src/bot/callOf.ts';
import { commandNames, wordsOf } from '../../src/bot/words/commandWords.ts';
import type { Day, EnvironmentKey } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { textOf } from '../support/teams.ts';

describe('a command in words', () => {
  const environments = [{ key: 'prod' as EnvironmentKey, name: 'Contoso Production' }];
  const cases: readonly [string, object | undefined][] = [
    ['quota', { name: 'quota', args: '' }],
    ['/quota', { name: 'quota', args: '' }],
    ['QUOTA Contoso Test', { name: 'quota', args: 'Contoso Test' }],
    ['/Requests open', { name: 'requests', args: 'open' }],
    ['requests', { name: 'requests', args: '' }],
    ['request for the SAP sync in prod', { name: 'request', args: 'for the SAP sync in prod' }],
    ['help', { name: 'help', args: '' }],
    ['cancel', { name: 'cancel', args: '' }],
    ['help me choose', undefined],
    ['cancel my request', undefined],
    ['request denied?', undefined],
    ['requested', undefined],
    ['', undefined],
  ];
  test.each(cases)('%s', (text, call) => {
    expect(callOf(text, environments, '2026-11-20' as Day)).toEqual(call);
  });

  const numbers = [
    '#101',
    '101',
    'status 101',
    'status of #101',
    'what is the status of request 101?',
    'show 101',
    'show me #101',
    'request 101',
    '/request #101',
    'where is #101?',
  ];
  test.each(numbers)('%s names a request', (text) => {
    expect(requestNamedIn(text)).toBe(101);
  });

  test.each(['approve 101', 'request for 101', 'in 101 days', '0', 'request'])('%s names none', (text) => {
    expect(requestNamedIn(text)).toBeUndefined();
  });

  test('a mistyped one means the nearest', () => {
    expect(nearestCommands('qota')[0]).toBe('quota');
    expect(nearestCommands('req')).toEqual(['request', 'requests']);
    expect(nearestCommands('foo')).toEqual(['request', 'help']);
  });

  test('the table says of every command what the list of commands in Teams needs', () => {
    for (const name of commandNames) {
      expect(name.length).toBeLessThanOrEqual(128);
      expect(wordsOf(name).summary.length).toBeGreaterThan(10);
      expect(wordsOf(name).usage.startsWith(name)).toBe(true);
    }
  });
});

describe('in the chat', () => {
  let bot: TestBot;
  beforeEach(async () => {
    bot = await startTestBot();
  });
  afterEach(() => bot.stop());

  test('the welcome comes once, although one installation tells of itself twice', async () => {
    await bot.alex.installs();
    await bot.alex.installs();
    expect(bot.alex.messages()).toHaveLength(1);
    expect(buttonsOf(bot.alex.latest().card)).toEqual(['Request a user', 'My requests', 'Seats']);
  });

  test('somebody who installs the bot is known by name, although the activity has none', async () => {
    await bot.megan.installs();
    expect(await bot.app.contacts.findContact('a1e00000-0000-4000-8000-000000000002' as never)).toMatchObject({
      person: { name: 'Megan Bowen' },
    });
  });

  test('a character that PostgreSQL cannot keep is dropped, and nothing else', async () => {
    await bot.alex.says('I need a user for the SAP\u0000 order sync in prod');
    expect(textOf(bot.alex.latest())).toContain('{integration: SAP order sync}');
  });

  test('a later installation is welcomed too, and told what is waiting', async () => {
    await submitInChat(bot);
    await bot.pass(60_000);
    await bot.megan.installs();
    expect(buttonsOf(bot.megan.latest().card)).toEqual(['Open requests (1)', 'Seats', 'Request a user']);
  });

  test('who was removed is not written to, and is welcomed again', async () => {
    await bot.alex.installs();
    await bot.alex.removes();
    await bot.pass(60_000);
    expect(await bot.app.contacts.findContact('a1e00000-0000-4000-8000-000000000001' as never)).toBeUndefined();
    await bot.alex.installs();
    expect(bot.alex.messages()).toHaveLength(2);
  });

  test('the buttons of the welcome work', async () => {
    await bot.alex.installs();
    const welcome = bot.alex.latest();
    await bot.alex.clicks(welcome, 'My requests');
    expect(textOf(bot.alex.latest())).toContain('You have no requests yet');
    await bot.alex.clicks(welcome, 'Seats');
    expect(textOf(bot.alex.latest())).toContain('5 used');
    await bot.alex.clicks(welcome, 'Request a user');
    expect(textOf(bot.alex.latest())).toContain('Step 1 of 3');
  });

  test('an approver who meets the bot late gets the cards that could not reach them', async () => {
    const { approval } = await submitInChat(bot);
    await bot.megan.removes();
    expect(textOf(approval)).toContain('Pending');
    const lee = bot.teams.person({ id: 'a1e00000-0000-4000-8000-000000000005', name: 'Lee Gu' });
    await bot.app.store.cardsOf(101 as never);
    await lee.says('hello');
    await bot.run();
    expect(lee.messages().some((message) => textOf(message).includes('#101'))).toBe(true);
  });

  test('quota of one environment, of all, and of one that is not known', async () => {
    await bot.alex.says('/quota prod');
    expect(textOf(bot.alex.latest())).toContain('Contoso Production');
    expect(textOf(bot.alex.latest())).not.toContain('Contoso Test');
    await bot.alex.says('quota');
    expect(textOf(bot.alex.latest())).toMatch(/Contoso Production.*Contoso Test.*On-premises/is);
    await bot.alex.says('quota staging');
    expect(textOf(bot.alex.latest())).toContain('No environment is called “staging”');
    await bot.alex.clicks(bot.alex.latest(), 'Contoso Test');
    expect(textOf(bot.alex.latest())).toContain('Contoso Test');
  });

  test('a requester sees their own requests, an approver those to decide, and Show shows one', async () => {
    await submitInChat(bot);
    await bot.alex.says('requests');
    expect(textOf(bot.alex.latest())).toContain('Your requests');
    await bot.megan.says('/requests');
    expect(textOf(bot.megan.latest())).toMatch(/Open requests.*#101/is);
    await bot.megan.says('my requests');
    expect(textOf(bot.megan.latest())).toContain('You have no requests yet');
    await bot.alex.clicks(bot.alex.latest(), 'Show');
    expect(textOf(bot.alex.latest())).toMatch(/#101.*Pending/is);
  });

  test('a request is shown by its number, and one that there is not is said', async () => {
    await submitInChat(bot);
    await bot.alex.says('#101');
    expect(textOf(bot.alex.latest())).toMatch(/#101.*Pending/is);
    const before = bot.alex.messages().length;
    await bot.alex.says('status of #102');
    expect(bot.alex.messages()).toHaveLength(before + 1);
    expect(textOf(bot.alex.latest())).not.toContain('SAP order sync');
  });

  test('a mistyped slash command gets the nearest as a button', async () => {
    await bot.alex.says('/qouta');
    expect(textOf(bot.alex.latest())).toContain('I do not know “/qouta”');
    expect(buttonsOf(bot.alex.latest().card)).toContain('Seats');
  });

  test('words without a certain meaning get two likely ones as buttons', async () => {
    await bot.alex.says('what about licences?');
    expect(buttonsOf(bot.alex.latest().card)).toEqual(['Seats', 'Request a user']);
  });

  test('an example of the help can be clicked, as if it had been typed', async () => {
    await bot.alex.says('help');
    const help = bot.alex.latest();
    const say = buttonsOf(help.card).find((title) => title.startsWith('I need'));
    await bot.alex.clicks(help, say ?? '');
    expect(textOf(bot.alex.latest())).toMatch(/Step 1 of 3.*SAP order sync/is);
  });

  test('the help names one environment, and how to close a form', async () => {
    await bot.alex.says('help');
    const buttons = buttonsOf(bot.alex.latest().card);
    expect(buttons).toEqual(expect.arrayContaining(['requests mine', 'quota prod', 'cancel']));
    await bot.alex.clicks(bot.alex.latest(), 'quota prod');
    expect(textOf(bot.alex.latest())).not.toContain('Contoso Test');
  });

  test('what it is, and what it cannot do, is said with what to do', async () => {
    await bot.alex.says('what is a non-interactive user?');
    expect(textOf(bot.alex.latest())).toMatch(/needs no licence.*seats.*their own.*Request a user.*Seats/is);
    await bot.alex.says('revoke the access of SAP');
    expect(textOf(bot.alex.latest())).toMatch(/Which user is to be revoked\?.*“revoke 104”/is);
    await bot.alex.says('blah');
    expect(textOf(bot.alex.latest())).toMatch(/I did not understand “blah”/);
    expect(buttonsOf(bot.alex.latest().card)).toHaveLength(2);
  });

  test('hello and thanks start no form', async () => {
    await bot.alex.says('hello');
    await bot.alex.says('thanks');
    expect(
      bot.alex
        .messages()
        .map((message) => textOf(message))
        .join(),
    ).not.toContain('Step 1');
  });

  test('a button of another version says so', async () => {
    await bot.teams.send({ ...(await lastActivity()), value: { command: 'dance' } });
    expect(textOf(bot.alex.latest())).toContain('not known any more');
  });

  test('a sender without an Entra object id is told so, and nothing else happens', async () => {
    const activity = await lastActivity();
    await bot.teams.send({ ...activity, text: 'request', from: { id: '29:guest', name: 'Guest' } });
    expect(textOf(bot.alex.latest())).toContain('cannot tell who you are');
  });

  test('a failure of the world is told with what to do, a bug with its correlation id', async () => {
    jest.spyOn(bot.app.store, 'listRequests').mockRejectedValueOnce(new Error('secret detail'));
    await bot.alex.says('my requests');
    expect(textOf(bot.alex.latest())).toMatch(/Something broke in Seatkeeper/);
    expect(textOf(bot.alex.latest())).toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(textOf(bot.alex.latest())).not.toContain('secret detail');
    const failure = new TransientFailure('No answer', { service: 'graph', code: '503' });
    jest.spyOn(bot.app.store, 'listRequests').mockRejectedValueOnce(failure);
    await bot.alex.says('my requests');
    expect(textOf(bot.alex.latest())).toMatch(/Microsoft Entra did not answer.*Try again/is);
  });

  async function lastActivity(): Promise<object> {
    await bot.alex.says('hello');
    return {
      type: 'message',
      channelId: 'msteams',
      serviceUrl: bot.teams.serviceUrl,
      from: { id: '29:x', name: 'Alex Wilber', aadObjectId: 'a1e00000-0000-4000-8000-000000000001' },
      recipient: { id: '28:bot' },
      conversation: {
        id: bot.alex.chatId,
        conversationType: 'personal',
        tenantId: '00000000-0000-0000-0000-000000000001',
      },
    };
  }
});
