import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { askInChat, startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { textOf } from '../support/teams.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await startTestBot();
});
afterEach(() => bot.stop());

test('the whole way: submitted, approved on a card, created, and every card tells the end', async () => {
  const { request, approval } = await submitInChat(bot);
  expect(textOf(request)).toContain('Pending');
  expect(approval.summary).toMatch(/Alex.*Contoso Production/);
  expect(textOf(approval)).toContain('You are asked because you are in CRM Approvers');
  await bot.megan.clicks(approval, 'Approve', { comment: 'Fine' });
  expect(textOf(approval)).toContain('Creating');
  expect(buttonsOf(approval.card)).not.toContain('Approve');
  await bot.settle();
  expect(textOf(approval)).toContain('Active');
  expect(textOf(request)).toContain('Active');
  expect(textOf(bot.alex.latest())).toContain('SAP order sync');
  expect(bot.alex.messages().length).toBeGreaterThan(1);
});

test('the review card becomes the request card: it is not posted a second time', async () => {
  const { request } = await submitInChat(bot);
  expect(bot.alex.messages()).toHaveLength(1);
  const cards = await bot.app.store.cardsOf(101 as never);
  const card = cards.find(({ part }) => part === 'requester');
  expect(card).toMatchObject({ activityId: request.id, conversationId: bot.alex.chatId });
});

test('the review card works after a restart', async () => {
  const review = await askInChat(bot);
  await bot.restart();
  await bot.alex.clicks(review, 'Submit', { acknowledged: 'true' });
  expect(textOf(review)).toContain('Pending');
});

test('without the acknowledgement nothing is submitted, and the card says why', async () => {
  const review = await askInChat(bot);
  const data = { requestId: 101, acknowledged: 'false' };
  const value = { action: { type: 'Action.Execute', verb: 'submit', data }, trigger: 'manual' };
  const { body } = await bot.alex.invokes(value, review.id);
  expect(JSON.stringify(body)).toContain('not submitted yet');
});

describe('a decision', () => {
  test('a rejection with a comment reaches the requester', async () => {
    const { request, approval } = await submitInChat(bot);
    await bot.megan.clicks(approval, 'Reject', { comment: 'Use an application user' });
    await bot.settle();
    expect(textOf(request)).toContain('Rejected');
    expect(textOf(bot.alex.latest())).toContain('Use an application user');
  });

  test('a second and a late click answer with the current card', async () => {
    const { approval } = await submitInChat(bot);
    const copy = { ...approval };
    await bot.megan.clicks(approval, 'Approve');
    await bot.megan.clicks(copy, 'Reject');
    expect(textOf(copy)).toContain('You approved it already.');
    expect(textOf(copy)).toContain('Creating');
  });

  test('of a requester on their own request is refused, whatever the card says', async () => {
    const { approval } = await submitInChat(bot);
    await bot.alex.clicks({ ...approval, conversationId: bot.alex.chatId }, 'Approve');
    expect((await bot.app.store.findRequest(101 as never))?.request.status).toBe('Pending');
  });

  test('of the owner, who is no approver, is refused with the reason', async () => {
    const { approval } = await submitInChat(bot);
    const owner = bot.teams.person({ id: 'a1e00000-0000-4000-8000-000000000003', name: 'Nestor Wilke' });
    const copy = { ...approval };
    await owner.clicks(copy, 'Approve');
    expect(textOf(copy)).toContain('You cannot decide a request for a user that you will own');
  });

  test('of a stranger is refused, and shows them nothing of the request', async () => {
    const { approval } = await submitInChat(bot);
    const stranger = bot.teams.person({ id: 'a1e00000-0000-4000-8000-000000000004', name: 'Adele Vance' });
    for (const title of ['Approve', 'Reject']) {
      const copy = { ...approval };
      await stranger.clicks(copy, title);
      expect(textOf(copy)).toContain('it does not concern you');
      expect(textOf(copy)).not.toContain('SAP');
    }
    const value = { action: { type: 'Action.Execute', verb: 'refresh', data: { requestId: 101 } } };
    expect(JSON.stringify((await stranger.invokes(value, approval.id)).body)).not.toContain('SAP');
  });

  test('of an approver on a draft that nobody sent them shows nothing of it', async () => {
    await askInChat(bot);
    const value = { action: { type: 'Action.Execute', verb: 'refresh', data: { requestId: 101 } } };
    expect(JSON.stringify((await bot.megan.invokes(value, 'any')).body)).not.toContain('SAP');
  });

  test('for another plan than the current one is not counted', async () => {
    const { approval } = await submitInChat(bot);
    const data = { requestId: 101, planHash: 'of another plan' };
    const { body } = await bot.megan.invokes(
      { action: { type: 'Action.Execute', verb: 'approve', data } },
      approval.id,
    );
    expect(JSON.stringify(body)).toContain('Your approval was not counted');
  });

  test('is taken from the object id in the activity in any case of letters', async () => {
    const { approval } = await submitInChat(bot);
    const loud = bot.teams.person({ id: 'A1E00000-0000-4000-8000-000000000002', name: 'Megan Bowen' });
    await loud.clicks(approval, 'Approve');
    expect(textOf(approval)).toContain('Creating');
  });

  test('that cannot be checked is not taken: the card stays, and says so', async () => {
    const { approval } = await submitInChat(bot);
    const failure = new TransientFailure('No answer', { service: 'graph', code: '503' });
    jest.spyOn(bot.app.store, 'transaction').mockRejectedValueOnce(failure);
    await bot.megan.clicks(approval, 'Approve');
    expect(textOf(approval)).toContain('Microsoft Entra did not answer');
    expect(textOf(approval)).toContain('Pending');
    await bot.megan.clicks(approval, 'Approve');
    expect(textOf(approval)).toContain('Creating');
  });
});

