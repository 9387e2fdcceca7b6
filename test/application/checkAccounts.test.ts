import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { draftRequest } from '../../src/application/draftRequest.ts';
import type { FormValues } from '../../src/application/form.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, drafted, formValues, stored } from '../support/journeys.ts';
import { alex, nestor } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

const reports = { accountKind: 'existing', account: 'svc-legacy-reports@contoso.onmicrosoft.com' } as const;

async function refusalOf(changes: FormValues): Promise<unknown> {
  const values = await formValues(bot, changes);
  const result = await draftRequest(bot.app, { requester: alex, values, correlationId: 'test' });
  return result.ok ? undefined : result.refusal[0];
}

describe('an existing account is not converted when it is', () => {
  test.each([
    ['of an approver or admin', 'leeg@contoso.onmicrosoft.com', 'decides'],
    ['of the requester', 'alexw@contoso.onmicrosoft.com', 'requester'],
  ])('%s', async (_, account, reason) => {
    expect(await refusalOf({ accountKind: 'existing', account })).toMatchObject({ code: 'Unconvertible', reason });
  });

  test('of a System Administrator', async () => {
    await makeAdministrator(reports.account);
    expect(await refusalOf(reports)).toMatchObject({ code: 'Unconvertible', reason: 'systemAdministrator' });
  });

  test('disabled', async () => {
    await bot.services.graph('PATCH', `/users/${reports.account}`, { accountEnabled: false });
    expect(await refusalOf(reports)).toMatchObject({ code: 'Unconvertible', reason: 'disabled' });
  });
});

describe('an owner is refused who is', () => {
  test('the very account that is converted', async () => {
    expect(await refusalOf({ ...reports, owner: reports.account })).toMatchObject({
      code: 'UnfitOwner',
      reason: 'account',
    });
  });

  test('disabled', async () => {
    await bot.services.graph('PATCH', `/users/${nestor.id}`, { accountEnabled: false });
    expect(await refusalOf({})).toMatchObject({ code: 'UnfitOwner', reason: 'disabled' });
  });
});

test('what an existing account can do today is part of the plan that is approved', async () => {
  const { request } = await drafted(bot, reports);
  const { account } = request.ask;
  expect(account.kind === 'existing' && account.roles.length).toBeGreaterThan(0);
  expect(request.plan.keeps).toEqual(account.kind === 'existing' && account.roles.map(({ name }) => name).sort());
});

test('an account that got another role since it was approved is left alone', async () => {
  const { id } = await approved(bot, reports);
  await makeAdministrator(reports.account);
  await bot.settle();
  expect(await stored(bot, id)).toMatchObject({ status: 'Failed', cause: { code: 'AccountChanged' }, leftovers: [] });
});

async function makeAdministrator(upn: string): Promise<void> {
  const environment = bot.app.settings.environments.get('prod' as never);
  const account = await bot.services.directory.findAccount(upn);
  const user = environment && account && (await bot.services.dataverse.findUser(environment, account.objectId));
  if (!user) throw new Error(`${upn} is not in prod`);
  const roles = await bot.services.dataverse.readRoles(environment);
  const administrator = roles.find(({ name }) => name === 'System Administrator');
  await bot.services.dataverse.ensureRoles(environment, user.id, administrator ? [administrator.id] : []);
}
