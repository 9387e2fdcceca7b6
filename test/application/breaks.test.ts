import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { sweep } from '../../src/application/sweep.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { startTestBot, submitInChat } from '../support/bot.ts';
import { approve, approved, granted, stored, submitted, worldOf } from '../support/journeys.ts';
import { alex, lee, megan } from '../support/requests.ts';
import { textOf } from '../support/teams.ts';

let bot: TestApp;
afterEach(async () => {
  jest.restoreAllMocks();
  await bot.stop();
});

async function start(): Promise<TestApp> {
  bot = await startTestApp();
  return bot;
}

/** Every state that any card of anybody has shown, in order. */
function shownStates(): readonly string[] {
  const shown: string[] = [];
  const postCard = bot.desk.postCard.bind(bot.desk);
  const updateCard = bot.desk.updateCard.bind(bot.desk);
  jest.spyOn(bot.desk, 'postCard').mockImplementation((reference, view) => {
    shown.push(view.request.status);
    return postCard(reference, view);
  });
  jest.spyOn(bot.desk, 'updateCard').mockImplementation((address, reference, view) => {
    shown.push(view.request.status);
    return updateCard(address, reference, view);
  });
  return shown;
}

const noAnswer = new TransientFailure('No answer', { service: 'graph', code: '503' });

describe('how comparable systems break, and this one does not', () => {
  test("the approver's identity is read from the card's data, not from the authenticated sender", async () => {
    const chat = await startTestBot();
    bot = chat;
    await submitInChat(chat);
    const { planHash } = await stored(chat, 101 as RequestId);
    const data = { requestId: 101, planHash, by: megan.id, approver: megan, aadObjectId: megan.id };
    const { body } = await chat.alex.invokes({ action: { type: 'Action.Execute', verb: 'approve', data } });
    expect(JSON.stringify(body)).toContain('You cannot decide your own request');
    expect(await stored(chat, 101 as RequestId)).toMatchObject({ status: 'Pending', approvals: [] });
  });

  test('no "is it still pending?" check: an old card overturns a decision', async () => {
    const chat = await startTestBot();
    bot = chat;
    const { approval } = await submitInChat(chat);
    const old = { ...approval };
    await chat.megan.clicks(approval, 'Reject', { comment: 'No' });
    await chat.teams.person(lee).clicks(old, 'Approve');
    expect(textOf(old)).toContain('Rejected');
    expect((await stored(chat, 101 as RequestId)).status).toBe('Rejected');
  });

  test('"permissions granted" is shown before the grant happens; the grant then fails', async () => {
    await start();
    const shown = shownStates();
    await bot.services.control('POST', '/faults', {
      match: { method: 'POST', path: 'assignLicense' },
      times: 'always',
      status: 403,
      code: 'Authorization_RequestDenied',
    });
    const { id } = await approved(bot);
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Failed');
    expect(shown).toContain('Provisioning');
    expect(shown).not.toContain('Active');
  });

  test('the request is deleted before the grant: a failure loses it', async () => {
    await start();
    const { id } = await approved(bot);
    bot.crashAtSave(1);
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Active');
    expect(await bot.app.store.readEvents(id)).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'Approved' })]),
    );
  });

  test('message ids are saved after posting: a crash in between leaves a card that can never be updated', async () => {
    await start();
    const { request } = await submitted(bot);
    const states: (string | undefined)[] = [];
    jest.spyOn(bot.desk, 'postCard').mockImplementationOnce(async (_reference, { reader }) => {
      const cards = await bot.app.store.cardsOf(request.id);
      states.push(cards.find((card) => card.reader.id === reader.id)?.state);
      throw noAnswer;
    });
    await bot.run();
    expect(states).toEqual(['sending']);
    await bot.settle();
    granted(await approve(bot, request));
    await bot.settle();
    expect(bot.desk.cardsOf(megan.id).map((view) => view.request.status)).toEqual(['Active']);
  });

  test('two approvals at once start two provisionings or two revocations', async () => {
    await start();
    const before = await worldOf(bot);
    const { request } = await submitted(bot);
    const answers = await Promise.all([approve(bot, request, megan), approve(bot, request, lee)]);
    expect(answers.map(({ refusal }) => refusal?.code).sort()).toEqual(['NotPending', undefined]);
    await bot.settle();
    expect((await worldOf(bot)).accounts).toHaveLength(before.accounts.length + 1);
    const events = await bot.app.store.readEvents(request.id);
    expect(events.filter(({ type }) => type === 'SeatReserved' || type === 'Activated')).toHaveLength(2);
  });

  test("one request's end removes what another still grants", async () => {
    await start();
    const kept = await approved(bot);
    await bot.settle();
    const before = await worldOf(bot);
    await bot.services.control('POST', '/faults', {
      match: { method: 'PATCH', path: 'systemusers' },
      times: 'always',
      status: 403,
      code: '0x80040220',
      message: 'Principal user is missing a privilege',
    });
    const other = await approved(bot, { integration: 'Web shop' });
    await bot.settle();
    await bot.services.control('DELETE', '/faults');
    await bot.settle();
    expect((await stored(bot, other.id)).status).toBe('Failed');
    expect((await stored(bot, kept.id)).status).toBe('Active');
    expect((await worldOf(bot)).usedSeats).toBe(before.usedSeats);
  });

  test('the UI says revoked while it is still active: what is changed is read back first', async () => {
    await start();
    const shown = shownStates();
    const before = await worldOf(bot);
    await bot.services.control('PATCH', '/environments/prod', { flipsBack: true });
    const { id } = await approved(bot);
    await bot.settle();
    const { status } = await stored(bot, id);
    expect(status).toBe('Failed');
    expect(shown).not.toContain('Active');
    expect((await worldOf(bot)).usedSeats).toBe(before.usedSeats);
  });

  test('sends that timed out are sent again: duplicate messages', async () => {
    await start();
    bot.desk.faults.push('unknown');
    const { request } = await submitted(bot);
    await bot.run();
    const posts = () => bot.desk.posts.length;
    const sent = posts();
    for (let minute = 0; minute < 3; minute++) {
      await bot.pass(60_000);
      await sweep(bot.app, 'test');
      await bot.run();
    }
    expect(posts()).toBe(sent);
    expect((await bot.app.store.cardsOf(request.id)).map(({ state }) => state)).toContain('unknown');
  });

  test('a failing policy check falls through to "approved": it falls back to a person', async () => {
    await start();
    const { request } = await submitted(bot);
    await bot.run();
    await bot.pass(3_600_000);
    jest.spyOn(bot.services.directory, 'findGroup').mockRejectedValue(noAnswer);
    await expect(approve(bot, request, lee)).rejects.toThrow(TransientFailure);
    expect(await stored(bot, request.id)).toMatchObject({ status: 'Pending', approvals: [] });
    // The admin is a fallback, and asked as one.
    expect(granted(await approve(bot, request, megan)).request).toMatchObject({
      status: 'Provisioning',
      approvals: [{ by: { id: megan.id }, because: { as: 'fallback' } }],
    });
  });

  test('"something went wrong" is shown although the work succeeded', async () => {
    await start();
    const shown = shownStates();
    await bot.services.control('POST', '/faults', {
      match: { method: 'POST', path: 'assignLicense' },
      times: 1,
      loseAnswer: true,
    });
    const { id } = await approved(bot);
    await bot.settle();
    expect((await stored(bot, id)).status).toBe('Active');
    expect(shown).not.toContain('Failed');
    expect(bot.desk.cardsOf(alex.id).at(-1)?.request.status).toBe('Active');
  });
});
