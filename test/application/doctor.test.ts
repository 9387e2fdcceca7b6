import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PermanentFailure } from '../../src/application/failures.ts';
import { examine, type Patient } from '../../src/application/doctor.ts';
import type { Finding } from '../../src/application/findings.ts';
import { findingWords, topicTitle } from '../../src/bot/words/findings.ts';
import type { ChannelId, GroupId, PersonId } from '../../src/domain/words.ts';
import { createDatabaseProbe } from '../../src/store/databaseProbe.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { EnvironmentKey } from '../../src/domain/words.ts';
import { policyFile, policyFrom } from '../../src/policyFile.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { createTestDatabase } from '../support/postgres.ts';
import { lee } from '../support/requests.ts';

let world: TestApp;
beforeEach(async () => {
  world = await startTestApp();
});
afterEach(() => world.stop());

const examined = (changes: Partial<Patient> = {}): Promise<readonly Finding[]> => examine({ ...world.app, ...changes });

/** `topic: what → remedy` of everything that is not well. */
function complaints(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ verdict }) => verdict !== 'good')
    .map((finding) => {
      const { what, remedy } = findingWords(finding);
      return `${finding.verdict} · ${topicTitle(finding.topic)}: ${what} → ${String(remedy)}`;
    });
}

const fullTest =
  'warning · Contoso Test: 0 of 7 seats free. → Requests will wait. End a non-interactive user that is no longer needed.';
const leeUnmet =
  'warning · People: Policy standard, stage 1: Lee Gu cannot be reached in Teams yet. → Install the Teams app for them by a setup policy, or let them write to Seatkeeper once.';

test('where all is well, everything is looked at, and what is to be known is said', async () => {
  const findings = await examined();
  expect(complaints(findings)).toEqual([fullTest, leeUnmet]);
  const said = findings.map((finding) => `${topicTitle(finding.topic)}: ${findingWords(finding).what}`);
  for (const line of [
    'Seatkeeper: The configuration is valid: 3 environments, 1 policy.',
    'Seatkeeper: The database answers and is up to date.',
    'Microsoft Entra: A token is given.',
    'Microsoft Entra: People can be read.',
    'Microsoft Entra: Groups can be read.',
    'Microsoft Entra: Applications can be read.',
    'Microsoft Entra: The organisation can be read.',
    'Power Platform: A token is given.',
    'Contoso Production: The Power Platform admin API lets Seatkeeper in.',
    'Contoso Production: A token is given.',
    'Contoso Production: Seatkeeper is a user of it.',
    'Contoso Production: Users can be read.',
    'Contoso Production: Security roles can be read.',
    'Contoso Production: Seatkeeper may make, change and disable users, and give them roles.',
    'Contoso Production: It is online.',
    'Contoso Production: 2 of 7 seats free.',
    'Contoso Legacy: On-premises: requests for it are refused with the reason.',
    'People: Policy standard, stage 1: 2 approvers, 1 needed.',
    'People: Admins: 1 person.',
  ]) {
    expect(said).toContain(line);
  }
  expect(said.find((line) => line.includes('DYN365_ENTERPRISE'))).toMatch(/\d+ of \d+ licences spare\./);
});

test('it only reads', async () => {
  const before = await world.services.control('GET', '/');
  await world.services.control('DELETE', '/calls');
  await examined();
  const calls = await world.services.calls();
  expect(calls.length).toBeGreaterThan(15);
  expect(calls.filter((call) => !call.startsWith('GET '))).toEqual([]);
  const { now: _then, ...state } = before as { now: string };
  expect(await world.services.control('GET', '/')).toMatchObject(state);
});

test('the reads run side by side', async () => {
  const latencyMs = 150;
  await world.services.fault({ match: { path: '/' }, times: 100, latencyMs });
  await world.services.control('DELETE', '/calls');
  const started = performance.now();
  await examined();
  const passed = performance.now() - started;
  const calls = await world.services.calls();
  expect(passed).toBeLessThan((calls.length * latencyMs) / 2);
});

