import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BotProcess } from './botProcess.ts';
import { approve, ask, meetEverybody, startStage, type Stage } from './stage.ts';
import { expectCreated, stock } from './truth.ts';

let stage: Stage;
let bot: BotProcess;
let id: number;

/** How long the simulated directory takes; shorter than a real one's minutes. */
const syncSeconds = 2;

beforeAll(async () => {
  stage = await startStage();
  bot = await stage.start();
  await stage.simulator('PATCH', '/_simulator/environments/prod', { syncSeconds, forcedSyncSeconds: syncSeconds });
  await meetEverybody(stage);
});
afterAll(() => stage.stop());

test('it lives, and is ready', async () => {
  const answers = ['/healthz', '/readyz'].map(async (path) => (await fetch(bot.url + path)).json());
  expect(await Promise.all(answers)).toEqual([{ status: 'alive' }, { status: 'ready' }]);
});

test('asked in a sentence, approved on a card: one user, one seat, no licence lent, and every card true', async () => {
  const before = await stock(stage);
  id = await ask(stage, 'SAP order sync');
  await approve(stage, id);
  await expectCreated(stage, id);
  expect(await stock(stage)).toEqual({ seats: before.seats + 1, licences: before.licences });
}, 60_000);

test('each step follows at once, or with the first look after the environment is ready', async () => {
  const waits = await stage.rows<{ readonly what: string; readonly seconds: number }>(
    `select type || coalesce(' ' || (body->>'step'), '') as what,
       extract(epoch from at - lag(at) over (order by seq))::float as seconds
     from request_event where request_id = $1 and type not in ('Drafted', 'Submitted', 'Approved') order by seq`,
    [id],
  );
  const steps = ['check', 'account', 'lendLicence', 'bringIn', 'enable', 'assignRoles', 'setNonInteractive'];
  for (const step of [...steps, 'returnLicence', 'confirm']) {
    expect(waits.filter(({ what }) => what === `StepDone ${step}`)).toHaveLength(1);
  }
  // It looks every three seconds; the rest is for a busy machine. A repair by the sweep would take a minute.
  const longest = syncSeconds + 3 + 4;
  expect(waits.filter(({ seconds }) => seconds > longest)).toEqual([]);
});

test('the outcome and what the owner has to do come as messages of their own', () => {
  const { alex, nestor } = stage.people;
  expect(alex.latest().summary).toMatch(/^A non-interactive user is created in Contoso Production/);
  expect(nestor.latest().summary).toMatch(/^You own a non-interactive user/);
});

test('the log tells what happened, and neither a secret nor a name to sign in with', () => {
  const output = bot.output();
  expect(output).toContain('Seatkeeper is ready');
  const password = new URL(stage.settings.DATABASE_URL ?? '').password;
  for (const secret of [password, '@contoso', 'Bearer', 'postgres://', 'passwordProfile']) {
    expect(output).not.toContain(secret);
  }
});
