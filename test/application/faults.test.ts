import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startTestApp, type TestApp } from '../support/app.ts';
import { approved, stored, worldOf } from '../support/journeys.ts';
import { megan } from '../support/requests.ts';
import { addressOf } from '../../src/domain/ask.ts';
import type { Fault } from '../crm/support.ts';

let bot: TestApp;
beforeEach(async () => {
  bot = await startTestApp();
});
afterEach(() => bot.stop());

const calls = [
  { method: 'POST', path: '/graph/v1.0/users$' },
  { method: 'GET', path: '/graph/v1.0/users/' },
  { method: 'POST', path: 'assignLicense' },
  { method: 'POST', path: 'addUser' },
  { method: 'GET', path: 'systemusers' },
  { method: 'PATCH', path: 'systemusers' },
  { method: 'POST', path: 'systemuserroles_association' },
  { method: 'GET', path: 'RetrieveOrganizationResources' },
] as const;

/** In the way for a while, gone after its effect, or a no for good. */
const trouble = fc.constantFrom<Partial<Fault>>(
  { status: 503 },
  { status: 500 },
  { status: 429, retryAfter: 1 },
  { status: 429 },
  { reset: true },
  { loseAnswer: true },
  { status: 403, code: '0x80040220', message: 'Principal user is missing a privilege' },
);

const fault = fc
  .record({ match: fc.constantFrom(...calls), trouble, times: fc.integer({ min: 1, max: 6 }) })
  .map(({ match, trouble: kind, times }): Fault => ({ match, times, ...kind }));

const story = fc.record({
  faults: fc.array(fault, { minLength: 1, maxLength: 4 }),
  crashes: fc.array(fc.nat(20), { maxLength: 2 }),
});

test('whatever goes wrong: one user, or none and everything taken back, or what is left is named', async () => {
  const before = await worldOf(bot);
  let made = 0;
  await fc.assert(
    fc.asyncProperty(story, async ({ faults, crashes }) => {
      await bot.services.control('DELETE', '/faults');
      const start = await worldOf(bot);
      const { id } = await approved(bot, { integration: `Sync ${++made}` });
      await bot.services.fault(...faults);
      for (const skip of crashes) {
        bot.crashAtSave(skip);
        await bot.settle();
      }
      // Those that never came are called off.
      bot.crashAtSave(Number.POSITIVE_INFINITY);
      await bot.settle();
      await bot.services.control('DELETE', '/faults');

      const request = await stored(bot, id);
      const end = await worldOf(bot);
      const own = end.accounts.filter((upn) => upn === addressOf(request.ask.account));
      expect(own.length).toBeLessThanOrEqual(1);
      expect(end.usedSeats).toBeLessThanOrEqual(7);
      expect(['Active', 'Failed', 'Waiting']).toContain(request.status);
      expect(bot.desk.cardsOf(megan.id).at(-1)?.request.status).toBe(request.status);
      if (request.status === 'Active') {
        expect(own).toHaveLength(1);
        expect(end).toMatchObject({ usedLicences: start.usedLicences, usedSeats: start.usedSeats + 1 });
        // The next story needs a seat too.
        await bot.services.control('POST', '/reset');
        return;
      }
      const leftovers = request.status === 'Failed' ? request.leftovers.map(({ step }) => step) : [];
      expect(end.usedSeats).toBe(start.usedSeats);
      if (!leftovers.includes('lendLicence')) expect(end.usedLicences).toBe(start.usedLicences);
      const account = await bot.services.directory.findAccount(addressOf(request.ask.account));
      if (!leftovers.includes('account')) expect(account?.enabled ?? false).toBe(false);
      await bot.services.control('POST', '/reset');
    }),
    { numRuns: Number(process.env.FAULT_RUNS ?? 8) },
  );
  expect((await worldOf(bot)).accounts).toEqual(before.accounts);
}, 120_000);
