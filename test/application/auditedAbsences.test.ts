import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { comeBack, setAway } from '../../src/application/absences.ts';
import { verifyAudit } from '../../src/application/auditVerify.ts';
import { notePolicies } from '../../src/application/notePolicies.ts';
import type { AuditRow } from '../../src/domain/audit.ts';
import { sha256 } from '../../src/store/auditChain.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { inDays, submitted } from '../support/journeys.ts';
import { lee, megan, nestor } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp({ policy: { stages: [{ approvers: [megan.id], alternates: [lee.id] }] } });
});
afterEach(() => bot.stop());

/** What the audit says besides the events of requests, first to last. */
async function entries(): Promise<readonly AuditRow[]> {
  expect(await verifyAudit({ audit: bot.app.audit, sha256 })).toMatchObject({ kind: 'whole' });
  return bot.app.audit.read(async (view) => {
    const found: AuditRow[] = [];
    for await (const rows of view.rows()) found.push(...rows.filter(({ entry }) => entry.eventSeq === null));
    return found;
  });
}

test('who is away until when, and who decides meanwhile, is in the audit, and so is that they are back', async () => {
  const until = inDays(bot, 7);
  await setAway(bot.app, { person: megan, until, delegate: lee.upn ?? '', correlationId: 'c-1' });
  await setAway(bot.app, { person: megan, until: inDays(bot, -1), correlationId: 'c-2' });
  await comeBack(bot.app, megan, 'c-3');
  await comeBack(bot.app, megan, 'c-4');
  const { policyVersion } = bot.app.settings;
  const common = { actor: megan.id, requestId: null, policyVersion, at: bot.now() };
  expect(await entries()).toMatchObject([
    {
      entry: { ...common, what: 'WentAway', correlationId: 'c-1' },
      details: { person: { id: megan.id }, until, delegate: { id: lee.id }, source: 'self' },
    },
    { entry: { ...common, what: 'CameBack', correlationId: 'c-3' }, details: { person: { id: megan.id } } },
  ]);
});

test('an absence that a mailbox tells of is recorded when it begins and when it ends, not each time it is seen', async () => {
  const replies = (status: string) =>
    bot.services.graph('PATCH', `/users/${megan.id}/mailboxSettings`, { automaticRepliesSetting: { status } });
  await replies('alwaysEnabled');
  await submitted(bot, { owner: nestor.id });
  await bot.run();
  await submitted(bot, { owner: nestor.id, integration: 'Another sync' });
  await bot.run();
  expect(await entries()).toMatchObject([
    { entry: { what: 'WentAway', actor: 'seatkeeper' }, details: { person: { id: megan.id }, source: 'outlook' } },
  ]);
  await replies('disabled');
  await submitted(bot, { owner: nestor.id, integration: 'A third sync' });
  await bot.run();
  expect((await entries()).map(({ entry }) => entry.what)).toEqual(['WentAway', 'CameBack']);
});

test('a start with other policies is in the audit, with what they are; another start with the same is not', async () => {
  await notePolicies(bot.app, 'c-1');
  await notePolicies(bot.app, 'c-2');
  const settings = { ...bot.app.settings, policyVersion: 'another' };
  await notePolicies({ ...bot.app, settings }, 'c-3');
  await notePolicies(bot.app, 'c-4');
  const { policyVersion } = bot.app.settings;
  const common = { what: 'PoliciesLoaded', actor: 'seatkeeper' };
  expect(await entries()).toMatchObject([
    {
      entry: { ...common, policyVersion, correlationId: 'c-1' },
      details: { admins: [{ id: megan.id }], policies: [{ name: 'standard' }] },
    },
    { entry: { ...common, policyVersion: 'another', correlationId: 'c-3' } },
    { entry: { ...common, policyVersion, correlationId: 'c-4' } },
  ]);
});