const refused = { status: 403, times: 20 };
test.each([
  [
    'people',
    '/graph/v1.0/users\\?',
    /Microsoft Entra: Reading people failed: .*\(.+\). → Grant .* User\.ReadWrite\.All/,
  ],
  [
    'applications',
    '/servicePrincipals',
    /Microsoft Entra: Reading applications failed: .* → Grant .* Application\.Read\.All/,
  ],
  ['groups', '/graph/v1.0/groups\\?', /Microsoft Entra: Reading groups failed: .* → Grant .* GroupMember\.Read\.All/],
  [
    'tenant',
    '/organization',
    /Microsoft Entra: Reading the organisation failed: .* → Grant .* Organization\.Read\.All/,
  ],
  ['licences', '/subscribedSkus', /Microsoft Entra: Reading licences failed: .* → Grant .* LicenseAssignment/],
  ['membership', '/prod/.*/WhoAmI', /Contoso Production: Asking who Seatkeeper is failed: .* → Add CRM_CLIENT_ID/],
  ['users', '/prod/.*/systemusers\\?.*top=1', /Contoso Production: Reading users failed: .* → Add CRM_CLIENT_ID/],
  ['roles', '/prod/.*/roles', /Contoso Production: Reading security roles failed: .* → Add CRM_CLIENT_ID/],
  ['seats', '/prod/.*/RetrieveOrganizationResources', /Contoso Production: Reading the seats failed: .* → Add/],
  ['registration', '/bap/.*0001', /Contoso Production: .* is not registered .* → .*New-PowerAppManagementApp/],
])('a right that is missing (%s) is one line with its remedy, and stops no other check', async (_what, path, line) => {
  await world.services.fault({ match: { path }, ...refused });
  const bad = complaints(await examined()).filter((complaint) => complaint !== fullTest && complaint !== leeUnmet);
  expect(bad).toEqual([expect.stringMatching(line)]);
});

describe('key vaults', () => {
  const vaultLines = (findings: readonly Finding[]): readonly string[] =>
    findings
      .map((finding) => `${finding.verdict} · ${topicTitle(finding.topic)}: ${findingWords(finding).what}`)
      .filter((line) => line.includes('vault'));
  const atVault = (): Partial<Patient> => withEnvironment({ keyVault: `${world.services.url}/vault` }, 'prod', 'test');

  test('none is looked at where none is used', async () => {
    expect(vaultLines(await examined())).toEqual([]);
  });

  test('one that several environments use is looked at once', async () => {
    const { host } = new URL(world.services.url);
    await world.services.control('DELETE', '/calls');
    expect(vaultLines(await examined(atVault()))).toEqual([`good · Key vault ${host}: Secrets can be read.`]);
    const calls = await world.services.calls();
    expect(calls.filter((call) => call.includes(' /vault/'))).not.toEqual([]);
    expect(calls.filter((call) => !call.startsWith('GET '))).toEqual([]);
  });

  test('one that does not let the bot in is a line with its remedy', async () => {
    await world.services.fault({ match: { path: '/vault/' }, ...refused, code: 'Forbidden' });
    expect(complaints(await examined(atVault())).join('\n')).toMatch(
      /bad · Key vault .*: Reading a secret failed: .* → Give CRM_CLIENT_ID the role Key Vault Secrets Officer/,
    );
  });

  test('one that does not answer is told from one that says no', async () => {
    const away = withEnvironment({ keyVault: 'http://127.0.0.1:1' }, 'prod');
    expect(complaints(await examined(away)).join('\n')).toMatch(
      /bad · Key vault 127\.0\.0\.1:1: Reading a secret failed: .* does not answer now/,
    );
  });
});

test('a service that is down is told from one that says no', async () => {
  await world.services.fault({ match: { path: '/prod/' }, status: 503, times: 100 });
  const findings = await examined();
  const bad = complaints(findings).filter((complaint) => complaint.startsWith('bad'));
  expect(bad.length).toBeGreaterThanOrEqual(5);
  for (const complaint of bad) expect(complaint).toMatch(/^bad · Contoso Production: .* does not answer now/);
});

test('without a token the reads of that service are not tried, and the reason is said once', async () => {
  const failure = new PermanentFailure('AADSTS7000222 secret expired', { service: 'graph', code: 'invalid_client' });
  const { probes } = world.app;
  const signIn: typeof probes.signIn = (to) => (to === 'graph' ? Promise.reject(failure) : probes.signIn(to));
  const findings = await examined({ probes: { ...probes, signIn } });
  expect(complaints(findings)).toContain(
    'bad · Microsoft Entra: Getting a token failed: Microsoft Entra said no (invalid_client). → Check the CRM_… variables: a secret or certificate may have run out.',
  );
  expect(findings.filter(({ topic }) => topic === 'graph')).toHaveLength(1);
});

test('a bug in one check is logged, and a line among the others', async () => {
  const { probes } = world.app;
  const readUsers = (): Promise<void> => Promise.reject(new TypeError('secret detail'));
  const findings = await examined({ probes: { ...probes, readUsers } });
  expect(complaints(findings).join('\n')).toMatch(/Reading users failed: something broke in Seatkeeper/);
  expect(complaints(findings).join('\n')).not.toContain('secret detail');
  expect(findings.length).toBeGreaterThan(20);
});

