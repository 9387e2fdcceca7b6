import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { agreedIn, callOf, nearestCommands } from '../../src/bot/callOf.ts';
import { readAbsence } from '../../src/bot/reading/absences.ts';
import { readAbout } from '../../src/bot/reading/numbers.ts';
import type { Day, RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { inDays, stored } from '../support/journeys.ts';
import { lee, megan } from '../support/requests.ts';
import { textOf, type TeamsPerson } from '../support/teams.ts';

const first = 101 as RequestId;
const today = '2026-11-20' as Day;

describe('reading', () => {
  const commands: readonly [string, object | undefined][] = [
    ['/approve 104 looks fine', { name: 'approve', args: '104 looks fine' }],
    ['approve #104: looks fine', { name: 'approve', args: '#104: looks fine' }],
    ['approve the budget', undefined],
    ['extend 104 until 31 March', { name: 'extend', args: '104 until 31 March' }],
    ['extend the contract until 31 March', undefined],
    ['/approve the budget', { name: 'approve', args: 'the budget' }],
    ['away until Friday', { name: 'away', args: 'until Friday' }],
    ['away with the old user', undefined],
    ['policy explain 104', { name: 'policy', args: 'explain 104' }],
    ['policy is policy', undefined],
    ['/back', { name: 'back', args: '' }],
    ['yes withdraw 104', undefined],
  ];
  test.each(commands)('%s', (text, call) => {
    expect(callOf(text, [], today)).toEqual(call);
  });

  const abouts: readonly [string, object | undefined][] = [
    ['104', { id: 104, text: '' }],
    ['#104 looks fine', { id: 104, text: 'looks fine' }],
    ['request 104: no, 3 roles are too many', { id: 104, text: 'no, 3 roles are too many' }],
    ['#104.', { id: 104, text: '' }],
    ['104. Fine by me', { id: 104, text: 'Fine by me' }],
    ['104th', undefined],
    ['104.5', undefined],
    ['0 no', undefined],
    ['', undefined],
  ];
  test.each(abouts)('“%s” is about a request', (text, about) => {
    expect(readAbout(text)).toEqual(about);
  });

  const absences: readonly [string, object][] = [
    ['until 2027-01-05', { kind: 'absence', until: '2027-01-05' }],
    ['until 5 January Lee Gu', { kind: 'absence', until: '2027-01-05', delegate: 'Lee Gu' }],
    [
      'until 5 January, delegate: leeg@contoso.com',
      { kind: 'absence', until: '2027-01-05', delegate: 'leeg@contoso.com' },
    ],
    ['for 2 weeks, Lee Gu decides', { kind: 'absence', until: '2026-12-04', delegate: 'Lee Gu' }],
    [`until 2027-01-05 ${lee.id}`, { kind: 'absence', until: '2027-01-05', delegate: lee.id }],
    ['until 1/4/2027 Lee', { kind: 'unclear', text: '1/4/2027', days: ['2027-04-01', '2027-01-04'], rest: 'Lee' }],
    ['Lee Gu', { kind: 'unreadable' }],
  ];
  test.each(absences)('away %s', (text, absence) => {
    expect(readAbsence(text, today)).toMatchObject(absence);
  });

  test.each([
    ['yes withdraw 104', 'withdraw 104'],
    ['Yes, /approve 104 looks fine', '/approve 104 looks fine'],
    ['/yes back', 'back'],
    ['yes', undefined],
    ['yesterday it worked', undefined],
  ])('“%s” says yes to %s', (text, agreed) => {
    expect(agreedIn(text)).toBe(agreed);
  });

  test('a mistyped command means the nearest', () => {
    expect(nearestCommands('aprove')[0]).toBe('approve');
    expect(nearestCommands('nugde')[0]).toBe('nudge');
  });
});

describe('in the chat', () => {
  let bot: TestBot;
  beforeEach(async () => {
    bot = await startTestBot();
  });
  afterEach(() => bot.stop());

  async function say(text: string, person: TeamsPerson): Promise<string> {
    await person.says(text);
    return textOf(person.latest());
  }

  test('an approval is asked for on the card that shows the plan, with the comment in its box', async () => {
    const { request } = await submitInChat(bot);
    expect(await say('/approve 101 looks fine', bot.megan)).toMatch(/#101 is not approved yet.*Yours is the last/s);
    expect(await stored(bot, first)).toMatchObject({ status: 'Pending', approvals: [] });
    await bot.megan.clicks(bot.megan.latest(), 'Approve');
    expect(await stored(bot, first)).toMatchObject({ approvals: [{ by: { id: megan.id }, comment: 'looks fine' }] });
    expect(await say('approve 101', bot.megan)).toContain('You approved it already.');
    expect(await say('yes approve 101', bot.megan)).toContain('You approved it already.');
    await bot.settle();
    expect(textOf(request)).toContain('Active');
  });

  test('whoever cannot use cards puts a yes in front', async () => {
    await submitInChat(bot);
    expect(await say('/approve 101 looks fine', bot.megan)).toContain('write “yes approve 101 looks fine”');
    expect(await say('yes approve 101 looks fine', bot.megan)).toContain('Creating');
    expect(await stored(bot, first)).toMatchObject({ approvals: [{ by: { id: megan.id }, comment: 'looks fine' }] });
  });

  test('a yes to what the card does not show yet is asked for once more', async () => {
    await submitInChat(bot);
    await say('yes comment 101 All orders', bot.alex);
    expect(await say('yes approve 101', bot.megan)).toMatch(/#101 is not approved yet.*All orders/s);
    expect(await stored(bot, first)).toMatchObject({ status: 'Pending', approvals: [] });
    await bot.run();
    expect(await say('yes approve 101', bot.megan)).toContain('Creating');
  });

  test('somebody whose card is lost sees it first, and approves then; what they saw is their card now', async () => {
    await submitInChat(bot);
    const card = (await bot.app.store.cardsOf(first)).find(({ reader }) => reader.id === lee.id);
    await bot.app.store.updateCard(card?.id ?? '', { state: 'gone' });
    const other = bot.teams.person(lee);
    expect(await say('yes approve 101', other)).toContain('#101 is not approved yet.');
    const shown = other.latest();
    expect(await say('yes approve 101', other)).toContain('Creating');
    await bot.settle();
    expect(textOf(shown)).toContain('Active');
  });

  test('a rejection needs a reason, is asked for, and the requester is told it', async () => {
    await submitInChat(bot);
    expect(await say('/reject 101', bot.megan)).toMatch(/#101 is not rejected yet.*reject 101 an application user/s);
    expect(await say('/reject 101 Too many roles', bot.megan)).toMatch(/not rejected yet.*Alex Wilber would be told/s);
    expect((await stored(bot, first)).status).toBe('Pending');
    const question = bot.megan.latest();
    await bot.megan.clicks(question, 'Reject #101');
    expect(textOf(bot.megan.latest())).toContain('Rejected');
    expect(textOf(question)).toContain('You have answered this.');
    expect(buttonsOf(question.card)).not.toContain('Reject #101');
    await bot.settle();
    expect(textOf(bot.alex.latest())).toContain('Too many roles');
  });

  test('a withdrawal is asked for, by the requester and nobody else', async () => {
    const { approval } = await submitInChat(bot);
    expect(await say('/withdraw 101', bot.megan)).toContain('only the requester may do this');
    expect(await say('yes withdraw 101', bot.megan)).toContain('only the requester may do this');
    expect(await say('/withdraw 101', bot.alex)).toMatch(/SAP order sync.*is not withdrawn yet/s);
    expect((await stored(bot, first)).status).toBe('Pending');
    await bot.alex.clicks(bot.alex.latest(), 'Withdraw #101');
    expect(textOf(bot.alex.latest())).toContain('Withdrawn');
    await bot.run();
    expect(textOf(approval)).toContain('Withdrawn');
  });

  test('a question that was overtaken says so, and does nothing', async () => {
    await submitInChat(bot);
    await say('/reject 101 Too many roles', bot.megan);
    const question = bot.megan.latest();
    await say('yes withdraw 101', bot.alex);
    await bot.megan.clicks(question, 'Reject #101');
    expect((await stored(bot, first)).status).toBe('Withdrawn');
    expect(buttonsOf(question.card)).not.toContain('Reject #101');
  });

  test('reminding and commenting are asked for too', async () => {
    await submitInChat(bot);
    expect(await say('/nudge 101', bot.alex)).toMatch(/Nobody is reminded.*Megan Bowen.*would get a message/s);
    await bot.alex.clicks(bot.alex.latest(), 'Remind them');
    expect(textOf(bot.alex.latest())).toContain('gets a reminder');
    expect(await say('/comment 101 All orders', bot.megan)).toMatch(/is not on #101.*“All orders”/s);
    expect((await stored(bot, first)).comments).toBeUndefined();
    await bot.megan.clicks(bot.megan.latest(), 'Say it');
    expect((await stored(bot, first)).comments).toMatchObject([{ text: 'All orders' }]);
  });

  test('a comment and a reminder are for what waits for a decision', async () => {
    await submitInChat(bot);
    await say('yes approve 101', bot.megan);
    for (const words of ['/comment 101 hello', '/nudge 101']) {
      expect(await say(words, bot.alex)).toMatch(/Nothing was said or sent.*wait/s);
    }
  });

  const all = ['approve', 'reject', 'withdraw', 'nudge', 'comment', 'force'] as const;
  test('a request that there is not, or that is nobody’s business, is the same to every command', async () => {
    await submitInChat(bot);
    const stranger = bot.teams.person({ id: 'a1e00000-0000-4000-8000-000000000004', name: 'Adele Vance' });
    for (const name of all) {
      expect(await say(`/${name} 999 because`, bot.megan)).toContain('There is no such request');
      expect(await say(`/${name} 101 because`, stranger)).toContain('There is no such request');
    }
    expect(await say('/policy explain 101', stranger)).toContain('There is no such request');
  });

  test('used in a wrong way, every command says how it is used, with an example', async () => {
    for (const name of all) expect(await say(`/${name}`, bot.megan)).toContain(`“${name} 104`);
    expect(await say('/approve it', bot.megan)).toContain('“it” does not begin with the number of a request.');
    expect(await say('/policy', bot.megan)).toContain('“policy explain 104”');
    expect(await say('/away whenever', bot.megan)).toContain('away until Friday');
  });

  test('a text that is too long is not cut, but refused', async () => {
    await submitInChat(bot);
    expect(await say(`/comment 101 ${'long '.repeat(500)}`, bot.alex)).toContain(
      'The text has 2499 characters, and the others read at most 500.',
    );
  });

  test('an absence is noted after a yes: a day that can mean two, a delegate whom several people may be', async () => {
    await bot.megan.installs();
    const year = Number(inDays(bot, 0).slice(0, 4)) + 1;
    expect(await say(`/away until 3/4/${year}`, bot.megan)).toContain('can mean two days');
    await bot.megan.clicks(bot.megan.latest(), `3 April ${year}`);
    expect(textOf(bot.megan.latest())).toContain(`You would be until the end of 3 April ${year}`);
    expect(await say('/away', bot.megan)).toContain('You are not away.');
    await say(`/away until 3 April ${year} Lee Gu`, bot.megan);
    await bot.megan.clicks(bot.megan.latest(), 'I am away');
    expect(textOf(bot.megan.latest())).toMatch(
      new RegExp(`Until the end of 3 April ${year}.*Lee Gu is asked with you`, 's'),
    );
    expect(await say(`/away until ${inDays(bot, 3)} Megan Bowen`, bot.megan)).toContain('cannot stand in for yourself');
    expect(await say(`/away until ${inDays(bot, 3)} Nobody Atall`, bot.megan)).toContain('Nobody was found');
    expect(await say(`/away until ${inDays(bot, 400)}`, bot.megan)).toContain('more than 366 days from now');
    expect(await say('/away', bot.megan)).toContain('You are away');
    expect(await say('back', bot.megan)).toMatch(/You are still away.*Lee Gu would no longer be asked/s);
    await bot.megan.clicks(bot.megan.latest(), 'I am back');
    expect(textOf(bot.megan.latest())).toContain('You are back.');
    expect(await say('yes back', bot.megan)).toContain('There is nothing to go back to');
  });

  test('the policy is explained, and a changed file is tested by admins only', async () => {
    await submitInChat(bot);
    expect(await say('/policy explain 101', bot.alex)).toMatch(/Who can decide #101.*Megan Bowen/s);
    expect(await say('/policy test', bot.alex)).toContain('Only admins of Seatkeeper can test the policies.');
    expect(await say('policy test', bot.megan)).toContain('No request would be decided differently');
    Object.assign(bot.app, { candidate: () => Promise.resolve({ problems: ['seatkeeper.yaml:12: admins: missing'] }) });
    expect(await say('/policy test', bot.megan)).toMatch(/would not start.*Line 12, admins: missing/s);
    expect(buttonsOf(bot.megan.latest().card)).toContain('Test again');
  });
});
