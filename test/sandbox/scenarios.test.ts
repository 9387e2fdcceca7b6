import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readScenarioFile, readyScenarios } from '../../src/sandbox/simulator/scenario/file.ts';
import { contosoAt } from './contoso.ts';
import type { Contoso } from './contoso.ts';
import { startTestSimulator } from './startTestSimulator.ts';
import type { TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
let contoso: Contoso;
beforeAll(async () => {
  simulator = await startTestSimulator();
  contoso = contosoAt(simulator);
});
beforeEach(() => simulator.control('POST', '/reset'));
afterAll(() => simulator.stop());

/** What each of the ready scenarios does, seen over the wire. */
const effects: Record<string, () => Promise<void>> = {
  async 'full-environment'() {
    expect(await contoso.seats()).toEqual({ used: 5, limit: 5 });
    expect(await contoso.makeNonInteractive('Legacy reports')).toEqual([400, '0x8004B050']);
  },
  async 'approver-away'() {
    const path = '/graph/v1.0/users/a1e00000-0000-4000-8000-000000000002/mailboxSettings';
    const { body } = await simulator.call('GET', path);
    expect(body.automaticRepliesSetting).toMatchObject({ status: 'alwaysEnabled' });
  },
  async 'no-spare-licence'() {
    const id = await contoso.createAccount();
    expect((await contoso.lend(id)).body.error.message).toContain('does not have any available licenses');
  },
  async 'no-usage-location'() {
    const { body } = await simulator.call('GET', '/graph/v1.0/organization');
    expect(body.value[0]).toMatchObject({ countryLetterCode: null });
    expect((await contoso.lend(contoso.legacyReports)).body.error.message).toContain('invalid usage location');
  },
  async 'security-group'() {
    const outside = () => contoso.force(contoso.legacyReports);
    expect((await outside()).body.error.code).toBe('userNotInSecurityGroup');
    const check = { groupIds: ['c0000000-0000-4000-8000-000000000011'] };
    const path = `/graph/v1.0/users/${contoso.legacyReports}/checkMemberGroups`;
    expect((await simulator.call('POST', path, check)).body.value).toEqual(check.groupIds);
    await contoso.join('c0000000-0000-4000-8000-000000000011', contoso.legacyReports);
    expect((await outside()).status).toBe(200);
  },
  async 'slow-sync'() {
    const id = await contoso.createLicensed();
    await contoso.force(id);
    await simulator.pass(3599);
    expect(await contoso.arrived(id)).toBeUndefined();
    await simulator.pass(1);
    expect(await contoso.arrived(id)).toBeDefined();
  },
  async 'licence-not-seen-yet'() {
    const id = await contoso.createLicensed();
    for (let count = 0; count < 6; count += 1) {
      expect(await contoso.force(id)).toMatchObject({ status: 400, body: { error: { code: 'userNotLicensed' } } });
    }
    expect((await contoso.force(id)).status).toBe(200);
  },
  async 'arrives-disabled'() {
    const id = await contoso.createLicensed();
    await simulator.pass(8);
    expect(await contoso.arrived(id)).toMatchObject({ isdisabled: true, fullname: expect.stringMatching(/^# /) });
  },
  async 'other-business-unit'() {
    const id = await contoso.createLicensed();
    await simulator.pass(8);
    for (const user of [await contoso.arrived(id), await contoso.user('Legacy reports')]) {
      expect(await contoso.assign(user, 'Integration Reader', 'contoso')).toEqual([400, '0x80041409']);
      expect(await contoso.assign(user, 'Integration Reader', 'Europe')).toEqual([204, undefined]);
    }
    expect(await contoso.rolesOf('Legacy reports')).toEqual(['Integration Reader', 'Report Reader']);
  },
  async 'role-already-there'() {
    const user = await contoso.user('Legacy reports');
    expect(await contoso.rolesOf('Legacy reports')).toEqual(['Integration Reader', 'Report Reader']);
    await expect(contoso.assign(user, 'Sales Manager')).rejects.toThrow('fetch failed');
    expect(await contoso.assign(user, 'Sales Manager')).toEqual([412, '0x80040237']);
    expect(await contoso.rolesOf('Legacy reports')).toContain('Sales Manager');
  },
  async 'flip-back'() {
    expect(await contoso.makeNonInteractive('Legacy reports')).toEqual([204, undefined]);
    await contoso.lend(contoso.legacyReports, 'back');
    await simulator.pass(8);
    expect(await contoso.user('Legacy reports')).toMatchObject({ accessmode: 0, isdisabled: true });
  },
  async 'inherited-licence'() {
    const inherited = 'inherited from a group membership';
    expect((await contoso.lend(contoso.legacyReports, 'back')).body.error.message).toContain(inherited);
    const id = await contoso.createAccount();
    await contoso.join('c0000000-0000-4000-8000-000000000011', id);
    expect((await contoso.lend(id, 'back')).body.error.message).toContain(inherited);
  },
  async 'soft-deleted-application'() {
    expect(await contoso.rows("systemusers?$filter=fullname eq '%23 Contoso Reporting'")).toEqual([]);
    const applicationid = 'f0000000-0000-4000-8000-000000000011';
    expect(await contoso.send('POST', 'systemusers', { applicationid })).toEqual([400, '0x8004F511']);
  },
  async 'quota-refused'() {
    expect(await contoso.seats()).toEqual({ used: 5, limit: 7 });
    expect(await contoso.makeNonInteractive('Legacy reports')).toEqual([400, '0x8004B050']);
  },
  async 'counts-differ'() {
    expect(await contoso.seats()).toEqual({ used: 4, limit: 7 });
    const counted = 'accessmode eq 4 and isdisabled eq false and applicationid eq null and isintegrationuser eq false';
    expect(await contoso.rows(`systemusers?$filter=${counted}`)).toHaveLength(5);
  },
  async 'on-premises-in-disguise'() {
    const organization = "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')";
    const { body } = await contoso.get(organization);
    expect(body['Detail']).toMatchObject({ OrganizationVersion: '9.1.28.9' });
    expect(body['Detail']).not.toHaveProperty('TenantId');
    expect((await contoso.get('RetrieveOrganizationResources()')).status).toBe(404);
  },
  async throttled() {
    const waits = async (ask: () => Promise<{ status: number; headers: Headers }>) => {
      const replies = [await ask(), await ask(), await ask(), await ask()];
      return replies.map(({ status, headers }) => [status, headers.get('retry-after')]);
    };
    const ok = [200, null];
    expect(await waits(() => contoso.get('WhoAmI()'))).toEqual([[429, '2'], ok, ok, [429, '2']]);
    expect(await waits(() => simulator.call('GET', '/graph/v1.0/users'))).toEqual([[429, null], ok, ok, [429, null]]);
  },
  async unsteady() {
    expect((await contoso.get('WhoAmI()')).status).toBe(503);
    await expect(contoso.get('WhoAmI()')).rejects.toThrow('fetch failed');
    const startedAt = performance.now();
    expect((await contoso.get('WhoAmI()')).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(1400);
  },
  async 'lost-answers'() {
    await expect(contoso.createAccount()).rejects.toThrow('fetch failed');
    const again = await simulator.call('POST', '/graph/v1.0/users', contoso.newAccount);
    expect(again.body.error.message).toContain('already exists');
    await expect(contoso.makeNonInteractive('Legacy reports')).rejects.toThrow('fetch failed');
    expect(await contoso.user('Legacy reports')).toMatchObject({ accessmode: 4 });
  },
};

test('every ready scenario is shown here, and says in one line what a person will see', () => {
  expect(Object.keys(effects).sort()).toEqual(readyScenarios().sort());
  for (const name of readyScenarios()) expect(readScenarioFile(name).comment).toMatch(/^.{30,140}$/);
});

test.each(readyScenarios())('%s does what it says', async (name) => {
  const yaml = readFileSync(readScenarioFile(name).path, 'utf8');
  expect(await contoso.play(yaml)).toMatchObject({ status: 204 });
  await effects[name]?.();
});
