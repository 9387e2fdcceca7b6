import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import { addMilliseconds } from '../../src/domain/words.ts';
import { startTestBot, tenantId, type TestBot } from '../support/bot.ts';
import { alex } from '../support/requests.ts';
import { textOf } from '../support/teams.ts';

/** Text answers have a row before they are sent, so that nothing is said twice. */

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

/** What Teams delivers, again and again, until it is acknowledged. */
function message(id: string | undefined, text: string, conversation = bot.alex.chatId): object {
  return {
    type: 'message',
    id,
    text,
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    from: { id: `29:${alex.id}`, aadObjectId: alex.id, name: alex.name },
    recipient: { id: '28:bot', name: 'Seatkeeper' },
    conversation: {
      id: conversation,
      tenantId,
      conversationType: conversation === bot.alex.chatId ? 'personal' : 'groupChat',
    },
    channelData: { tenant: { id: tenantId } },
  };
}

const posts = (): number => bot.teams.calls.filter(({ method }) => method === 'POST').length;
const seen = (id: string) => bot.app.answers.isAnswered({ conversationId: bot.alex.chatId, activityId: id });

test('a message that is delivered again is answered once, and does nothing a second time', async () => {
  await bot.teams.send(message('one', 'request'));
  await bot.teams.send(message('two', 'prod'));
  const form = textOf(bot.alex.latest());
  expect((await bot.teams.send(message('two', 'prod'))).status).toBe(200);
  expect(bot.alex.messages()).toHaveLength(2);
  expect(textOf(bot.alex.latest())).toBe(form);
});

test('nor when both come at the same time', async () => {
  await Promise.all([bot.teams.send(message('one', 'help')), bot.teams.send(message('one', 'help'))]);
  expect(bot.alex.messages()).toHaveLength(1);
});

test('the same words in another message are answered again, and so is a message without an id', async () => {
  for (const id of ['one', 'two', undefined, undefined]) await bot.teams.send(message(id, 'help'));
  expect(bot.alex.messages()).toHaveLength(4);
});

test('the row is there before the answer is sent', async () => {
  const rows: boolean[] = [];
  const { answers } = bot.app;
  const claim = answers.claimAnswer.bind(answers);
  Object.assign(answers, {
    claimAnswer: async (...input: Parameters<typeof claim>) => {
      const claimed = await claim(...input);
      rows.push((await seen('one')) && posts() === 0);
      return claimed;
    },
  });
  await bot.teams.send(message('one', 'help'));
  expect(rows).toEqual([true]);
});

test('an answer whose outcome is lost is not sent again', async () => {
  bot.teams.faults.push({ method: 'POST', answer: 'cut' });
  expect((await bot.teams.send(message('one', 'help'))).status).toBe(200);
  await bot.teams.send(message('one', 'help'));
  expect(bot.alex.messages()).toHaveLength(1);
});

test('one that Teams certainly did not take is sent when the message comes again', async () => {
  bot.teams.faults.push({ method: 'POST', answer: 403, code: 'MessageWritesBlocked' });
  await bot.teams.send(message('one', 'help'));
  expect(await seen('one')).toBe(false);
  await bot.teams.send(message('one', 'help'));
  expect(bot.alex.messages()).toHaveLength(1);
});

test('a 429 is honoured: the answer waits as long as Teams says', async () => {
  bot.teams.faults.push({ method: 'POST', answer: 429, retryAfter: 1 });
  const begun = performance.now();
  await bot.teams.send(message('one', 'help'));
  expect(performance.now() - begun).toBeGreaterThan(950);
  expect(bot.alex.messages()).toHaveLength(1);
});

test('what moves from a group into the private chat is answered once in both', async () => {
  const group = '19:group@thread.v2';
  for (let count = 0; count < 2; count++) await bot.teams.send(message('one', 'request', group));
  expect(bot.teams.messagesIn(group)).toHaveLength(1);
  expect(bot.alex.messages()).toHaveLength(1);
});

test('rows are kept for a day', async () => {
  await bot.teams.send(message('one', 'help'));
  await sweep(bot.app, 'test');
  expect(await seen('one')).toBe(true);
  await bot.app.answers.forgetAnswers(addMilliseconds(bot.now(), 60_000));
  expect(await seen('one')).toBe(false);
});
