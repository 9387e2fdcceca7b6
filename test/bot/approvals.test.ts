import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { sweep } from '../../src/application/sweep.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { askInChat, startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf, inputsOf } from '../support/cardActions.ts';
import { inDays, stored } from '../support/journeys.ts';
import { lee, megan, nestor } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

const first = 101 as RequestId;
const hour = 3_600_000;
const adele = { id: 'a1e00000-0000-4000-8000-000000000004', name: 'Adele Vance' };

let bot: TestBot;
afterEach(async () => {
  jest.restoreAllMocks();
  await bot.stop();
});

async function start(...stages: readonly object[]): Promise<void> {
  bot = await startTestBot(stages.length > 0 ? { policy: { stages } } : {});
}

async function met(who: { readonly id: string; readonly name: string }): Promise<TeamsPerson> {
  const person = bot.teams.person(who);
  await person.installs();
  return person;
}

async function say(text: string, person: TeamsPerson): Promise<string> {
  await person.says(text);
  return textOf(person.latest());
}

async function passed(milliseconds: number): Promise<void> {
  await bot.pass(milliseconds);
  await sweep(bot.app, 'test');
  await bot.run();
}

describe('stages', () => {
  test('two, decided by two people, with the third looking on', async () => {
    await start({ approvers: [megan.id] }, { approvers: [lee.id] });
    const second = await met(lee);
    const { request, approval } = await submitInChat(bot);
    expect(textOf(request)).toMatch(/Stage 1 of 2: waiting for Megan Bowen/);
    await bot.megan.clicks(approval, 'Approve', { comment: 'Fine by me' });
    expect(textOf(approval)).toMatch(/Stage 2 of 2/);
    await bot.run();
    expect(textOf(request)).toMatch(/Megan Bowen has approved.*Stage 2 of 2: waiting for Lee Gu/s);
    const next = second.latest();
    expect(textOf(next)).toContain('Fine by me');
    await second.clicks(next, 'Approve');
    await bot.settle();
    for (const card of [request, approval, next]) expect(textOf(card)).toContain('Active');
  });

  test('nobody decides in a stage that is not theirs', async () => {
    await start({ approvers: [megan.id] }, { approvers: [lee.id] });
    const second = await met(lee);
    await submitInChat(bot);
    expect(await say('yes approve 101', second)).toMatch(/Your approval was not counted/);
    expect(await stored(bot, first)).toMatchObject({ approvals: [] });
  });

  test('a reminder when it is time for it, and the alternates when the time is up', async () => {
    await start({ approvers: [megan.id], alternates: [lee.id], remind: '1h', timeout: '2h' });
    const alternate = await met(lee);
    const { request } = await submitInChat(bot);
    await passed(hour);
    expect(textOf(bot.megan.latest())).toContain('Still waits for you');
    const welcome = alternate.messages().length;
    await passed(hour);
    expect(alternate.messages()).toHaveLength(welcome + 1);
    expect(textOf(request)).toContain('The time for an answer was up, so alternates are asked too');
    await alternate.clicks(alternate.latest(), 'Approve');
    expect((await stored(bot, first)).status).toBe('Provisioning');
  });
});

