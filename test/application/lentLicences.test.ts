import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AccessRequest } from '../../src/domain/request.ts';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, stored, worldOf } from '../support/journeys.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

async function spare(number: number): Promise<void> {
  const { usedLicences } = await worldOf(bot);
  await bot.services.control('PATCH', '/skus/50000000-0000-4000-8000-000000000001', { enabled: usedLicences + number });
}

async function several(...integrations: readonly string[]): Promise<readonly AccessRequest[]> {
  const requests: AccessRequest[] = [];
  for (const integration of integrations) requests.push(await approved(bot, { integration }));
  return requests;
}

test('who finds all spare licences lent to others waits until one comes back', async () => {
  await bot.services.control('PATCH', '/environments/prod', { limit: 20 });
  const requests = await several('SAP', 'Web shop', 'Data lake');
  await spare(1);
  await bot.settle();
  for (const { id } of requests) expect(await stored(bot, id)).toMatchObject({ status: 'Active' });
});

test('who finds none although nobody has been lent one fails, however many look at once', async () => {
  const requests = await several('SAP', 'Web shop');
  await spare(0);
  await bot.settle();
  for (const { id } of requests) {
    expect(await stored(bot, id)).toMatchObject({ status: 'Failed', cause: { code: 'NoSpareLicence' } });
  }
});
