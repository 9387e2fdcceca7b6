import { afterEach, expect, jest, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { stored } from '../support/journeys.ts';
import { lee } from '../support/requests.ts';
import { textOf } from '../support/teams.ts';

let bot: TestBot;
afterEach(async () => {
  jest.restoreAllMocks();
  await bot.stop();
});

test('a click on an old card while the requester changes the request is told so, on the card as it is', async () => {
  bot = await startTestBot();
  const { request, approval } = await submitInChat(bot);
  const old = { ...approval };
  await bot.alex.clicks(request, 'Edit');
  await bot.megan.clicks(old, 'Approve');
  expect(textOf(old)).toMatch(/#101 cannot be decided now\..*Alex Wilber has taken it back to change it\./s);
  expect(textOf(old)).toContain('You get it again when it is submitted.');
  expect((await stored(bot, 101 as RequestId)).status).toBe('Draft');
});

test('whoever may be an approver, which cannot be looked up now, is not told that there is no such request', async () => {
  bot = await startTestBot();
  const failure = new TransientFailure('No answer', { service: 'graph', code: '503' });
  jest.spyOn(bot.services.directory, 'findGroup').mockRejectedValue(failure);
  await submitInChat(bot);
  const approver = bot.teams.person(lee);
  await approver.says('yes approve 101');
  expect(textOf(approver.latest())).not.toContain('There is no such request');
  expect(textOf(approver.latest())).toMatch(/Microsoft Entra/);
  expect(await stored(bot, 101 as RequestId)).toMatchObject({ status: 'Pending', approvals: [] });
});