describe('somebody who is away', () => {
  test('names a delegate, who decides; the card of whoever is away tells it', async () => {
    await start({ approvers: [megan.id] });
    const delegate = await met(lee);
    await bot.megan.installs();
    const until = inDays(bot, 7);
    expect(await say(`yes away until ${until} Lee Gu`, bot.megan)).toMatch(/You are away.*Lee Gu is asked with you/s);
    const { request, approval } = await submitInChat(bot);
    expect(textOf(request)).toMatch(/Megan Bowen is away until/);
    expect(textOf(delegate.latest())).toMatch(/because Megan Bowen.* is away and named you/);
    await delegate.clicks(delegate.latest(), 'Approve');
    await bot.settle();
    const original = bot.megan.messages().find((message) => textOf(message).includes('#101'));
    expect(original && textOf(original)).toMatch(/Active/);
    expect(approval.deleted).toBe(false);
    expect((await stored(bot, first)) as object).toMatchObject({
      approvals: [{ by: { id: lee.id }, because: { insteadOf: { id: megan.id } } }],
    });
  });

  test('comes back by a button or a word, and then the delegate may not decide', async () => {
    await start({ approvers: [megan.id] });
    const delegate = await met(lee);
    await bot.megan.installs();
    await bot.megan.says(`yes away until ${inDays(bot, 7)}, delegate: leeg@contoso.onmicrosoft.com`);
    const away = bot.megan.latest();
    const { request } = await submitInChat(bot);
    expect(textOf(request)).toContain('Lee Gu');
    await bot.megan.clicks(away, 'I am back');
    expect(textOf(away)).toContain('You are back.');
    await delegate.clicks(delegate.latest(), 'Approve');
    expect(await stored(bot, first)).toMatchObject({ status: 'Pending', approvals: [] });
    expect(await say('/away', bot.megan)).toContain('You are not away.');
    expect(await say('/back', bot.megan)).toContain('nothing to go back to');
  });
});

test('the requester reminds the approvers, once an hour, by button or text', async () => {
  await start();
  const { request } = await submitInChat(bot);
  const before = bot.megan.messages().length;
  const copy = { ...request };
  await bot.alex.clicks(request, 'Nudge');
  expect(textOf(request)).toContain('Whoever has still to decide gets a reminder.');
  await bot.run();
  expect(bot.megan.messages()).toHaveLength(before + 1);
  await bot.alex.clicks(copy, 'Nudge');
  expect(textOf(copy)).toContain('The approvers were not reminded again.');
  await passed(hour);
  expect(await say('yes nudge 101', bot.alex)).toContain('Whoever has still to decide gets a reminder.');
});

