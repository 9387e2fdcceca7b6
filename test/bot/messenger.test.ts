import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PermanentFailure, TransientFailure } from '../../src/application/failures.ts';
import type { Messenger } from '../../src/application/ports/messenger.ts';
import { createChannel } from '../../src/bot/channel.ts';
import { tenantId } from '../support/bot.ts';
import { megan, requestIn, viewOf } from '../support/cardViews.ts';
import { startTeams, textOf, type FakeTeams, type Message } from '../support/teams.ts';

const view = viewOf(requestIn('Pending'), 'approver');
const conversationId = `a:chat-${megan.id}`;

let teams: FakeTeams;
let messenger: Messenger;
let reference: object;
beforeEach(async () => {
  teams = await startTeams({ bot: () => '', tenantId });
  messenger = createChannel({ credentials: {}, tenantId, serviceUrl: teams.serviceUrl }).messenger;
  reference = {
    channelId: 'msteams',
    serviceUrl: teams.serviceUrl,
    bot: { id: '28:bot' },
    user: { id: `29:${megan.id}` },
    conversation: { id: conversationId },
  };
});
afterEach(() => teams.stop());

const shown = (): readonly Message[] => teams.messagesIn(conversationId);
const posts = (): number => teams.calls.filter(({ method }) => method === 'POST').length;

describe('posting a card', () => {
  test('in the chat that is known: the card, who and what as the summary, and no text beside it', async () => {
    const outcome = await messenger.postCard(reference, view);
    const [message] = shown();
    expect(outcome).toEqual({ outcome: 'posted', activityId: message?.id, conversationId });
    expect(message?.summary).toContain('Contoso Production');
    expect(teams.calls[0]?.body.text).toBeUndefined();
  });

  test('to somebody who never wrote: a conversation is opened with their Entra object id', async () => {
    expect(await messenger.postCard(undefined, view)).toMatchObject({ outcome: 'posted', conversationId });
    expect(teams.calls[0]?.body).toMatchObject({
      isGroup: false,
      members: [{ id: megan.id }],
      tenantId,
      channelData: { tenant: { id: tenantId } },
    });
  });

  test('to somebody who never wrote, where no service is known: unreachable', async () => {
    const offline = createChannel({ credentials: {}, tenantId }).messenger;
    expect(await offline.postCard(undefined, view)).toEqual({ outcome: 'unreachable' });
  });

  test.each([
    [403, 'MessageWritesBlocked'],
    [404, 'ConversationNotFound'],
  ])('%i %s: unreachable, without a second try', async (answer, code) => {
    teams.faults.push({ answer, code });
    expect(await messenger.postCard(reference, view)).toEqual({ outcome: 'unreachable' });
    expect(posts()).toBe(1);
  });

  test.each([500, 502, 503, 504])('%i: unknown, and never sent a second time', async (answer) => {
    teams.faults.push({ answer });
    expect(await messenger.postCard(reference, view)).toEqual({ outcome: 'unknown' });
    expect(posts()).toBe(1);
  });

  test('an answer that is lost on the way: unknown, and shown once', async () => {
    teams.faults.push({ answer: 'cut' });
    expect(await messenger.postCard(reference, view)).toEqual({ outcome: 'unknown' });
    expect(shown()).toHaveLength(1);
  });

  test('no answer in ten seconds: unknown', async () => {
    teams.faults.push({ answer: 'hang' });
    expect(await messenger.postCard(reference, view)).toEqual({ outcome: 'unknown' });
    expect(posts()).toBe(1);
  });

  test('throttled for a moment: sent when the moment is over', async () => {
    teams.faults.push({ answer: 429, retryAfter: 0 }, { answer: 429, retryAfter: 0 });
    expect(await messenger.postCard(reference, view)).toMatchObject({ outcome: 'posted' });
    expect(shown()).toHaveLength(1);
  });

  test('throttled for longer: left to the queue, with the time that Teams asks for', async () => {
    teams.faults.push({ answer: 429, retryAfter: 40 });
    const failure = await messenger.postCard(reference, view).catch((err: unknown) => err);
    expect(failure).toBeInstanceOf(TransientFailure);
    expect(failure).toMatchObject({ service: 'teams', retryAfter: 40_000 });
    expect(posts()).toBe(1);
    // Nor does anything else go there before.
    await expect(messenger.postCard(reference, view)).rejects.toMatchObject({ service: 'teams', code: 'Paced' });
    expect(posts()).toBe(1);
  });

  test('no connection: certainly not taken, so it is tried again', async () => {
    await teams.stop();
    await expect(messenger.postCard(reference, view)).rejects.toBeInstanceOf(TransientFailure);
    teams = await startTeams({ bot: () => '', tenantId });
  });

  test('a card that Teams does not accept: a permanent failure with the status', async () => {
    teams.faults.push({ answer: 413 });
    const failure = await messenger.postCard(reference, view).catch((err: unknown) => err);
    expect(failure).toBeInstanceOf(PermanentFailure);
    expect(failure).toMatchObject({ code: '413' });
  });
});

describe('updating a card', () => {
  async function posted(): Promise<{ activityId: string; conversationId: string }> {
    const outcome = await messenger.postCard(reference, view);
    if (outcome.outcome !== 'posted') throw new Error('The card was not posted');
    return outcome;
  }
  const later = viewOf(requestIn('Active'), 'approver');

  test('replaces it', async () => {
    expect(await messenger.updateCard(await posted(), reference, later)).toBe('updated');
    expect(shown()).toHaveLength(1);
    expect(textOf(shown()[0] as Message)).toContain('Active');
  });

  test('also where the person has no contact any more', async () => {
    expect(await messenger.updateCard(await posted(), undefined, later)).toBe('updated');
  });

  test('of a message that is gone', async () => {
    const gone = { activityId: 'm-unknown', conversationId };
    expect(await messenger.updateCard(gone, reference, later)).toBe('gone');
  });

  test('of somebody who blocked the bot', async () => {
    const card = await posted();
    teams.faults.push({ answer: 403, code: 'MessageWritesBlocked' });
    expect(await messenger.updateCard(card, reference, later)).toBe('unreachable');
  });

  test.each([429, 500, 503, 'cut'] as const)('%s: not certain, so it is tried again later', async (answer) => {
    const card = await posted();
    teams.faults.push({ answer, retryAfter: 40 });
    await expect(messenger.updateCard(card, reference, later)).rejects.toBeInstanceOf(TransientFailure);
  });
});
