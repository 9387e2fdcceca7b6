import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sweep } from '../../src/application/sweep.ts';
import type { Active } from '../../src/domain/request.ts';
import type { EnvironmentKey, RequestId } from '../../src/domain/words.ts';
import { startTestBot, submitInChat, type TestBot } from '../support/bot.ts';
import { formValues, inDays, stored, worldOf } from '../support/journeys.ts';
import { nestor } from '../support/requests.ts';
import { textOf, type Message, type TeamsPerson } from '../support/teams.ts';

const first = 101 as RequestId;
const second = 102 as RequestId;
const third = 103 as RequestId;
const day = 24 * 60 * 60 * 1000;

let bot: TestBot;
let owner: TeamsPerson;
beforeEach(async () => {
  bot = await startTestBot({ keyVault: true });
  owner = bot.teams.person(nestor);
  await owner.installs();
});
afterEach(() => bot.stop());

/** The clock moves, and whatever is due happens. */
async function untilDaysBefore(last: string, days: number): Promise<void> {
  const target = Date.parse(`${last}T08:00:00.000Z`) - days * day;
  await bot.pass(Math.ceil((target - Date.parse(bot.now())) / 1000) * 1000);
  await lookTwice();
}

/** Whoever waits moves up at the latest with the next look, a minute later. */
async function lookTwice(): Promise<void> {
  await sweep(bot.app, 'test');
  await bot.settle();
  await bot.pass(60_000);
  await sweep(bot.app, 'test');
  await bot.settle();
}

function endings(person: TeamsPerson): readonly Message[] {
  return person.messages().filter((message) => textOf(message).includes('[Let it go]'));
}

async function userOf({ systemUserId }: Pick<Active, 'systemUserId'>) {
  const environment = bot.app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  return bot.services.dataverse.readUser(environment, systemUserId);
}

async function approveLatest(): Promise<void> {
  await bot.run();
  await bot.megan.clicks(bot.megan.latest(), 'Approve');
  await bot.settle();
}

test('a user is asked for, made, extended, let go, and ends on its last day, and its seat goes to whoever waits', async () => {
  const before = await worldOf(bot);

  // Asked for in words, approved on the card, made.
  const { request: card, approval } = await submitInChat(bot);
  await bot.megan.clicks(approval, 'Approve');
  await bot.settle();
  const made = (await stored(bot, first)) as Active;
  expect(made.status).toBe('Active');
  expect(textOf(card)).toMatch(/#101\b.*Active/is);
  expect(await userOf(made)).toMatchObject({ disabled: false, accessMode: 4 });
  expect((await worldOf(bot)).usedSeats).toBe(before.usedSeats + 1);

  // Told of its end, thirty, seven and one day before it.
  for (const days of [30, 7, 1]) {
    await untilDaysBefore(made.ask.until, days);
    expect(textOf(owner.latest())).toContain('[Extend]');
  }
  expect(endings(owner).length).toBeGreaterThan(0);

  // Extended by its owner, and approved again.
  await owner.clicks(owner.latest(), 'Extend');
  const form = owner.latest();
  expect(textOf(form)).toContain('Step 3 of 3');
  const until = inDays(bot, 60);
  await owner.clicks(form, 'Next', { until });
  await owner.clicks(form, 'Submit', { acknowledged: 'true' });
  await approveLatest();
  expect(await stored(bot, first)).toMatchObject({ status: 'Replaced', by: second });
  const extended = (await stored(bot, second)) as Active;
  expect(extended).toMatchObject({ status: 'Active', systemUserId: made.systemUserId, ask: { until } });

  // Let go: nobody is reminded again, and somebody else waits for its seat.
  await untilDaysBefore(until, 30);
  const ending = owner.latest();
  await owner.clicks(ending, 'Let it go');
  expect(await stored(bot, second)).toHaveProperty('letGo');
  expect(textOf(ending)).not.toContain('[Let it go]');
  const told = owner.messages().length;
  await untilDaysBefore(until, 7);
  expect(owner.messages()).toHaveLength(told);
  const { usedSeats } = await worldOf(bot);
  await bot.services.control('PATCH', '/environments/prod', { limit: usedSeats });
  await bot.alex.says('I need a non-interactive user for the web shop in prod for 3 months because carts must arrive');
  const waiting = bot.alex.latest();
  const { roleIds } = await formValues(bot);
  await bot.alex.clicks(waiting, 'Next', { owner: nestor.id });
  await bot.alex.clicks(waiting, 'Next', { roleIds: roleIds?.join(',') ?? '' });
  await bot.alex.clicks(waiting, 'Submit', { acknowledged: 'true' });
  await approveLatest();
  expect((await stored(bot, third)).status).toBe('Waiting');

  // On its last day nothing ends; the day after, everything does, and is read back.
  await untilDaysBefore(until, 0);
  expect((await stored(bot, second)).status).toBe('Active');
  await untilDaysBefore(until, -1);
  expect(await stored(bot, second)).toMatchObject({ status: 'Revoked', leftovers: [], revocation: { cause: 'ended' } });
  expect(await userOf(extended)).toMatchObject({ disabled: true, roles: [] });
  expect(await bot.services.directory.findAccount(extended.objectId)).toMatchObject({ enabled: false });
  expect(owner.messages().map(textOf).join('\n')).toMatch(/#102\b.*Revoked/is);

  // Its seat went to the one who waited.
  const next = (await stored(bot, third)) as Active;
  expect(next.status).toBe('Active');
  expect(await userOf(next)).toMatchObject({ disabled: false, accessMode: 4 });
  expect((await worldOf(bot)).usedSeats).toBe(usedSeats);
  expect(textOf(waiting)).toMatch(/#103\b.*Active/is);
}, 120_000);
