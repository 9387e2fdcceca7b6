import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { App } from '../../src/application/app.ts';
import { wake } from '../../src/application/sweep.ts';
import { testPolicy } from '../../src/application/testPolicy.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approve, approved, stored, submitted } from '../support/journeys.ts';
import { lee, megan } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

/** As after a start with another file: the policy now wants two approvals, or the spare licence is another one. */
function reconfigured(change: { required?: number; licenceSku?: string; maxDays?: number }): TestApp {
  const { environments, policies } = bot.app.settings;
  const { required, licenceSku, maxDays } = change;
  const app: App = {
    ...bot.app,
    settings: {
      ...bot.app.settings,
      environments: new Map(
        [...environments].map(([key, environment]) => [key, { ...environment, ...(licenceSku && { licenceSku }) }]),
      ),
      policies: new Map(
        [...policies]
          .map(([name, policy]) => [name, required ? withApprovals(policy, required) : policy] as const)
          .map(([name, policy]) => [
            name,
            maxDays ? { ...policy, version: 'v2', terms: { ...policy.terms, maxDays } } : policy,
          ]),
      ),
    },
  };
  return { ...bot, app };
}

function withApprovals({ terms, ...policy }: Policy, required: number): Policy {
  return { ...policy, terms: { ...terms, stages: terms.stages.map((stage) => ({ ...stage, required })) } };
}

test('approvals of a plan that the configuration no longer gives do not count, and the cards say so', async () => {
  const { request } = await submitted(bot);
  await bot.run();
  const changed = reconfigured({ required: 2 });
  await wake(changed.app);
  await bot.run();
  const replanned = await stored(bot, request.id);
  expect(replanned).toMatchObject({ status: 'Pending', terms: { stages: [{ required: 2 }] }, approvals: [] });
  expect(bot.desk.cardsOf(megan.id)[0]?.request).toMatchObject({ replannedAt: bot.now() });

  expect((await approve(changed, request)).refusal).toEqual({ code: 'PlanChanged' });
  expect((await approve(changed, replanned)).refusal).toBeUndefined();
  expect((await stored(bot, request.id)).status).toBe('Pending');
  expect((await approve(changed, replanned, lee)).refusal).toBeUndefined();
  expect((await stored(bot, request.id)).status).toBe('Provisioning');
});

test('an approval looks again itself, so that a start that could not look costs nothing', async () => {
  const { request } = await submitted(bot);
  const changed = reconfigured({ licenceSku: '50000000-0000-4000-8000-000000000002' });
  expect((await approve(changed, request)).refusal).toEqual({ code: 'PlanChanged' });
  expect(await stored(bot, request.id)).toMatchObject({ status: 'Pending', approvals: [] });
});

test('a waiting request whose plan changed goes back to its approvers instead of taking the next seat', async () => {
  await bot.services.control('PATCH', '/environments/prod', { limit: 5 });
  const { id } = await approved(bot);
  expect((await stored(bot, id)).status).toBe('Waiting');
  const changed = reconfigured({ required: 2 });
  await wake(changed.app);
  expect(await stored(bot, id)).toMatchObject({ status: 'Pending', approvals: [] });
});

test('who waited for a seat and is approved again has the place that was theirs', async () => {
  await bot.services.control('PATCH', '/environments/prod', { limit: 5 });
  const first = await approved(bot);
  const changed = reconfigured({ required: 2 });
  await wake(changed.app);
  await bot.pass(60_000);
  const second = await approved(bot, { integration: 'Web shop' });
  expect(second.status).toBe('Waiting');
  const again = await stored(bot, first.id);
  for (const by of [megan, lee]) expect((await approve(changed, again, by)).refusal).toBeUndefined();
  expect((await bot.app.store.readSeats(again.ask.environment)).queue).toEqual([first.id, second.id]);
});

test('a request that a stricter policy no longer allows is not approved, and the cards say why', async () => {
  const { request } = await submitted(bot);
  await bot.run();
  const changed = reconfigured({ maxDays: 10 });
  await wake(changed.app);
  await bot.run();
  const replanned = await stored(bot, request.id);
  expect((await approve(changed, replanned)).refusal).toEqual({
    code: 'OutsideTerms',
    unmet: [{ code: 'TooLong', days: 30, maxDays: 10 }],
  });
  expect((await testPolicy(bot.app, changed.app.settings)).changes).toEqual([]);
});

test('the same configuration changes nothing', async () => {
  const { request, version } = await submitted(bot);
  await wake(bot.app);
  expect(await bot.app.store.findRequest(request.id)).toMatchObject({ version });
});
