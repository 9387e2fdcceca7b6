import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { stored } from '../support/journeys.ts';
import { lee, mona } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

/** Requests that somebody sees because they asked for them in words. Megan is an admin. */

const first = 101 as RequestId;

let bot: TestBot;
let approval: Message;
beforeEach(async () => {
  bot = await startTestBot();
  ({ approval } = await submitInChat(bot));
});
afterEach(() => bot.stop());

async function say(person: TeamsPerson, text: string): Promise<Message> {
  await person.says(text);
  return person.latest();
}

async function created(): Promise<void> {
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
}

test('what was asked for stays true while the request goes on', async () => {
  const shown = await say(bot.alex, 'show 101');
  expect(textOf(shown)).toContain('Pending');
  await created();
  expect(textOf(shown)).toContain('Active');
});

test('of two, the newer one does', async () => {
  const older = await say(bot.alex, 'show 101');
  const newer = await say(bot.alex, 'show 101');
  await created();
  expect(textOf(older)).toContain('Pending');
  expect(textOf(newer)).toContain('Active');
});

test('what an admin set going is followed to its end in the answer to it, and the question is closed', async () => {
  await created();
  const question = await say(bot.megan, '/revoke 101 nobody uses it');
  expect(textOf(question)).not.toContain('The user is created');
  await bot.megan.clicks(question, 'Revoke it');
  expect(textOf(question)).toContain('You have answered this.');
  expect(buttonsOf(question.card)).toEqual([]);
  const answer = bot.megan.latest();
  expect(textOf(answer)).toContain('Revoking');
  await bot.settle();
  expect(textOf(answer)).toContain('Revoked');
});

test('an admin keeps the buttons of an admin in it', async () => {
  await bot.stop();
  bot = await startTestBot({ policy: { stages: [{ approvers: [lee.id] }] } });
  await submitInChat(bot);
  const shown = await say(bot.megan, 'show 101');
  const buttons = buttonsOf(shown.card);
  expect(buttons.filter((title) => title.startsWith('Force'))).not.toEqual([]);
  await bot.alex.says('yes comment 101 It is urgent');
  await bot.run();
  expect(textOf(shown)).toContain('It is urgent');
  expect(buttonsOf(shown.card)).toEqual(buttons);
});

test('having seen it once gives no right to see it again, and no news of it', async () => {
  const admin = bot.teams.person(mona);
  const { admins } = bot.app.settings;
  Object.assign(bot.app, { settings: { ...bot.app.settings, admins: [...admins, { kind: 'person', id: mona.id }] } });
  const shown = await say(admin, 'show 101');
  expect(textOf(shown)).toContain('SAP order sync');
  Object.assign(bot.app, { settings: { ...bot.app.settings, admins } });
  expect(textOf(await say(admin, 'show 101'))).toContain('There is no such request');
  await created();
  expect(textOf(shown)).not.toContain('Active');
});

test('the sentence of a notification is about what was answered', async () => {
  await bot.alex.says('/approve 101');
  expect(bot.alex.latest().summary).toBe('You cannot decide your own request.');
  expect(await stored(bot, first)).toMatchObject({ status: 'Pending' });
});
