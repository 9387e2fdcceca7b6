import { SecretClient } from '@azure/keyvault-secrets';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTestSimulator } from './startTestSimulator.ts';
import type { TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
let vault: SecretClient;
let scopes: string[] = [];
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(async () => {
  await simulator.control('POST', '/reset');
  scopes = [];
  vault = clientWith('sandbox');
});
afterAll(() => simulator.stop());

// What the client says when it is called over http, outside Azure.
function clientWith(token: string): SecretClient {
  const credential = {
    getToken: (scope: string | string[]) => {
      scopes.push(...[scope].flat());
      return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
    },
  };
  const options = { allowInsecureConnection: true, disableChallengeResourceVerification: true };
  return new SecretClient(`${simulator.url}/vault`, credential, { ...options, retryOptions: { maxRetries: 0 } });
}

const name = 'svc-sap-sync';
const raw = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
  simulator.call(method, `/vault${path}`, body, headers);

test('a secret is set and read, with its tags and its dates', async () => {
  const expiresOn = new Date('2027-01-01T00:00:00Z');
  const tags = { request: 'R-17' };
  const set = await vault.setSecret(name, 'correct horse', { tags, contentType: 'password', expiresOn });
  expect(set).toMatchObject({ name, value: 'correct horse' });
  const read = await vault.getSecret(name);
  expect(read).toMatchObject({
    name,
    value: 'correct horse',
    properties: {
      version: set.properties.version,
      enabled: true,
      tags,
      contentType: 'password',
      expiresOn,
      createdOn: new Date('2026-03-02T09:00:00Z'),
      recoveryLevel: 'Recoverable+Purgeable',
    },
  });
});

test('setting it again makes a version; the older one is still read by its id', async () => {
  const first = await vault.setSecret(name, 'one');
  const second = await vault.setSecret(name, 'two');
  expect((await vault.getSecret(name.toUpperCase())).value).toBe('two');
  const { version } = first.properties;
  expect((await vault.getSecret(name, { ...(version !== undefined && { version }) })).value).toBe('one');
  const versions: unknown[] = [];
  for await (const properties of vault.listPropertiesOfSecretVersions(name)) versions.push(properties.version);
  expect(versions).toEqual([version, second.properties.version]);
  const listed: unknown[] = [];
  for await (const properties of vault.listPropertiesOfSecrets()) listed.push(properties.name);
  expect(listed).toEqual([name]);
});

test('a disabled secret cannot be read until it is enabled again', async () => {
  const { properties } = await vault.setSecret(name, 'one', { tags: { request: 'R-17' } });
  const version = properties.version ?? '';
  const changed = await vault.updateSecretProperties(name, version, { enabled: false });
  expect(changed).toMatchObject({ enabled: false, tags: { request: 'R-17' } });
  await expect(vault.getSecret(name)).rejects.toMatchObject({
    statusCode: 403,
    code: 'Forbidden',
    details: { error: { innerError: { code: 'SecretDisabled' } } },
  });
  await vault.updateSecretProperties(name, version, { enabled: true, tags: { request: 'R-18' } });
  expect(await vault.getSecret(name)).toMatchObject({ value: 'one', properties: { tags: { request: 'R-18' } } });
});

test('what is not there is not found', async () => {
  await expect(vault.getSecret(name)).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
  await vault.setSecret(name, 'one');
  const other = { version: '0'.repeat(32) };
  await expect(vault.getSecret(name, other)).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
  await expect(vault.updateSecretProperties('other', '', { enabled: false })).rejects.toMatchObject({
    statusCode: 404,
    code: 'SecretNotFound',
  });
});

test('the client learns from the challenge what its token is for, and a wrong one is refused', async () => {
  await vault.setSecret(name, 'one');
  expect(scopes).toEqual(['https://vault.azure.net/.default']);
  await expect(clientWith('stolen').getSecret(name)).rejects.toMatchObject({ statusCode: 401, code: 'Unauthorized' });
  const reply = await raw('GET', `/secrets/${name}?api-version=7.6`, undefined, { Authorization: '' });
  expect(reply.status).toBe(401);
  expect(reply.headers.get('www-authenticate')).toMatch(
    /^Bearer authorization="https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}", resource="https:\/\/vault\.azure\.net"$/,
  );
});

test('a call without what it needs is refused, and what it sent is not repeated', async () => {
  expect((await raw('GET', `/secrets/${name}`)).body.error.code).toBe('BadParameter');
  expect((await raw('GET', `/secrets/${name}?api-version=1.0`)).body.error.code).toBe('BadParameter');
  const wrong = await raw('PUT', `/secrets/${name}?api-version=7.6`, { secretValue: 'correct horse', value: 5 });
  expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'BadParameter' } } });
  expect(JSON.stringify(wrong.body)).not.toContain('horse');
  expect((await raw('PUT', '/secrets/no_such_name?api-version=7.6', { value: 'x' })).status).toBe(400);
  expect((await raw('DELETE', `/secrets/${name}?api-version=7.6`)).status).toBe(405);
});

test('a value is neither in the list, nor in the answer to a change, nor in what the control shows', async () => {
  const { properties } = await vault.setSecret(name, 'correct horse');
  const patched = await raw('PATCH', `/secrets/${name}/${String(properties.version)}?api-version=7.6`, { tags: {} });
  const listed = await raw('GET', '/secrets?api-version=7.6');
  const [calls, summary] = [await simulator.control('GET', '/calls'), await simulator.control('GET', '')];
  for (const { status, body } of [patched, listed, calls, summary]) {
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('horse');
  }
});

test('faults meet the vault too, past the challenge of a new client, and its secrets survive a restart', async () => {
  await vault.setSecret(name, 'one');
  await simulator.control('POST', '/faults', { match: { path: '^/vault/' }, status: 429, retryAfter: 1 });
  vault = clientWith('sandbox');
  await expect(vault.getSecret(name)).rejects.toMatchObject({ statusCode: 429 });
  await simulator.restart();
  vault = clientWith('sandbox');
  expect((await vault.getSecret(name)).value).toBe('one');
});
