import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { textOf } from '../support/teams.ts';

const groupId = '19:group@thread.v2';
let bot: TestBot;
afterEach(() => bot.stop());

describe('in a group chat or a channel', () => {
  beforeEach(async () => {
    bot = await startTestBot();
  });

  const group = () => bot.teams.messagesIn(groupId);

  test('commands are understood behind mentions, whoever they are of, and answered in place', async () => {
    await bot.alex.says('quota', { groupId, mentions: ['Seatkeeper', 'Megan'] });
    expect(group()).toHaveLength(1);
    expect(textOf(bot.alex.latest(groupId))).toContain('Contoso Production');
    expect(bot.alex.messages()).toHaveLength(0);
  });

  test('a slash command is answered so that only its sender sees it', async () => {
    await bot.alex.says('/quota', { groupId, targeted: true });
    expect(bot.alex.latest(groupId).targeted).toBe(true);
    expect(bot.teams.calls.at(-1)?.body.recipient).toMatchObject({ isTargeted: true });
    await bot.alex.says('/quota', { groupId });
    expect(bot.alex.latest(groupId).targeted).toBe(false);
  });

  test('a request goes on in the personal chat that is known', async () => {
    await bot.alex.installs();
    await bot.alex.says('I need a user for the SAP order sync in prod', { groupId, mentions: ['Seatkeeper'] });
    expect(textOf(bot.alex.latest(groupId))).toContain('Let’s continue in private');
    const form = bot.alex.latest();
    expect(textOf(form)).toContain('Understood: Contoso Production · SAP order sync');
    await bot.alex.clicks(form, 'Next', { purpose: 'Orders must arrive' });
    expect(textOf(form)).toContain('Step 2 of 3');
  });

  test('a request goes on in a personal chat that is opened for it', async () => {
    await bot.alex.says('request', { groupId, mentions: ['Seatkeeper'] });
    const form = bot.alex.latest();
    await bot.alex.clicks(form, 'Next', { environment: 'prod', integration: 'SAP', purpose: 'Orders must arrive' });
    expect(textOf(form)).toContain('Step 2 of 3');
    expect(group()).toHaveLength(1);
  });

  test('where no personal chat can be opened, the group is told how to', async () => {
    bot.teams.faults.push({ method: 'POST', answer: 403, code: 'BotDisabledByAdmin' });
    await bot.alex.says('request', { groupId });
    expect(textOf(bot.alex.latest(groupId))).toMatch(/cannot write to you there yet.*press Add/is);
    expect(bot.alex.messages()).toHaveLength(0);
  });

  test('a blocked bot is told in the group, and the form is not lost in between', async () => {
    await bot.alex.installs();
    bot.teams.faults.push({ method: 'POST', answer: 403, code: 'MessageWritesBlocked' });
    await bot.alex.says('request', { groupId });
    expect(textOf(bot.alex.latest(groupId))).toContain('cannot write to you there yet');
  });

  test('the form of one person is not the form of another in the same group', async () => {
    await bot.alex.says('request', { groupId });
    await bot.megan.says('request', { groupId });
    await bot.alex.clicks(bot.alex.latest(), 'Cancel');
    await bot.megan.clicks(bot.megan.latest(), 'Next', {
      environment: 'prod',
      integration: 'SAP',
      purpose: 'Orders must arrive',
    });
    expect(textOf(bot.megan.latest())).toContain('Step 2 of 3');
  });

  test('the list of requests is shown in private, whichever way it is asked for', async () => {
    await submitInChat(bot);
    for (const text of ['requests', 'my requests']) {
      await bot.alex.says(text, { groupId });
      expect(textOf(bot.alex.latest(groupId))).toContain('Let’s continue in private');
      expect(textOf(bot.alex.latest())).toContain('Your requests');
    }
    expect(
      group()
        .map((message) => textOf(message))
        .join(),
    ).not.toContain('#101');
  });

  test('a list that nobody else sees stays in the group, a request of it is shown in private', async () => {
    await submitInChat(bot);
    await bot.alex.says('/requests', { groupId, targeted: true });
    const list = bot.alex.latest(groupId);
    expect(list.targeted).toBe(true);
    await bot.alex.clicks(list, 'Show');
    expect(textOf(bot.alex.latest())).toMatch(/#101.*Pending/is);
    expect(textOf(bot.alex.latest(groupId))).toContain('Let’s continue in private');
  });

  test('a greeting there tells nobody how many requests somebody has', async () => {
    await submitInChat(bot);
    await bot.alex.says('hello', { groupId });
    expect(buttonsOf(bot.alex.latest(groupId).card)).toEqual(['Request a user', 'My requests', 'Seats']);
  });

  test('what is said there is no way to write to the person later', async () => {
    await bot.alex.says('help', { groupId });
    expect(await bot.app.contacts.findContact('a1e00000-0000-4000-8000-000000000001' as never)).toBeUndefined();
  });

  test('unknown words in a group get suggestions there', async () => {
    await bot.alex.says('hmm', { groupId, mentions: ['Seatkeeper'] });
    expect(textOf(bot.alex.latest(groupId))).toContain('Did you mean one of these?');
  });
});
