import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createCrm } from '../../src/crm/crm.ts';
import type { Crm } from '../../src/crm/crm.ts';
import { createHttp } from '../../src/crm/http.ts';
import type { HttpOptions } from '../../src/crm/http.ts';
import { ids, keepLog, startWorld } from './support.ts';
import type { KeptLog, World } from './support.ts';
import { answer, json, startStub } from './stub.ts';
import type { Stub } from './stub.ts';

const name = 'svc-sap-sync';
const mark = 'm1';
const taken = { name: 'PermanentFailure', service: 'keyVault', code: 'SecretTaken' };

describe('in Contoso', () => {
  let world: World;
  let url: string;
  beforeAll(async () => {
    world = await startWorld();
    url = `${world.url}/vault`;
  });
  beforeEach(async () => {
    await world.control('POST', '/reset');
    world.log.lines.length = 0;
  });
  afterAll(() => world.stop());

  const ensured = (own = mark) => world.vault.ensurePassword(url, name, own);

  /** As somebody else would, past Seatkeeper. */
  async function raw(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${url}/secrets/${path}?api-version=7.6`, {
      method,
      headers: { Authorization: 'Bearer sandbox', 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  }

  test('a password is made once; whoever asks again with the same mark gets the same', async () => {
    const first = await ensured();
    expect(first).toEqual({ id: `${url}/secrets/${name}`, value: expect.stringMatching(/^.{40}$/) });
    expect(await ensured()).toEqual(first);
    expect(await raw('GET', name)).toMatchObject({
      value: first.value,
      contentType: 'password',
      tags: { seatkeeper: mark },
    });
    expect((await world.calls('PUT')).length).toBeGreaterThan(0);
    expect((await raw('GET', `${name}/versions`))['value']).toHaveLength(1);
  });

  test('a password whose answer was lost is found by the next attempt, and there is no second one', async () => {
    await world.fault({ match: { method: 'PUT', path: '/vault/' }, loseAnswer: true });
    await expect(ensured()).rejects.toMatchObject({ name: 'TransientFailure', service: 'keyVault', code: 'NoAnswer' });
    const { value } = await ensured();
    expect((await raw('GET', name))['value']).toBe(value);
    expect((await raw('GET', `${name}/versions`))['value']).toHaveLength(1);
  });

  test.each([
    ['of another request', { seatkeeper: 'm2' }],
    ['of somebody else', { purpose: 'mine' }],
    ['without tags', undefined],
  ])('a secret %s is neither read, changed nor disabled', async (_whose, tags) => {
    await raw('PUT', name, { value: 'correct horse', ...(tags && { tags }) });
    await expect(ensured()).rejects.toMatchObject(taken);
    await world.vault.ensureDisabled(url, name, mark);
    expect(await raw('GET', name)).toMatchObject({ value: 'correct horse' });
    await raw('PATCH', name, { attributes: { enabled: false } });
    await expect(ensured()).rejects.toMatchObject(taken);
    expect(await raw('GET', name)).toMatchObject({ error: { innererror: { code: 'SecretDisabled' } } });
  });

  test('a disabled password is enabled again when it is needed again, and is the same', async () => {
    const before = await ensured();
    await world.vault.ensureDisabled(url, name, mark);
    await world.vault.ensureDisabled(url, name, mark);
    expect(await raw('GET', name)).toMatchObject({ error: { innererror: { code: 'SecretDisabled' } } });
    expect(await ensured()).toEqual(before);
  });

  test('a change whose answer is lost is found done', async () => {
    await ensured();
    await world.fault({ match: { method: 'PATCH', path: '/vault/' }, loseAnswer: true });
    await world.vault.ensureDisabled(url, name, mark);
    expect(await raw('GET', name)).toMatchObject({ error: { innererror: { code: 'SecretDisabled' } } });
  });

  test('there is nothing to disable where there is nothing', async () => {
    await world.vault.ensureDisabled(url, name, mark);
    expect((await world.calls()).filter((call) => !call.startsWith('GET'))).toEqual([]);
  });

  test('a vault that is busy is asked again', async () => {
    await world.fault({ match: { path: '/vault/' }, status: 429, retryAfter: 0, times: 2 });
    expect((await ensured()).value).toHaveLength(40);
    expect(world.log.text()).toContain('Http429');
  });

  test('the log names the vault and the kind of call, and neither name nor password', async () => {
    await world.fault({ match: { method: 'PUT', path: '/vault/' }, status: 500, message: 'broken' });
    await expect(ensured()).rejects.toMatchObject({ name: 'TransientFailure' });
    const { value } = await ensured();
    await world.vault.ensureDisabled(url, name, mark);
    await ensured();
    const lines = world.log.lines.filter(({ message }) => message === 'Service called');
    expect(lines).toContainEqual(
      expect.objectContaining({
        service: 'keyVault',
        host: new URL(url).host,
        method: 'PUT',
        path: '/secrets/{name}',
        status: 200,
        serviceRequestId: expect.any(String),
        outcome: 'ok',
      }),
    );
    expect(world.log.text()).not.toContain(value);
    expect(world.log.text()).not.toContain(name);
  });

  test('whether secrets may be read is probed by asking for one that does not exist', async () => {
    await world.probes.readVault(url);
    expect((await world.calls()).every((call) => call.startsWith('GET /vault/secrets/seatkeeper-probe-'))).toBe(true);
    await world.fault({ match: { path: '/vault/' }, status: 403, code: 'Forbidden' });
    await expect(world.probes.readVault(url)).rejects.toMatchObject({
      name: 'PermanentFailure',
      service: 'keyVault',
      code: 'Forbidden',
    });
  });
});

describe('against a vault of its own kind', () => {
  let stub: Stub;
  let log: KeptLog;
  afterEach(() => stub.stop());

  async function crmAgainst(
    reply: (request: IncomingMessage, response: ServerResponse, body: string) => unknown,
    options: Partial<HttpOptions> = {},
  ): Promise<Crm> {
    stub = await startStub(async (request, response) => {
      const body = (await request.toArray()).join('');
      if (request.headers.authorization) return reply(request, response, body);
      const challenge = 'Bearer authorization="https://login.example/t", resource="https://elsewhere.example"';
      return answer(response, 401, '', { 'WWW-Authenticate': challenge });
    });
    log = keepLog();
    const http = createHttp({ log, pause: 1, ...options });
    return createCrm({
      cloud: 'public',
      services: { graph: stub.url },
      credentials: undefined,
      production: false,
      log,
      http,
    });
  }

  const missing = (response: ServerResponse) =>
    json(response, 404, { error: { code: 'SecretNotFound', message: 'not found' } });

  /** Everything that an error tells, also to whoever follows its causes. */
  function told(error: unknown): string {
    if (!(error instanceof Error)) return JSON.stringify(error);
    const fields = Object.entries(error).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    return [error.message, error.stack, ...fields, told(error.cause)].join('\n');
  }

  test.each([
    ['by its inner code', { code: 'Conflict', message: 'x', innererror: { code: 'ObjectIsDeletedButRecoverable' } }],
    ['while it goes', { code: 'Conflict', message: 'x', innererror: { code: 'ObjectIsBeingDeleted' } }],
    [
      'in words only',
      { code: 'Conflict', message: 'Secret svc is currently in a deleted but recoverable state, and its name …' },
    ],
  ])('the name of a deleted secret is taken, told %s', async (_how, error) => {
    const { vault } = await crmAgainst((request, response) =>
      request.method === 'PUT' ? json(response, 409, { error }) : missing(response),
    );
    await expect(vault.ensurePassword(stub.url, name, mark)).rejects.toMatchObject(taken);
  });

  test('a refusal has one code, whether rights or the network are the reason', async () => {
    const { vault } = await crmAgainst((_request, response) =>
      json(response, 403, { error: { code: 'Forbidden', message: 'no', innererror: { code: 'ForbiddenByRbac' } } }),
    );
    await expect(vault.ensurePassword(stub.url, name, mark)).rejects.toMatchObject({
      name: 'PermanentFailure',
      service: 'keyVault',
      code: 'Forbidden',
    });
  });

  test('a password that does not show when it is read back may yet', async () => {
    const { vault } = await crmAgainst((request, response) =>
      request.method === 'PUT' ? json(response, 200, { id: `${stub.url}/secrets/x/1` }) : missing(response),
    );
    await expect(vault.ensurePassword(stub.url, name, mark)).rejects.toMatchObject({
      name: 'TransientFailure',
      code: 'NotSettled',
    });
  });

  test.each<[string, (response: ServerResponse, body: string) => unknown]>([
    [
      'repeats it in a refusal',
      (response, body) => json(response, 400, { error: { code: 'BadParameter', message: body } }),
    ],
    ['repeats it in an answer that is no JSON', (response, body) => answer(response, 200, `{"value": ${body}`)],
    ['repeats it in a page', (response, body) => answer(response, 503, `<p>${body}</p>`)],
    ['says nothing at all', (response) => answer(response, 502)],
    ['cuts the connection', (response) => response.destroy()],
    ['never answers', () => undefined],
  ])('no password is in the log or in an error when the vault %s', async (_what, reply) => {
    let password = '';
    const { vault } = await crmAgainst(
      (request, response, body) => {
        if (request.method !== 'PUT') return missing(response);
        password = (JSON.parse(body) as { value: string }).value;
        return reply(response, body);
      },
      { timeout: 300 },
    );
    const error = await vault.ensurePassword(stub.url, name, mark).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: expect.stringMatching(/^(Transient|Permanent)Failure$/), service: 'keyVault' });
    expect(password).toHaveLength(40);
    expect(told(error)).not.toContain(password);
    expect(log.text()).not.toContain(password);
  });

  test('an account gets the password that is given, which is told to nobody else', async () => {
    const bodies: { passwordProfile?: { password: string } }[] = [];
    const { directory } = await crmAgainst((request, response, body) => {
      if (request.url?.startsWith('/v1.0/organization')) {
        return json(response, 200, { value: [{ countryLetterCode: 'DE' }] });
      }
      if (request.method !== 'POST') return missing(response);
      bodies.push(JSON.parse(body) as object);
      return json(response, 400, { error: { code: 'Request_BadRequest', message: body } });
    });
    const wanted = { upn: 'svc@contoso.onmicrosoft.com', displayName: 'Service', mark, password: 'Correct-Horse-7' };
    const error = await directory.ensureAccount(wanted).catch((thrown: unknown) => thrown);
    expect(bodies).toEqual([
      expect.objectContaining({ passwordProfile: expect.objectContaining({ password: 'Correct-Horse-7' }) }),
    ]);
    expect(told(error)).not.toContain('Correct-Horse-7');
    expect(log.text()).not.toContain('Correct-Horse-7');
  });

  test('an answer that breaks off does not put a kept password into the error', async () => {
    const { vault } = await crmAgainst((_request, response) => {
      const text = '{"value":"correct horse","id":';
      return answer(response, 200, text, { 'Content-Type': 'application/json' });
    });
    const error = await vault.ensurePassword(stub.url, name, mark).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'TransientFailure', code: 'NoAnswer' });
    expect(told(error)).not.toContain('correct horse');
  });

  test('a redirection is not followed, since the token would go there', async () => {
    const { vault } = await crmAgainst((_request, response) =>
      answer(response, 302, '', { Location: `${stub.url}/elsewhere` }),
    );
    await expect(vault.ensurePassword(stub.url, name, mark)).rejects.toMatchObject({ code: 'Http302' });
    expect(stub.seen.some((line) => line.includes('/elsewhere'))).toBe(false);
  });

  test('the latest version of a disabled secret tells whose it is, in whatever order they are listed', async () => {
    const version = (id: string, created: number, owner: string): object => ({
      id: `${stub.url}/secrets/${name}/${id}`,
      attributes: { enabled: false, created },
      tags: { seatkeeper: owner },
    });
    const { vault } = await crmAgainst((request, response) => {
      if (request.url?.includes('/versions')) {
        return json(response, 200, { value: [version('b', 200, 'm2'), version('a', 100, mark)] });
      }
      return json(response, 403, { error: { code: 'Forbidden', message: '', innererror: { code: 'SecretDisabled' } } });
    });
    await expect(vault.ensurePassword(stub.url, name, mark)).rejects.toMatchObject(taken);
  });

  test('a vault that nobody answers for is a failure that may pass', async () => {
    const { vault } = await crmAgainst((_request, response) => missing(response), { repeats: 0 });
    await expect(vault.ensurePassword('http://127.0.0.1:1', name, mark)).rejects.toMatchObject({
      name: 'TransientFailure',
      service: 'keyVault',
      code: 'NoAnswer',
    });
  });

  test('without credentials no vault in the cloud is called, and none without https', async () => {
    const { vault } = await crmAgainst((_request, response) => missing(response), { repeats: 0 });
    for (const [address, code] of [
      ['https://127.0.0.1.nip.example', 'NoCredentials'],
      ['http://contoso.vault.azure.net', 'NotSecure'],
    ] as const) {
      await expect(vault.ensurePassword(address, ids.nowhere, mark)).rejects.toMatchObject({ code });
    }
  });
});
