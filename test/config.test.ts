import { expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, loadConfig, type Config } from '../src/config.ts';
import { configurationSchema } from '../src/configurationFile.ts';
import type { EnvironmentKey } from '../src/domain/words.ts';
import { settingsOf } from '../src/settings.ts';

const sample = readFileSync(new URL('../seatkeeper.yaml', import.meta.url), 'utf8');
const cloudSample = sample
  .replaceAll('http://127.0.0.1:4001/graph', 'https://graph.example')
  .replaceAll('http://127.0.0.1:4001/bap', 'https://bap.example')
  .replaceAll('http://127.0.0.1:4001/vault', 'https://contoso.vault.azure.net')
  .replaceAll('http://127.0.0.1:4001', 'https://contoso.crm.dynamics.com');
const crmCredentials = { CRM_CLIENT_ID: 'id', CRM_CLIENT_SECRET: 'secret' };

function load(text: string, env: NodeJS.ProcessEnv = {}): Config {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-config-'));
  try {
    const path = join(folder, 'seatkeeper.yaml');
    writeFileSync(path, text);
    return loadConfig({ SEATKEEPER_CONFIG: path, ...env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function problemsOf(text: string, env: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    load(text, env);
  } catch (err) {
    if (err instanceof ConfigError) return err.problems;
    throw err;
  }
  return [];
}

test('the sample file is usable as it is', () => {
  const config = load(sample);
  expect(config.file.environments.map(({ key }) => key)).toEqual(['prod', 'test', 'legacy']);
  expect(config.host).toBe('127.0.0.1');
  expect(config.port).toBe(3978);
});

test('nothing of it can be changed afterwards', () => {
  const config = load(sample);
  expect(() => {
    (config.file.environments[0] as { key: string }).key = 'other';
  }).toThrow(TypeError);
});

test('every mistake is named with its line, all at once', () => {
  const broken = sample
    .replace('cloud: public', 'cloud: moon')
    .replace('required: 1', 'required: none')
    .replace('approval: standard', 'approval: hard')
    .replace('key: test', 'key: prod');
  const problems = problemsOf(broken, { PORT: 'x' });
  expect(problems).toEqual([
    expect.stringMatching(/PORT/),
    expect.stringMatching(/seatkeeper\.yaml:3: cloud: /),
    expect.stringMatching(/seatkeeper\.yaml:46: approvals\.standard\.stages\[0\]\.required: /),
    expect.stringMatching(/seatkeeper\.yaml:19: environments\[0\]\.approval: there is no policy hard/),
    expect.stringMatching(/seatkeeper\.yaml:22: environments\[1\]\.key: prod is there twice/),
  ]);
});

test('a word that the file does not know is a mistake, not ignored', () => {
  expect(problemsOf(sample.replace('limit: live', 'limits: live')).join()).toMatch(/“limits” cannot be set here/);
});

test.each([
  ['required: 1', 'required: 0', /required: must be 1 or more$/],
  ['required: 1', 'required: some', /required: must be a number, and is text$/],
  ['cloud: public', 'cloud: moon', /cloud: must be one of “public”, /],
  ['key: prod', 'note: prod', /key: is missing/],
])('a mistake is said in plain words: %s → %s', (right, wrong, words) => {
  expect(problemsOf(sample.replace(right, wrong))).toContainEqual(expect.stringMatching(words));
});

test('a key vault and the word for it go together, and the line says which is missing', () => {
  const [, address = ''] = /^ *(keyVault: .*)$/m.exec(sample) ?? [];
  const without = sample.replace(address, '');
  expect(problemsOf(without)).toEqual([
    expect.stringMatching(/seatkeeper\.yaml:20: environments\[0\]\.credentials: keyVault needs the address of one/),
  ]);
  expect(problemsOf(sample.replace('credentials: adminReset', address))).toEqual([
    expect.stringMatching(/seatkeeper\.yaml:31: environments\[1\]\.keyVault: is used with credentials: keyVault only/),
  ]);
  expect(problemsOf(sample.replace('credentials: adminReset', 'credentials: post-it'))).toEqual([
    expect.stringMatching(/seatkeeper\.yaml:31: environments\[1\]\.credentials: /),
  ]);
  expect(problemsOf(sample.replace(address, 'keyVault: contoso.vault.azure.net'))).toEqual([
    expect.stringMatching(/seatkeeper\.yaml:21: environments\[0\]\.keyVault: expected an http/),
  ]);
});

test('passwords are kept in a key vault only where that is configured', () => {
  const { environments } = settingsOf(load(sample).file);
  expect([...environments.values()].map(({ key, keyVault }) => [key, keyVault])).toEqual([
    ['prod', 'http://127.0.0.1:4001/vault'],
    ['test', undefined],
    ['legacy', undefined],
  ]);
  expect(environments.get('test' as EnvironmentKey)).not.toHaveProperty('credentials');
});

test('a file that is no YAML is named with its place', () => {
  expect(problemsOf('cloud: [public').join()).toMatch(/seatkeeper\.yaml.*line 1/s);
});

test('a file that is not there says what to do', () => {
  expect(() => loadConfig({ SEATKEEPER_CONFIG: '/nowhere/seatkeeper.yaml' })).toThrow(/Copy seatkeeper\.yaml/);
});

test('the JSON Schema for editors is the one that the code generates', () => {
  const written: unknown = JSON.parse(readFileSync(new URL('../seatkeeper.schema.json', import.meta.url), 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(configurationSchema())));
});

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://db.example/seatkeeper',
  MicrosoftAppId: 'app',
  MicrosoftAppPassword: 'password',
  ...crmCredentials,
};

test('production starts when everything is there', () => {
  const config = load(cloudSample, production);
  expect(config.production).toBe(true);
  expect(config.host).toBe('0.0.0.0');
});

test('a policy that asks for a fresh sign-in needs the connection that people sign in through', () => {
  const asking = sample.replace(/^( *)stages:/m, '$1signIn: 10m\n$1stages:');
  expect(problemsOf(asking)).toEqual([expect.stringMatching(/MicrosoftAppOAuthConnection is missing/)]);
  expect(load(asking, { MicrosoftAppOAuthConnection: 'approvers' }).bot.oAuthConnection).toBe('approvers');
});

test.each([
  ['MicrosoftAppId', /MicrosoftAppId is missing/],
  ['MicrosoftAppPassword', /MicrosoftAppPassword is missing/],
  ['DATABASE_URL', /DATABASE_URL is missing/],
  ['CRM_CLIENT_ID', /CRM_CLIENT_ID is missing/],
  ['CRM_CLIENT_SECRET', /CRM_CLIENT_SECRET or CRM_CLIENT_CERTIFICATE_PATH is missing/],
])('production refuses to start without %s', (name, message) => {
  expect(problemsOf(cloudSample, { ...production, [name]: '' })).toEqual([expect.stringMatching(message)]);
});

const registration = { clientId: 'id', tenantId: expect.any(String) };

test.each<[string, object, object]>([
  ['a secret', { CRM_CLIENT_SECRET: 's' }, { kind: 'secret', ...registration, clientSecret: 's' }],
  [
    'a certificate rather than a secret',
    { CRM_CLIENT_SECRET: 's', CRM_CLIENT_CERTIFICATE_PATH: 'c.pem' },
    { kind: 'certificate', ...registration, certificatePath: 'c.pem' },
  ],
  [
    'a federated token when there is nothing else',
    { AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' },
    { kind: 'federated', ...registration, tokenFile: '/var/run/token' },
  ],
  [
    'what is chosen rather than what is set',
    { CRM_CREDENTIAL: 'federated', CRM_CLIENT_SECRET: 's', AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' },
    { kind: 'federated', ...registration, tokenFile: '/var/run/token' },
  ],
  ['a user-assigned identity', { CRM_CREDENTIAL: 'managedIdentity' }, { kind: 'managedIdentity', clientId: 'id' }],
  [
    'the system-assigned identity',
    { CRM_CREDENTIAL: 'managedIdentity', CRM_CLIENT_ID: '' },
    { kind: 'managedIdentity' },
  ],
])('the CRM side uses %s', (_, variables, credentials) => {
  expect(load(cloudSample, { ...production, CRM_CLIENT_SECRET: '', ...variables }).crm).toEqual(credentials);
});

test.each([
  ['secret', /CRM_CLIENT_SECRET is missing/],
  ['certificate', /CRM_CLIENT_CERTIFICATE_PATH is missing/],
  ['federated', /AZURE_FEDERATED_TOKEN_FILE is missing/],
])('CRM_CREDENTIAL=%s must be complete, also where nothing in the cloud is called', (kind, message) => {
  const variables = { CRM_CREDENTIAL: kind, CRM_CLIENT_ID: 'id' };
  expect(problemsOf(sample, variables)).toEqual([expect.stringMatching(message)]);
});

test('a kind of credential that does not exist is refused', () => {
  expect(problemsOf(sample, { CRM_CREDENTIAL: 'password' })).toEqual([expect.stringMatching(/CRM_CREDENTIAL/)]);
});

test.each(['127.0.0.1', 'localhost', '[::1]'])('production refuses a CRM at %s', (host) => {
  const text = cloudSample.replace('url: https://contoso.crm.dynamics.com/prod', `url: http://${host}:4001/prod`);
  expect(problemsOf(text, production)).toEqual([expect.stringMatching(/environments\[0\]\.url .* loopback/)]);
});

test('production refuses a key vault on this machine', () => {
  const text = cloudSample.replace('https://contoso.vault.azure.net', 'http://127.0.0.1:4001/vault');
  expect(problemsOf(text, production)).toEqual([expect.stringMatching(/environments\[0\]\.keyVault .* loopback/)]);
});

test('a key vault in the cloud needs credentials, also where all the rest is on this machine', () => {
  const text = sample.replace('http://127.0.0.1:4001/vault', 'https://contoso.vault.azure.net');
  expect(problemsOf(text)).toEqual([
    expect.stringMatching(/CRM_CLIENT_ID/),
    expect.stringMatching(/CRM_CLIENT_SECRET/),
  ]);
});

test('without an app id the bot listens on this machine only, and refuses to do otherwise', () => {
  expect(load(sample, { HOST: '127.0.0.1' }).host).toBe('127.0.0.1');
  expect(problemsOf(sample, { HOST: '0.0.0.0' })).toEqual([expect.stringMatching(/only 127\.0\.0\.1 is allowed/)]);
});

test('addresses in the cloud need credentials outside production too', () => {
  expect(problemsOf(cloudSample)).toEqual([
    expect.stringMatching(/CRM_CLIENT_ID/),
    expect.stringMatching(/CRM_CLIENT_SECRET/),
  ]);
});

test('traces go to the address for everything with a path added, or to the one for traces as it is', () => {
  const all = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' };
  const own = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector.example/in' };
  expect(load(sample).tracesUrl).toBeUndefined();
  expect(load(sample, all).tracesUrl).toBe('http://127.0.0.1:4318/v1/traces');
  expect(load(sample, { ...all, ...own }).tracesUrl).toBe('https://collector.example/in');
  expect(load(sample, { ...all, OTEL_SDK_DISABLED: 'true' }).tracesUrl).toBeUndefined();
  expect(problemsOf(sample, { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toEqual([
    expect.stringContaining('is not a web address'),
  ]);
});

test('a token for the metrics that could be guessed is refused, and not shown', () => {
  const [problem, ...others] = problemsOf(sample, { METRICS_TOKEN: 'short' });
  expect(others).toEqual([]);
  expect(problem).toContain('METRICS_TOKEN is shorter than 16 characters');
  expect(problem).not.toContain('"short"');
  expect(load(sample, { METRICS_TOKEN: 'long-enough-to-be-one' }).metricsToken).toBe('long-enough-to-be-one');
});

test('a recertification has terms without being configured, and no schedule', () => {
  const day = 24 * 60 * 60 * 1000;
  const terms = { remindAfter: 7 * day, adminsAfter: 14 * day, endAfter: 21 * day, ifUnanswered: 'keep' };
  expect(settingsOf(load(sample).file).recertification).toEqual({ terms });
  const own = `${sample}\nrecertification: { every: 180d, endAfter: 30d, ifUnanswered: revoke }\n`;
  const changed = { ...terms, endAfter: 30 * day, ifUnanswered: 'revoke' };
  expect(settingsOf(load(own).file).recertification).toEqual({ every: 180 * day, terms: changed });
});

test.each([
  ['{ remindAfter: 15d }', /recertification: remindAfter must come before adminsAfter/],
  ['{ endAfter: 10d }', /recertification: remindAfter must come before adminsAfter, and that before endAfter/],
  ['{ every: 20d }', /recertification: every must be longer than endAfter/],
  ['{ ifUnanswered: guess }', /recertification\.ifUnanswered/],
])('a recertification that could not go its way is refused: %s', (text, problem) => {
  expect(problemsOf(`${sample}\nrecertification: ${text}\n`)).toEqual([expect.stringMatching(problem)]);
});
