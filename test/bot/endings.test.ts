import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import type { Active } from '../../src/domain/request.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { startWithUser, type TestBot } from '../support/bot.ts';
import { inDays, stored } from '../support/journeys.ts';
import { megan } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

const [first, second, third] = [101, 102, 103] as [RequestId, RequestId, RequestId];
const day = 24 * 60 * 60 * 1000;

let bot: TestBot;
let owner: TeamsPerson;

beforeEach(async () => {
  ({ bot, owner } = await startWithUser());
});
afterEach(() => bot.stop());

test('an admin who gives no reason is asked for one, and nothing is revoked until then', async () => {
  await bot.megan.says('/revoke 101');
  expect(textOf(bot.megan.latest())).toContain('A reason is missing');
  await bot.settle();
  expect((await stored(bot, first)).status).toBe('Active');
  await bot.megan.says('/revoke 101 nobody uses it');
  await bot.megan.clicks(bot.megan.latest(), 'Revoke it');
  await bot.settle();
  expect(await stored(bot, first)).toMatchObject({
    status: 'Revoked',
    revocation: { by: { id: megan.id }, reason: 'nobody uses it' },
  });
});

describe('Extend on the card that tells of the end', () => {
  async function ending(): Promise<Message> {
    const { ask } = await stored(bot, first);
    await bot.pass(Date.parse(`${ask.until}T08:00:00.000Z`) - Date.parse(bot.now()) - 20 * day);
    await sweep(bot.app, 'test');
    await bot.settle();
    return owner.latest();
  }

  /** The form that is open, to the end, and its approval. */
  async function extend(form: Message, until: string): Promise<void> {
    await owner.clicks(form, 'Next', { until });
    await owner.clicks(form, 'Submit', { acknowledged: 'true' });
    await bot.run();
    await bot.megan.clicks(bot.megan.latest(), 'Approve');
    await bot.settle();
  }

  test('pressed twice is one change', async () => {
    const card = await ending();
    await owner.clicks(card, 'Extend');
    const form = owner.latest();
    await owner.clicks(card, 'Extend');
    expect(textOf(owner.latest())).toContain('Another form is still open');
    const until = inDays(bot, 120);
    await extend(form, until);
    expect(await stored(bot, second)).toMatchObject({ status: 'Active', ask: { until } });
    await owner.clicks({ ...card }, 'Extend').catch(() => undefined);
    expect(await bot.app.store.findRequest(third)).toBeUndefined();
  });

  test('after Let it go keeps the user, until the new day', async () => {
    const card = await ending();
    const before = { ...card };
    await owner.clicks(card, 'Let it go');
    const { systemUserId, ask } = (await stored(bot, first)) as Active;
    await owner.clicks(before, 'Extend');
    const until = inDays(bot, 120);
    await extend(owner.latest(), until);
    expect(await stored(bot, first)).toMatchObject({ status: 'Replaced', by: second });
    expect(await stored(bot, second)).not.toHaveProperty('letGo');
    await bot.pass(Date.parse(ask.until) - Date.parse(bot.now()) + 2 * day);
    await sweep(bot.app, 'test');
    await bot.settle();
    expect(await stored(bot, second)).toMatchObject({ status: 'Active', systemUserId, ask: { until } });
  });
});
