import { X509Certificate, constants, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { afterAll, describe, expect, test } from '@jest/globals';
import { failureOf } from '../../src/crm/answers.ts';
import { createTokens } from '../../src/crm/tokens.ts';
import type { Credentials } from '../../src/crm/tokens.ts';
import { selfSignedPem } from './certificate.ts';

const tenantId = '11111111-1111-4111-8111-111111111111';
const clientId = '22222222-2222-4222-8222-222222222222';
const secret: Credentials = { kind: 'secret', tenantId, clientId, clientSecret: 'not-to-be-seen' };

interface Login extends INetworkModule {
  readonly requests: { url: string; form: URLSearchParams }[];
}

/** The login service, as MSAL sees it. */
function login(answer: { status: number; body: object } | Error): Login {
  const requests: Login['requests'] = [];
  return {
    requests,
    sendGetRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
      const { origin, pathname } = new URL(url);
      const authority = `${origin}${pathname.split('/v2.0/')[0] ?? ''}`;
      const body = {
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        token_endpoint: `${authority}/oauth2/v2.0/token`,
        issuer: `${authority}/v2.0`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
      };
      return Promise.resolve({ status: 200, headers: {}, body: body as T });
    },
    sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
      requests.push({ url, form: new URLSearchParams(options?.body) });
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ status: answer.status, headers: {}, body: answer.body as T });
    },
  };
}

const granted = { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'granted' } };

describe('loopback', () => {
  const tokens = createTokens({ cloud: 'public', credentials: undefined, production: false });

  test.each(['http://127.0.0.1:4001/prod', 'http://localhost:4001', 'http://[::1]:4001/', 'http://127.8.9.1/'])(
    '%s has the token of the sandbox',
    async (url) => {
      expect(await tokens.tokenFor(url)).toBe('sandbox');
    },
  );

  test.each(['http://127.0.0.1:4001/prod', 'http://localhost:4001'])('%s is refused in production', async (url) => {
    const network = login(granted);
    const inProduction = createTokens({
      cloud: 'public',
      credentials: secret,
      production: true,
      networkClient: network,
    });
    await expect(inProduction.tokenFor(url)).rejects.toMatchObject({ code: 'LoopbackInProduction' });
    expect(network.requests).toEqual([]);
  });

  test.each(['https://127.0.0.1.evil.example', 'https://localhost.example'])('%s is none', async (url) => {
    await expect(tokens.tokenFor(url)).rejects.toMatchObject({ code: 'NoCredentials' });
  });

  test('no token is asked for what would be sent in clear', async () => {
    const withSecret = createTokens({ cloud: 'public', credentials: secret, production: false });
    await expect(withSecret.tokenFor('http://contoso.crm.dynamics.com')).rejects.toMatchObject({ code: 'NotSecure' });
  });
});