describe('Edit', () => {
  async function resubmit(form: Message): Promise<void> {
    await bot.alex.clicks(form, 'Next', { purpose: 'Orders from SAP, and the stock as well.' });
    await bot.alex.clicks(form, 'Next');
    await bot.alex.clicks(form, 'Next');
    await bot.alex.clicks(form, 'Submit', { acknowledged: 'true' });
    await bot.run();
  }

  test('before the first approval makes another plan, about which the approvers are asked anew', async () => {
    await start();
    const { request, approval } = await submitInChat(bot);
    const [old, again] = [{ ...approval }, { ...request }];
    await bot.alex.clicks(request, 'Edit');
    await bot.run();
    await passed(60_000);
    expect(textOf(request)).toMatch(/Step 1 of 3.*SAP order sync/s);
    expect(textOf(approval)).toContain('is changing this request');
    expect(buttonsOf(approval.card)).not.toContain('Approve');
    await bot.alex.clicks(again, 'Edit');
    expect(textOf(again)).toContain('Step 1 of 3');
    await resubmit(again);
    expect(textOf(request)).toMatch(/#101.*Pending/s);
    expect(textOf(approval)).toContain('the stock as well');
    await bot.megan.clicks(old, 'Approve');
    expect(textOf(old)).toContain('Your approval was not counted');
    await bot.megan.clicks(approval, 'Approve');
    expect((await stored(bot, first)).status).toBe('Provisioning');
  });

  test('by text goes on in a message of its own, which becomes the card of the request', async () => {
    await start();
    const { approval } = await submitInChat(bot);
    expect(await say('/change 101', bot.alex)).toContain('Step 1 of 3');
    const form = bot.alex.latest();
    await resubmit(form);
    await bot.megan.clicks(approval, 'Reject', { comment: 'No' });
    await bot.run();
    expect(textOf(form)).toMatch(/#101.*Rejected/s);
  });

  test('after the first approval is refused, with what to do', async () => {
    await start({ approvers: [megan.id, lee.id], required: 2 });
    const { request, approval } = await submitInChat(bot);
    const copy = { ...request };
    await bot.megan.clicks(approval, 'Approve');
    await bot.alex.clicks(copy, 'Edit');
    expect(textOf(copy)).toContain('#101 can no longer be changed.');
  });
});

test('comments go both ways, and the same one is not said twice', async () => {
  await start();
  const { request, approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Comment', { comment: 'Which orders?' });
  await bot.run();
  expect(textOf(request)).toContain('Which orders?');
  await say('yes comment 101 All of them', bot.alex);
  expect(await say('yes comment 101 All of them', bot.alex)).toContain('Your comment is on the card.');
  await bot.run();
  expect(textOf(approval)).toMatch(/Which orders\?.*All of them/s);
  expect((await stored(bot, first)).comments).toHaveLength(2);
});

test('a comment that is too long is refused on the card, and stays in its box', async () => {
  await start();
  const { approval } = await submitInChat(bot);
  const comment = 'long '.repeat(120).trim();
  await bot.megan.clicks(approval, 'Reject', { comment });
  expect(textOf(approval)).toContain('The text has 599 characters, and the others read at most 500.');
  expect(inputsOf(approval.card)).toMatchObject([{ id: 'comment', value: comment }]);
  expect((await stored(bot, first)).status).toBe('Pending');
});

describe('forcing', () => {
  test('shows first what happens; then all other admins are told, and the request is marked', async () => {
    await start({ approvers: [lee.id] });
    const admins = [megan, lee, adele].map(({ id }) => ({ kind: 'person', id: id as typeof megan.id }) as const);
    Object.assign(bot.app, { settings: { ...bot.app.settings, admins } });
    const others = [await met(lee), await met(adele)];
    const { request } = await submitInChat(bot);
    expect(await say('/force 101 Orders are lost', bot.megan)).toMatch(
      /#101 \(.*is not forced yet.*without 1 approval.*All other admins would be told.*“Orders are lost”/s,
    );
    expect((await stored(bot, first)).status).toBe('Pending');
    const confirm = bot.megan.latest();
    const earlier = { ...confirm };
    await bot.megan.clicks(confirm, 'Force #101');
    expect(textOf(bot.megan.latest())).toMatch(/Forced by Megan Bowen|You forced/);
    expect(textOf(confirm)).toContain('You have answered this.');
    expect(buttonsOf(confirm.card)).toEqual([]);
    await bot.settle();
    for (const admin of others) expect(textOf(admin.latest())).toMatch(/Megan Bowen.*Orders are lost/s);
    expect(textOf(request)).toMatch(/Active.*Forced by Megan Bowen.*Orders are lost/s);
    await bot.megan.clicks(earlier, 'Force #101');
    expect(textOf(bot.megan.latest())).toContain('can no longer be decided');
  });

  test('is for admins, and needs a reason', async () => {
    await start();
    await submitInChat(bot);
    expect(await say('/force 101 I am in a hurry', bot.teams.person(lee))).toContain('You cannot do this to #101.');
    expect(await say('/force 101', bot.megan)).toContain('#101 is not forced yet.');
    expect(await stored(bot, first)).toMatchObject({ status: 'Pending' });
  });
});

describe('who may not decide', () => {
  test('the owner, although an approver', async () => {
    await start();
    await bot.megan.installs();
    const owner = await met(lee);
    const review = await askInChat(bot, { owner: lee.id });
    await bot.alex.clicks(review, 'Submit', { acknowledged: 'true' });
    await bot.run();
    expect(textOf(owner.latest())).not.toContain('#101');
    expect(await say('/approve 101', owner)).toContain('You cannot decide a request for a user that you will own.');
    const copy = { ...bot.megan.latest() };
    await owner.clicks(copy, 'Approve');
    expect(await stored(bot, first)).toMatchObject({ status: 'Pending', approvals: [] });
  });

  test('somebody whose group cannot be looked up: refused, not granted', async () => {
    await start();
    const { approval } = await submitInChat(bot);
    await bot.pass(hour);
    const failure = new TransientFailure('No answer', { service: 'graph', code: '503' });
    jest.spyOn(bot.services.directory, 'findGroup').mockRejectedValue(failure);
    const other = { ...approval };
    await bot.teams.person(lee).clicks(other, 'Approve');
    expect(await stored(bot, first)).toMatchObject({ status: 'Pending', approvals: [] });
    await bot.teams.person(nestor).clicks({ ...approval }, 'Reject');
    expect((await stored(bot, first)).status).toBe('Pending');
  });
});
