import { afterEach, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { askInChat, startTestBot, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { stored } from '../support/journeys.ts';
import { lee, megan, mona } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

/** The approval channel: where approvers are asked whom no card of their own reaches. */

const channelId = '19:approvals@thread.tacv2';
const first = 101 as RequestId;
const minute = 60_000;

let bot: TestBot;
afterEach(() => bot.stop());

async function start(policy: object = {}): Promise<void> {
  bot = await startTestBot({ policy: { stages: [{ approvers: [megan.id, lee.id] }], channel: channelId, ...policy } });
}

/** Alex asks, and nobody who decides can be written to. */
async function ask(): Promise<Message> {
  const request = await askInChat(bot);
  await bot.alex.clicks(request, 'Submit', { acknowledged: 'true' });
  const blocked = { method: 'POST', answer: 403, code: 'MessageWritesBlocked' } as const;
  bot.teams.faults.push(blocked, blocked);
  await bot.run();
  return request;
}

const inChannel = (): readonly Message[] => bot.teams.messagesIn(channelId);

function only(): Message {
  const [message, ...others] = inChannel();
  expect(others).toEqual([]);
  if (!message) throw new Error('There is nothing in the channel');
  return message;
}

async function channelCards() {
  return (await bot.app.store.cardsOf(first)).filter(({ part }) => part === 'channel');
}

async function passed(milliseconds: number): Promise<void> {
  await bot.pass(milliseconds);
  await sweep(bot.app, 'test');
  await bot.run();
}

async function met(who: { readonly id: string; readonly name: string }): Promise<TeamsPerson> {
  const person = bot.teams.person(who);
  await person.installs();
  return person;
}

test('whoever cannot be reached is asked in the channel, by a card that shows all the state and nobody a decision', async () => {
  await start();
  const request = await ask();
  const card = only();
  expect(textOf(card)).toMatch(/For (Megan Bowen and Lee Gu|Lee Gu and Megan Bowen), who cannot be reached in a chat/);
  expect(textOf(card)).toContain('SAP order sync');
  expect(buttonsOf(card.card)).toEqual(['Decide']);
  expect(card.summary).toMatch(/^Alex asks for/);
  expect(textOf(request)).toContain('cannot be reached in a chat, so are asked in the approval channel');
});

test('an approver sees the buttons there by themselves and decides; the others see how it stands', async () => {
  await start();
  bot.teams.person(mona);
  const request = await ask();
  const view = await bot.megan.looksAt(only());
  expect(buttonsOf(view.card)).toContain('Approve');
  expect(buttonsOf(only().card)).toEqual(['Decide']);
  await bot.megan.clicks(view, 'Approve', { comment: 'From the channel' });
  expect(textOf(view)).toMatch(/Creating|Approved/);
  await bot.run();
  expect((await stored(bot, first)).status).not.toBe('Pending');
  expect(textOf(only())).not.toContain('Decide');
  expect(textOf(request)).toMatch(/Megan Bowen/);
});

test('Teams is told whose cards to fetch, and that is no right: whoever else clicks sees that nothing is needed from them', async () => {
  await start();
  const stranger = bot.teams.person(mona);
  await ask();
  const { userIds } = only().card['refresh'] as { readonly userIds: readonly string[] };
  expect(userIds).toEqual([`29:${megan.id}`]);
  const { body } = await stranger.clicks(only(), 'Decide');
  const answer = JSON.stringify(body);
  expect(answer).toContain('Nothing is needed from you');
  expect(answer).not.toContain('"verb":"approve"');
  expect(buttonsOf(only().card)).toEqual(['Decide']);
});

test('elsewhere the channel’s readers are strangers to the request', async () => {
  await start();
  const stranger = await met(mona);
  await ask();
  await stranger.says('#101');
  expect(textOf(stranger.latest())).toContain('There is no');
});

test('not where alternates can be reached instead', async () => {
  await start({ stages: [{ approvers: [lee.id], alternates: [megan.id] }] });
  await bot.megan.installs();
  const request = await askInChat(bot);
  await bot.alex.clicks(request, 'Submit', { acknowledged: 'true' });
  bot.teams.faults.push({ method: 'POST', answer: 403, code: 'MessageWritesBlocked' });
  await bot.run();
  expect(textOf(bot.megan.latest())).toContain('You are asked as an alternate');
  expect(inChannel()).toEqual([]);
});

test('a send into the channel whose outcome is lost is not repeated; after ten minutes another card follows', async () => {
  await start();
  const request = await askInChat(bot);
  await bot.alex.clicks(request, 'Submit', { acknowledged: 'true' });
  const blocked = { method: 'POST', answer: 403, code: 'MessageWritesBlocked' } as const;
  bot.teams.faults.push(blocked, blocked, { method: 'POST', answer: 'cut' });
  await bot.run();
  expect((await channelCards()).map(({ state }) => state)).toEqual(['unknown']);
  expect(textOf(request)).toContain('nobody who can give it can be reached');
  await passed(5 * minute);
  expect(inChannel()).toHaveLength(1);
  await passed(6 * minute);
  expect(inChannel()).toHaveLength(2);
  expect((await channelCards()).map(({ state }) => state)).toEqual(['unknown', 'sent']);
});

test('an edit there that failed is repeated until the card says the truth', async () => {
  await start();
  await ask();
  const failed = { method: 'PUT', answer: 503 } as const;
  bot.teams.faults.push(failed, failed, { method: 'PUT', answer: 429, retryAfter: 1 });
  await bot.alex.clicks(bot.alex.latest(), 'Withdraw');
  await bot.settle();
  expect(textOf(only())).toContain('Alex Wilber withdrew this request');
});

test('a channel that takes no messages is shown as not reaching them, until the bot is met there', async () => {
  await start();
  const request = await askInChat(bot);
  await bot.alex.clicks(request, 'Submit', { acknowledged: 'true' });
  const blocked = { method: 'POST', answer: 403, code: 'MessageWritesBlocked' } as const;
  bot.teams.faults.push(blocked, blocked, { method: 'POST', answer: 403, code: 'BotNotInConversationRoster' });
  await bot.run();
  expect((await channelCards()).map(({ state }) => state)).toEqual(['unreachable']);
  expect(textOf(request)).toContain('nobody who can give it can be reached');
  await bot.alex.says('help', { groupId: channelId });
  await bot.run();
  expect((await channelCards()).map(({ state }) => state)).toEqual(['sent']);
  expect(textOf(request)).toContain('asked in the approval channel');
});

test('a reminder in the channel is a message of its own', async () => {
  await start({ stages: [{ approvers: [megan.id], remind: '1h' }] });
  const request = await askInChat(bot);
  await bot.alex.clicks(request, 'Submit', { acknowledged: 'true' });
  bot.teams.faults.push({ method: 'POST', answer: 403, code: 'MessageWritesBlocked' });
  await bot.run();
  expect(inChannel()).toHaveLength(1);
  bot.teams.faults.push({ method: 'POST', answer: 403, code: 'MessageWritesBlocked' });
  await passed(61 * minute);
  expect(inChannel()).toHaveLength(2);
});
