import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { examine } from '../../src/application/doctor.ts';
import { findingWords } from '../../src/bot/words/findings.ts';
import { policyFile, policyFrom } from '../../src/policyFile.ts';
import { startTestApp, type TestApp } from '../support/app.ts';

let world: TestApp;
beforeEach(async () => {
  world = await startTestApp();
});
afterEach(() => world.stop());

const setting = '/mailboxSettings/automaticRepliesSetting';

/** The doctor's line about mailboxes, if it has any. */
async function line(changes: Partial<TestApp['app']> = {}): Promise<string | undefined> {
  const findings = await examine({ ...world.app, ...changes });
  const found = findings.find((one) => 'attempt' in one && one.attempt === 'readMailboxes');
  if (!found) return undefined;
  const { what, remedy } = findingWords(found);
  return [found.verdict, what, remedy].filter(Boolean).join(' · ');
}

test('the mailbox of an approver is asked, and of nobody else', async () => {
  await world.services.control('DELETE', '/calls');
  expect(await line()).toBe('good · Absences set in Outlook are seen.');
  const asked = (await world.services.calls()).filter((call) => call.endsWith(setting));
  expect(asked).toEqual([expect.stringMatching(/users\/a1e00000-0000-4000-8000-00000000000[25]\/mailbox/)]);
});

test('a tenant that does not grant the right is told what it lacks, and that nothing is to be repaired', async () => {
  await world.services.fault({ match: { path: setting }, status: 403, code: 'ErrorAccessDenied' });
  expect(await line()).toMatch(
    /^warning · .*said no \(ErrorAccessDenied\)\. · Absences set in Outlook are not seen; .*\/away.*MailboxSettings\.Read/,
  );
});

test.each([
  ['cannot be looked up', 'group:c0000000-0000-4000-8000-000000000001'],
  ['are known with a request only', 'manager'],
])('approvers who %s have no mailbox to be asked', async (_why, approver) => {
  const { settings } = world.app;
  const file = policyFile.parse({ stages: [{ approvers: [approver], required: 1, alternates: [] }], fallback: [] });
  const policies = new Map([['standard', policyFrom('standard', file, [])]]);
  await world.services.fault({ match: { path: '/groups/' }, status: 403, times: 20 });
  expect(await line({ settings: { ...settings, policies } })).toBeUndefined();
});
