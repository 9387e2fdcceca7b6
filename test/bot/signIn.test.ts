import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Pending } from '../../src/domain/request.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, tenantId, type TestBot } from '../support/bot.ts';
import { alex, megan } from '../support/requests.ts';
import { textOf, type HttpAnswer, type Message } from '../support/teams.ts';
import { startTokenService, type FakeTokenService } from '../support/tokenService.ts';

const minutes = 60_000;
const id = 101 as RequestId;

let service: FakeTokenService;
let bot: TestBot;
beforeEach(async () => {
  service = await startTokenService();
  const { credentials, connection: signInConnection } = service;
  bot = await startTestBot({ policy: { signIn: '10m' }, credentials, signInConnection });
});
afterEach(async () => {
  await bot.stop();
  await service.stop();
});

describe('an approval that asks for a fresh sign-in', () => {
  test('does not count by the click: the card says so, and a card to sign in with comes', async () => {
    const approval = await clicked();
    expect(textOf(approval)).toContain('Sign in, and your approval counts.');
    expect(await approvals()).toEqual([]);
    expect(signInCard()).toMatchObject({
      connectionName: service.connection,
      text: expect.stringContaining('#101'),
      buttons: [{ type: 'signin', title: 'Sign in', value: expect.stringContaining('/sign-in') }],
    });
  });

  test('begins by ending what was signed in before, so that an old token proves nothing', async () => {
    await clicked();
    expect(service.calls).toEqual(['DELETE SignOut', 'GET GetSignInResource']);
    expect(service.states[0]).toMatchObject({
      connectionName: service.connection,
      conversation: { conversation: { id: bot.megan.chatId }, user: { id: `29:${megan.id}` } },
    });
  });

  test('counts with the sign-in of the same person, with the comment of the click, and its token is not kept', async () => {
    await clicked('Looks right');
    expect(await signedIn(service.signIn({ oid: megan.id }))).toMatchObject({ status: 200 });
    expect(await approvals()).toMatchObject([{ by: { id: megan.id }, comment: 'Looks right' }]);
    expect(textOf(signInMessage())).toContain('You approved #101.');
    expect(service.calls.slice(2)).toEqual(['GET GetToken', 'DELETE SignOut']);
  });

  test('does not count with the sign-in of somebody else', async () => {
    await clicked();
    await signedIn(service.signIn({ oid: alex.id }));
    expect(await approvals()).toEqual([]);
    expect(textOf(signInMessage())).toContain('Somebody else signed in');
  });

  test('does not count with a token that names nobody', async () => {
    await clicked();
    await signedIn(service.signIn({}));
    expect(await approvals()).toEqual([]);
  });

  test('does not count when Entra ID went by a sign-in that is older than the policy allows', async () => {
    await clicked();
    await signedIn(service.signIn({ oid: megan.id, auth_time: Date.parse(bot.now()) / 1_000 - 11 * 60 }));
    expect(await approvals()).toEqual([]);
    expect(textOf(signInMessage())).toContain('Entra ID did not ask who you are');
  });

  test('counts when Entra ID says that the sign-in is young enough', async () => {
    await clicked();
    await signedIn(service.signIn({ oid: megan.id, auth_time: Date.parse(bot.now()) / 1_000 - 60 }));
    expect(await approvals()).toHaveLength(1);
  });

  test('does not count when the sign-in comes a quarter of an hour after the click', async () => {
    await clicked();
    await bot.pass(16 * minutes);
    await signedIn(service.signIn({ oid: megan.id }));
    expect(await approvals()).toEqual([]);
    expect(textOf(signInMessage())).toContain('more than 15 minutes');
  });

  test('does not count for a plan that has changed since the click', async () => {
    await clicked();
    changePolicy();
    await signedIn(service.signIn({ oid: megan.id }));
    expect(await approvals()).toEqual([]);
    expect(textOf(signInMessage())).not.toContain('You approved');
  });

  test('is not given when the sign-in is cancelled', async () => {
    await clicked();
    await signedIn('CancelledByUser');
    expect(await approvals()).toEqual([]);
    expect(textOf(signInMessage())).toContain('The sign-in was cancelled.');
  });

  test('is not given by a code that the token service does not know', async () => {
    await clicked();
    await signedIn('000000');
    expect(await approvals()).toEqual([]);
    expect(textOf(signInMessage())).toContain('could not be confirmed');
  });

  test('counts once, when the sign-in comes twice', async () => {
    await clicked();
    const code = service.signIn({ oid: megan.id });
    await signedIn(code);
    const before = bot.megan.messages().length;
    expect(await signedIn(code)).toMatchObject({ status: 200 });
    expect(await approvals()).toHaveLength(1);
    expect(bot.megan.messages()).toHaveLength(before);
  });

  test('waits for the sign-in across a restart of the bot', async () => {
    await clicked();
    await bot.restart();
    await signedIn(service.signIn({ oid: megan.id }));
    expect(await approvals()).toHaveLength(1);
  });
});