describe('MSAL', () => {
  test.each([
    ['public', 'login.microsoftonline.com'],
    ['gcc', 'login.microsoftonline.com'],
    ['gccHigh', 'login.microsoftonline.us'],
    ['dod', 'login.microsoftonline.us'],
    ['china', 'login.chinacloudapi.cn'],
  ] as const)('in the cloud %s a token is asked of %s, for the very resource', async (cloud, host) => {
    const network = login(granted);
    const tokens = createTokens({ cloud, credentials: secret, production: true, networkClient: network });
    expect(await tokens.tokenFor('https://contoso.crm4.dynamics.com/some/path')).toBe('granted');
    const [request] = network.requests;
    expect(request?.url).toMatch(`https://${host}/${tenantId}/oauth2/v2.0/token`);
    expect(request?.form.get('scope')).toContain('https://contoso.crm4.dynamics.com/.default');
    expect(request?.form.get('client_id')).toBe(clientId);
    expect(request?.form.get('client_secret')).toBe('not-to-be-seen');
  });

  test('a token is kept for its own resource, and only for that', async () => {
    const network = login(granted);
    const tokens = createTokens({ cloud: 'public', credentials: secret, production: true, networkClient: network });
    await tokens.tokenFor('https://graph.microsoft.com');
    await tokens.tokenFor('https://graph.microsoft.com/v1.0/users');
    expect(network.requests).toHaveLength(1);
    await tokens.tokenFor('https://service.powerapps.com');
    expect(network.requests.map(({ form }) => form.get('scope')?.split(' ')[0])).toEqual([
      'https://graph.microsoft.com/.default',
      'https://service.powerapps.com/.default',
    ]);
  });

  test('a refusal is permanent and names the reason of the login service, not the secret', async () => {
    const body = { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' };
    const network = login({ status: 401, body });
    const tokens = createTokens({ cloud: 'public', credentials: secret, production: true, networkClient: network });
    const error: unknown = await tokens.tokenFor('https://graph.microsoft.com').catch((reason: unknown) => reason);
    const failure = failureOf('graph', error);
    expect(failure).toMatchObject({ name: 'PermanentFailure', code: 'invalid_client' });
    expect(`${String(failure?.stack)} ${String(failure?.cause)}`).not.toContain('not-to-be-seen');
  });

  test('a login service that has trouble may recover', async () => {
    const trouble = { status: 503, body: { error: 'temporarily_unavailable', error_description: 'Later' } };
    const network = login(trouble);
    const tokens = createTokens({ cloud: 'public', credentials: secret, production: true, networkClient: network });
    const error: unknown = await tokens.tokenFor('https://graph.microsoft.com').catch((reason: unknown) => reason);
    expect(failureOf('graph', error)).toMatchObject({ name: 'TransientFailure' });
  });

  test('so may a network that does', async () => {
    const network = login(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    const tokens = createTokens({ cloud: 'public', credentials: secret, production: true, networkClient: network });
    const error: unknown = await tokens.tokenFor('https://graph.microsoft.com').catch((reason: unknown) => reason);
    expect(failureOf('graph', error)).toMatchObject({ name: 'TransientFailure' });
  });

  test('a certificate signs what the login service is asked with, and its key stays here', async () => {
    const pem = selfSignedPem();
    const network = login(granted);
    const credentials: Credentials = { kind: 'certificate', tenantId, clientId, certificatePath: fileWith(pem) };
    const tokens = createTokens({ cloud: 'public', credentials, production: true, networkClient: network });
    expect(await tokens.tokenFor('https://graph.microsoft.com')).toBe('granted');
    const form = network.requests[0]?.form;
    expect(form?.has('client_secret')).toBe(false);
    const [header = '', claims = '', signature = ''] = (form?.get('client_assertion') ?? '').split('.');
    const { x5c, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { x5c: string[]; alg: string };
    const certificate = new X509Certificate(pem);
    expect(x5c).toEqual([certificate.raw.toString('base64')]);
    const padding = alg.startsWith('PS')
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
    const key = { key: certificate.publicKey, ...padding };
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  test('a file without a certificate is found out at the start', () => {
    const onlyTheKey = selfSignedPem().split('-----BEGIN CERTIFICATE')[0] ?? '';
    const credentials: Credentials = { kind: 'certificate', tenantId, clientId, certificatePath: fileWith(onlyTheKey) };
    expect(() => createTokens({ cloud: 'public', credentials, production: true })).toThrow();
  });
});

describe('workload identity federation', () => {
  const federated = (tokenFile: string): Credentials => ({ kind: 'federated', tenantId, clientId, tokenFile });

  test('the token of the platform proves who asks, and is read anew when another token is needed', async () => {
    const tokenFile = fileWith('first-proof\n');
    const network = login(granted);
    const options = { cloud: 'public', credentials: federated(tokenFile), production: true } as const;
    const tokens = createTokens({ ...options, networkClient: network });
    expect(await tokens.tokenFor('https://graph.microsoft.com')).toBe('granted');
    writeFileSync(tokenFile, 'second-proof');
    await tokens.tokenFor('https://contoso.crm4.dynamics.com');
    expect(network.requests.map(({ form }) => form.get('client_assertion'))).toEqual(['first-proof', 'second-proof']);
    expect(network.requests[0]?.form.has('client_secret')).toBe(false);
  });

  test('a file that is not there is found out at the start, and one that has gone is not taken for a silent service', async () => {
    const tokenFile = fileWith('proof');
    const options = { cloud: 'public', credentials: federated(tokenFile), production: true } as const;
    const tokens = createTokens({ ...options, networkClient: login(granted) });
    rmSync(tokenFile);
    expect(() => createTokens(options)).toThrow();
    const error: unknown = await tokens.tokenFor('https://graph.microsoft.com').catch((reason: unknown) => reason);
    expect(failureOf('graph', error)).toMatchObject({ name: 'PermanentFailure', code: 'NoFederatedToken' });
  });
});

describe('a managed identity', () => {
  test.each([
    ['system-assigned', undefined],
    ['user-assigned', clientId],
  ])('that is %s is asked for the very resource, and its token is kept', async (kind, id) => {
    const resource = `https://${kind}.crm4.dynamics.com`;
    azureMachine.asked.length = 0;
    azureMachine.answer = () => ({ status: 200, body: { ...grantedFor(resource), client_id: id } });
    const credentials: Credentials = { kind: 'managedIdentity', ...(id && { clientId: id }) };
    const tokens = createTokens({ cloud: 'public', credentials, production: true, networkClient: azureMachine });
    expect(await tokens.tokenFor(`${resource}/some/path`)).toBe(`for ${resource}`);
    expect(await tokens.tokenFor(resource)).toBe(`for ${resource}`);
    expect(azureMachine.asked).toHaveLength(1);
    expect(azureMachine.asked[0]?.searchParams.get('resource')).toBe(resource);
    expect(azureMachine.asked[0]?.searchParams.get('client_id')).toBe(id ?? null);
  });

  test('that the machine does not have is a permanent failure', async () => {
    const body = { error: 'invalid_request', error_description: 'Identity not found' };
    azureMachine.answer = () => ({ status: 400, body });
    const credentials: Credentials = { kind: 'managedIdentity' };
    const tokens = createTokens({ cloud: 'public', credentials, production: true, networkClient: azureMachine });
    const error: unknown = await tokens.tokenFor('https://nobody.crm4.dynamics.com').catch((reason: unknown) => reason);
    expect(failureOf('dataverse', error)).toMatchObject({ name: 'PermanentFailure' });
  });
});

/** What answers on an Azure machine that has identities. One for all tests: MSAL stays with the first that it was given. */
const azureMachine = {
  asked: [] as URL[],
  answer: (): { status: number; body: object } => ({ status: 500, body: {} }),
  sendGetRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
    azureMachine.asked.push(new URL(url));
    const { status, body } = azureMachine.answer();
    return Promise.resolve({ status, headers: {}, body: body as T });
  },
  sendPostRequestAsync<T>(url: string): Promise<NetworkResponse<T>> {
    return azureMachine.sendGetRequestAsync(url);
  },
};

function grantedFor(resource: string): object {
  const expires_on = Math.floor(Date.now() / 1000) + 3600;
  return { token_type: 'Bearer', expires_on, access_token: `for ${resource}`, resource };
}

const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-certificate-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(text: string): string {
  const path = join(folder, 'certificate.pem');
  writeFileSync(path, text);
  return path;
}
