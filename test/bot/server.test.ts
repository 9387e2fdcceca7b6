import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { request } from 'node:http';
import type { Bot } from '../../src/bot/bot.ts';
import { startServer, type Server } from '../../src/server.ts';
import { startTestBot, tenantId, type TestBot } from '../support/bot.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('the door', () => {
  let server: Server;
  let ready: () => Promise<boolean>;
  let receive: Bot['receive'];
  beforeAll(async () => {
    server = await startServer({
      bot: { authenticated: false, receive: (body, authorization) => receive(body, authorization) },
      isReady: () => ready(),
      host: '127.0.0.1',
      port: 0,
      log: silent,
    });
  });
  afterAll(() => server.stop());
  afterEach(() => {
    receive = () => Promise.resolve({ status: 200 });
  });

  const post = (body: string, type = 'application/json') =>
    fetch(`${server.url}/api/messages`, { method: 'POST', headers: { 'content-type': type }, body });

  test('it lives', async () => {
    const response = await fetch(`${server.url}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'alive' });
  });

  test('it is ready only when store and queue answer', async () => {
    ready = () => Promise.resolve(true);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    ready = () => Promise.resolve(false);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    ready = () => Promise.reject(new Error('password authentication failed for secret'));
    const response = await fetch(`${server.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('secret');
  });

  test('what is not there is told as JSON', async () => {
    const response = await fetch(`${server.url}/nothing?x=<script>`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ code: 'NotFound' });
    expect((await fetch(`${server.url}/api/messages`)).status).toBe(405);
  });

  test('a body that is no JSON, and one that is too long, never reach the bot', async () => {
    receive = () => Promise.reject(new Error('It reached the bot'));
    const broken = await post('{"type":');
    expect([broken.status, await broken.json()]).toEqual([400, { code: 'BadRequest' }]);
    const long = await post(JSON.stringify({ text: 'x'.repeat(300 * 1024) }));
    expect([long.status, await long.json()]).toEqual([413, { code: 'TooLarge' }]);
  });

  test('a throw inside tells nothing of itself', async () => {
    receive = () => Promise.reject(new Error('secret detail'));
    const response = await post('{}');
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).toBe('{"code":"Internal"}');
  });

  test('without metrics there are none', async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
  });

  test('a bot that authenticates nobody is not shown to other machines', async () => {
    const bot = { authenticated: false, receive };
    const open = startServer({ bot, isReady: ready, host: '0.0.0.0', port: 0, log: silent });
    await expect(open).rejects.toThrow('127.0.0.1 only');
  });

  test('a port that is taken is named, and an error at the start', async () => {
    const port = Number(new URL(server.url).port);
    const second = startServer({
      bot: { authenticated: false, receive },
      isReady: ready,
      host: '127.0.0.1',
      port,
      log: silent,
    });
    await expect(second).rejects.toThrow(`Port ${port} is taken`);
  });
});

describe('an activity', () => {
  let bot: TestBot;
  beforeAll(async () => {
    bot = await startTestBot();
  });
  afterAll(() => bot.stop());

  const activity = (changes: object = {}): object => ({
    type: 'message',
    text: 'help',
    channelId: 'msteams',
    serviceUrl: bot.teams.serviceUrl,
    from: { id: '29:x', name: 'Alex', aadObjectId: 'a1e00000-0000-4000-8000-000000000001' },
    recipient: { id: '28:bot' },
    conversation: { id: 'a:x', conversationType: 'personal', tenantId },
    ...changes,
  });

  const broken: readonly [string, object, string][] = [
    ['no type', { type: undefined }, 'type'],
    ['no conversation', { conversation: undefined }, 'conversation'],
    ['an empty conversation id', { conversation: { id: '', tenantId } }, 'conversation.id'],
    ['a service that is no web address', { serviceUrl: 'file:///etc/passwd' }, 'serviceUrl'],
    ['a text that is none', { text: { evil: true } }, 'text'],
  ];
  test.each(broken)('with %s is refused, with the field named', async (_name, changes, field) => {
    const { status, body } = await bot.teams.send(activity(changes));
    expect(status).toBe(400);
    expect(body.code).toBe('BadActivity');
    expect(JSON.stringify(body.problems)).toContain(field);
    expect(bot.teams.calls).toHaveLength(0);
  });

  const foreign: readonly [string, object][] = [
    ['in the conversation', { conversation: { id: 'a:x', tenantId: '99999999-0000-0000-0000-000000000000' } }],
    ['in the channel data', { channelData: { tenant: { id: '99999999-0000-0000-0000-000000000000' } } }],
    ['nowhere', { conversation: { id: 'a:x' } }],
  ];
  test.each(foreign)('of another tenant, told %s, is refused and nothing else happens', async (_name, changes) => {
    const { status, body } = await bot.teams.send(activity(changes));
    expect([status, body.code]).toEqual([403, 'OtherTenant']);
    expect(bot.teams.calls).toHaveLength(0);
    expect(await bot.app.contacts.findContact('a1e00000-0000-4000-8000-000000000001' as never)).toBeUndefined();
  });

  test('of another kind of invoke is answered as not implemented', async () => {
    const { status } = await bot.teams.send(activity({ type: 'invoke', name: 'composeExtension/query' }));
    expect(status).toBe(501);
  });

  test('of a kind that the bot does not know does nothing', async () => {
    const before = bot.teams.calls.length;
    expect((await bot.teams.send(activity({ type: 'typing' }))).status).toBe(200);
    expect(bot.teams.calls).toHaveLength(before);
  });

  test('whose answer Teams does not take is handled all the same', async () => {
    bot.teams.faults.push({ answer: 403, code: 'MessageWritesBlocked' });
    expect((await bot.teams.send(activity())).status).toBe(200);
  });

  test('keeps connections to Teams open', async () => {
    expect((await bot.teams.send(activity())).status).toBe(200);
    expect((await bot.teams.send(activity())).status).toBe(200);
    expect(bot.teams.connections()).toBeLessThanOrEqual(2);
  });
});

test('with an app id, an activity without a valid token is refused and nothing is told', async () => {
  const bot = await startTestBot({ credentials: { MicrosoftAppId: 'b0000000-0000-4000-8000-000000000001' } });
  try {
    const { status, body } = await bot.alex.says('help');
    expect([status, body.code]).toEqual([401, 'Unauthorized']);
    const forged = await bot.teams.send({ type: 'message' }, { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' });
    expect(forged.status).toBe(400);
    expect(bot.teams.calls).toHaveLength(0);
  } finally {
    await bot.stop();
  }
});

test('a chunked body is limited too', async () => {
  const server = await startServer({
    bot: { authenticated: false, receive: () => Promise.resolve({ status: 200 }) },
    isReady: () => Promise.resolve(true),
    host: '127.0.0.1',
    port: 0,
    log: silent,
  });
  const status = await new Promise<number | undefined>((resolve) => {
    const req = request(
      `${server.url}/api/messages`,
      { method: 'POST', headers: { 'content-type': 'application/json' } },
      (res) => {
        res.resume();
        resolve(res.statusCode);
      },
    );
    req.on('error', () => {
      resolve(undefined);
    });
    for (let part = 0; part < 40; part++) req.write(' '.repeat(16 * 1024));
    req.end('{}');
  });
  await server.stop();
  expect([413, undefined]).toContain(status);
});