test('a sign-in that nobody asked for approves nothing', async () => {
  await submitInChat(bot);
  expect(await signedIn(service.signIn({ oid: megan.id }))).toMatchObject({ status: 200 });
  expect(await approvals()).toEqual([]);
});

test('a person whose own chat cannot be written to is told where to approve', async () => {
  const { approval } = await submitInChat(bot);
  bot.teams.faults.push({ method: 'POST', answer: 403, code: 'MessageWritesBlocked' });
  await bot.megan.clicks(approval, 'Sign in and approve');
  expect(textOf(approval)).toContain('I cannot write to you in our own chat');
  expect(await approvals()).toEqual([]);
});

test('a silent exchange of tokens is refused: it would be no fresh sign-in', async () => {
  await clicked();
  const value = { id: 'exchange-1', connectionName: service.connection, token: 'a-token' };
  expect(await invoked('signin/tokenExchange', value)).toMatchObject({
    status: 412,
    body: { id: 'exchange-1', connectionName: service.connection },
  });
  expect(await approvals()).toEqual([]);
});

test('a second click takes the place of the first: the older card to sign in with is closed', async () => {
  const approval = await clicked();
  const first = signInMessage();
  await bot.megan.clicks(approval, 'Sign in and approve');
  expect(textOf(first)).toContain('no longer needed');
  await signedIn(service.signIn({ oid: megan.id }));
  expect(await approvals()).toHaveLength(1);
});

test('while the token service is down, nothing is approved and the card says why', async () => {
  const { approval } = await submitInChat(bot);
  service.faults.push(...Array.from({ length: 8 }, () => 503));
  await bot.megan.clicks(approval, 'Sign in and approve');
  expect(await approvals()).toEqual([]);
  expect(textOf(approval)).not.toContain('Sign in, and your approval counts.');
});

async function clicked(comment = ''): Promise<Message> {
  const { approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Sign in and approve', { comment });
  return approval;
}

const signedIn = (state: string): Promise<HttpAnswer> => invoked('signin/verifyState', { state });

function invoked(name: string, value: object): Promise<HttpAnswer> {
  return bot.teams.send({
    id: randomUUID(),
    type: 'invoke',
    name,
    value,
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    from: { id: `29:${megan.id}`, aadObjectId: megan.id, name: megan.name },
    recipient: { id: '28:bot', name: 'Seatkeeper' },
    conversation: { id: bot.megan.chatId, tenantId, conversationType: 'personal', isGroup: false },
    channelData: { tenant: { id: tenantId } },
  });
}

/** The newest message of the chat: the card to sign in with, or what it has become. */
const signInMessage = (): Message => bot.megan.latest();
const signInCard = (): object => signInMessage().card;

async function approvals(): Promise<Pending['approvals']> {
  const request = (await bot.app.store.findRequest(id))?.request;
  return request && 'approvals' in request ? request.approvals : [];
}

/** As after a start with another file, whose policy wants one more approval. */
function changePolicy(): void {
  const policies = [...bot.app.settings.policies].map(([name, { terms, ...policy }]) => {
    const stages = terms.stages.map((stage) => ({ ...stage, required: 2 }));
    return [name, { ...policy, terms: { ...terms, stages } }] as const;
  });
  Object.assign(bot.app, { settings: { ...bot.app.settings, policies: new Map(policies) } });
}