test('no spare licence, and a licence that the tenant does not have', async () => {
  const { licenceSku = '' } = world.app.settings.environments.get('prod' as EnvironmentKey) ?? {};
  await world.services.control('PATCH', `/skus/${licenceSku}`, { enabled: 1 });
  expect(complaints(await examined()).join('\n')).toMatch(
    /bad · Microsoft Entra: DYN365_ENTERPRISE\S+: 0 of 1 licence spare/,
  );
  const findings = await examined(withEnvironment({ licenceSku: '99999999-0000-4000-8000-000000000000' }));
  expect(complaints(findings).join('\n')).toMatch(
    /bad · .*The tenant has no licence 99999999.* → Correct `licenceSku`/,
  );
});

test('counts of seats that differ are told, and the larger one is reckoned with', async () => {
  const { dataverse } = world.app;
  const readQuota = () => Promise.resolve({ limit: 7, used: 4, counted: 6 });
  expect(complaints(await examined({ dataverse: { ...dataverse, readQuota } }))).toContain(
    'warning · Contoso Production: 1 of 7 seats free. The environment counts 4 in use, its list of users shows 6. → The larger number is reckoned with. Nothing is needed from you.',
  );
});

test('an environment that is on-premises whatever the configuration says', async () => {
  const findings = await examined(withEnvironment({ url: `${world.services.url}/legacy` }));
  expect(complaints(findings).join('\n')).toMatch(/bad · Contoso Production: It is on-premises.* → Set `deployment/);
});

test('an environment id that is none of the tenant', async () => {
  const findings = await examined(withEnvironment({ environmentId: 'e0000000-0000-4000-8000-00000000000f' }));
  expect(complaints(findings).join('\n')).toMatch(
    /bad · Contoso Production: Reading the environment in the Power Platform failed: .* → Correct `environmentId`/,
  );
});

test('policies and admins: groups that do not exist, people that do not, too few for the number needed', async () => {
  const nowhere = '99999999-0000-4000-8000-000000000000';
  const { settings } = world.app;
  const approvers = [lee.id, nowhere, `group:${nowhere}`];
  const stages = [{ approvers, required: 2, alternates: [] }];
  const file = policyFile.parse({ stages });
  const policies = new Map([['strict', policyFrom('strict', file, [])]]);
  const admins = [{ kind: 'group', id: nowhere as GroupId }] as const;
  const said = complaints(await examined({ settings: { ...settings, policies, admins } })).join('\n');
  expect(said).toMatch(
    /bad · People: Policy strict, stage 1: 1 approver, 2 needed; 99999999-\S+ does not exist; 99999999-/,
  );
  expect(said).toMatch(/bad · People: Admins: 0 people; 99999999-\S+ does not exist/);
});

test('approvers whom the bot has never met: bad when too few are left to decide', async () => {
  await world.app.contacts.removeContact('a1e00000-0000-4000-8000-000000000002' as PersonId);
  const said = complaints(await examined()).join('\n');
  expect(said).toMatch(/bad · People: Policy standard, stage 1: Megan Bowen and Lee Gu cannot be reached in Teams yet/);
});

test('an approval channel in which the bot was never met', async () => {
  const { settings } = world.app;
  const channel = '19:approvals@thread.tacv2' as ChannelId;
  const [policy] = [...settings.policies.values()].map((one) => ({ ...one, channel }));
  const policies = new Map(policy && [[policy.name, policy]]);
  const findings = async () => complaints(await examined({ settings: { ...settings, policies } })).join('\n');
  expect(await findings()).toMatch(
    /warning · People: Policy standard: Seatkeeper has not been met in its approval channel/,
  );
  await world.app.contacts.saveContact({ id: channel }, { conversation: { id: channel } });
  expect(await findings()).not.toContain('approval channel');
});

test('a database without its tables, and one that does not answer', async () => {
  const database = await createTestDatabase();
  const db = openDatabase(database.url, { log: world.app.log });
  const gone = openDatabase('postgres://nobody:pass-word@127.0.0.1:1/none', { log: world.app.log });
  try {
    const behind = complaints(await examined({ database: createDatabaseProbe(db) })).join('\n');
    expect(behind).toMatch(/warning · Seatkeeper: The database lacks \d+ migrations?: 0001-first.* → The next start/);
    const lost = complaints(await examined({ database: createDatabaseProbe(gone) })).join('\n');
    expect(lost).toMatch(/bad · Seatkeeper: The database does not answer \(ECONNREFUSED\)/);
    expect(lost).not.toContain('pass-word');
  } finally {
    await Promise.all([db.destroy(), gone.destroy()]);
    await database.drop();
  }
});

/** As if the configuration said something else of some environments. */
function withEnvironment(change: object, ...keys: readonly string[]): Partial<Patient> {
  const { settings } = world.app;
  const environments = new Map(settings.environments);
  for (const name of keys.length > 0 ? keys : ['prod']) {
    const environment = environments.get(name as EnvironmentKey);
    if (!environment) throw new Error(`No environment ${name}`);
    environments.set(environment.key, { ...environment, ...change });
  }
  return { settings: { ...settings, environments } };
}
