import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import type { Environment } from '../../src/domain/environment.ts';
import type { Active } from '../../src/domain/request.ts';
import type { EnvironmentKey } from '../../src/domain/words.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, stored } from '../support/journeys.ts';
import { megan } from '../support/requests.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

const hour = 60 * 60 * 1000;

function prod(): Environment {
  const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  return environment;
}

async function after(hours: number): Promise<void> {
  await bot.pass(hours * hour);
  await sweep(bot.app, 'test');
  await bot.settle();
}

/** What the admin was told of an environment, message by message. */
function told(key = 'prod'): readonly (readonly string[])[] {
  return bot.desk.notifications
    .flatMap(({ reader, view }) => (reader === megan.id && view.kind === 'discrepancies' ? [view] : []))
    .filter(({ environment }) => environment.key === key)
    .map(({ discrepancies }) => discrepancies.map(({ kind }) => kind));
}

test('an environment is compared a day after it is first seen, and then every day; only what is new is told', async () => {
  const { id } = await approved(bot);
  await bot.settle();
  const user = (await stored(bot, id)) as Active;
  await after(0);
  expect(told()).toEqual([]);
  await after(25);
  const [first] = told();
  expect(first?.every((kind) => kind === 'madeElsewhere')).toBe(true);
  await after(25);
  expect(told()).toHaveLength(1);
  await bot.services.dataverse.ensureDisabled(prod(), user.systemUserId);
  await after(1);
  expect(told()).toHaveLength(1);
  await after(24);
  expect(told().slice(1)).toEqual([['disabled']]);
});

test('an environment that does not answer is asked again within about an hour, and the others are told of meanwhile', async () => {
  await after(0);
  await bot.services.fault({ match: { path: '/prod/' }, times: 'always', status: 403, code: '0x80040220' });
  await after(25);
  expect(told('prod')).toEqual([]);
  expect(told('test')).toHaveLength(1);
  await bot.services.control('DELETE', '/faults');
  await after(0.5);
  expect(told('prod')).toEqual([]);
  await after(1);
  expect(told('prod')).toHaveLength(1);
});

test('a message that the channel certainly did not take is sent again, once', async () => {
  await after(0);
  bot.desk.faults.push('transient');
  await after(25);
  expect(told('prod')).toHaveLength(1);
});