test('a withdrawn request says so to its approvers', async () => {
  const { request, approval } = await submitInChat(bot);
  await bot.alex.clicks(request, 'Withdraw');
  expect(textOf(request)).toContain('Withdrawn');
  await bot.settle();
  expect(textOf(approval)).toContain('Withdrawn');
});

test('a refresh, also by an old card, answers with the card of the reader', async () => {
  await submitInChat(bot);
  const value = {
    action: { type: 'Action.Execute', verb: 'refresh', data: { requestId: '101' } },
    trigger: 'automatic',
  };
  expect(JSON.stringify((await bot.megan.invokes(value)).body)).toContain('"verb":"approve"');
  expect(JSON.stringify((await bot.alex.invokes(value)).body)).not.toContain('"verb":"approve"');
});

describe('every invoke is answered with HTTP 200 and a card', () => {
  const cases: readonly [string, unknown, string][] = [
    ['an unknown verb', { action: { type: 'Action.Execute', verb: 'explode', data: { requestId: 1 } } }, 'not known'],
    ['no data', { action: { type: 'Action.Execute', verb: 'approve' } }, 'not known'],
    ['a number that is none', { action: { verb: 'withdraw', data: { requestId: 'x' } } }, 'not known'],
    ['no action', {}, 'not known'],
    ['nothing', undefined, 'not known'],
    ['a request that does not exist', { action: { verb: 'withdraw', data: { requestId: 999 } } }, 'no such request'],
    [
      'a request to be changed that does not exist',
      { action: { verb: 'change', data: { requestId: 999 } } },
      'no such request',
    ],
  ];
  test.each(cases)('%s', async (_name, value, text) => {
    const { status, body } = await bot.alex.invokes(value);
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(JSON.stringify(body.value)).toContain(text);
  });

  test('a bug: the card names the correlation id that the log has, and tells nothing else', async () => {
    jest.spyOn(bot.app.store, 'findRequest').mockRejectedValueOnce(new Error('secret detail'));
    const { status, body } = await bot.alex.invokes({ action: { verb: 'refresh', data: { requestId: 1 } } });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('Something broke in Seatkeeper');
    expect(JSON.stringify(body)).not.toContain('secret detail');
  });
});

test('Ask again opens a new form with the old answers', async () => {
  const { approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Reject');
  await bot.settle();
  await bot.alex.clicks(bot.alex.latest(), 'Ask again');
  expect(textOf(bot.alex.latest())).toMatch(/Step 1 of 3.*SAP order sync/is);
});

test('a card that cannot be refreshed by itself stays as it is', async () => {
  const { approval } = await submitInChat(bot);
  jest.spyOn(bot.app.store, 'findRequest').mockRejectedValue(new Error('No database'));
  const value = { action: { type: 'Action.Execute', verb: 'refresh', data: { requestId: 101 } }, trigger: 'automatic' };
  const { status, body } = await bot.megan.invokes(value, approval.id);
  expect(status).toBe(200);
  expect(body).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
});
