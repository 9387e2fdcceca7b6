import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import { runBot, type BotProcess } from './botProcess.ts';
import { approve, ask, eventually, holdUp, meetEverybody, startStage, type Stage } from './stage.ts';
import { expectCards, expectCreated, stock } from './truth.ts';

/**
 * `kill -9` of the bot at any moment of a creation, followed by a start, ends with exactly one created user, its licence
 * given back, and true cards. Each moment is reached by holding something up, so that nothing depends on luck.
 */

let stage: Stage;
let bot: BotProcess;
let seats: number;
beforeAll(async () => {
  stage = await startStage();
  const quick = { limit: 50, syncSeconds: 0, forcedSyncSeconds: 0 };
  await stage.simulator('PATCH', '/_simulator/environments/prod', quick);
  seats = (await stock(stage)).seats;
  // A bot that is killed leaves no compiled modules to the next one.
  await runBot({ SEATKEEPER_CONFIG: 'nowhere.yaml' });
  bot = await stage.start();
  await meetEverybody(stage);
});
beforeEach(() => stage.simulator('DELETE', '/_simulator/faults'));
afterAll(() => stage.stop());

const licencesElsewhere = 22;

const ended: number[] = [];

async function expectEnd(id: number, options?: Parameters<typeof expectCreated>[2]): Promise<void> {
  await expectCreated(stage, id, options);
  ended.push(id);
  seats += 1;
  expect(await stock(stage)).toEqual({ seats, licences: licencesElsewhere });
}

const changes = [
  { what: 'the account is created', method: 'POST', path: '/users$' },
  { what: 'the access mode is set', method: 'PATCH', path: '/systemusers' },
  { what: 'the licence is taken back', method: 'POST', path: '/assignLicense$', earlier: 1 },
];

test.each(changes)(
  'killed while $what, whose answer nobody hears',
  async ({ method, path, earlier }) => {
    const match = { method, path };
    const id = await ask(stage, `Lost answer ${path.replaceAll(/\W/g, '')}`);
    const call = await holdUp(stage, match, earlier);
    await approve(stage, id);
    await call.underWay();
    await bot.kill();
    await call.tookEffect();
    bot = await stage.start();
    await expectEnd(id);
  },
  60_000,
);

test('killed while a step is being saved: the step is done again', async () => {
  const id = await ask(stage, 'Lost save');
  const account = await holdUp(stage, { method: 'POST', path: '/users$' });
  await approve(stage, id);
  await account.underWay();
  const table = await lockTable('request_event');
  await account.tookEffect();
  await table.insertWaits();
  await bot.kill();
  await table.release();
  bot = await stage.start();
  await expectEnd(id);
}, 60_000);

test('killed while a card is brought to the truth: it is true after the start, and posted once', async () => {
  const id = await ask(stage, 'Held card');
  const account = await holdUp(stage, { method: 'POST', path: '/users$' });
  await approve(stage, id);
  await account.underWay();
  stage.teams.faults.push({ method: 'PUT', answer: 'hang' }, { method: 'PUT', answer: 'keep' });
  await eventually(
    () => stage.teams.faults.length,
    (left) => left === 0,
  );
  await bot.kill();
  bot = await stage.start();
  await expectEnd(id);
}, 60_000);

test('killed while Teams takes the last cards: they are marked as unknown, and not posted again', async () => {
  const id = await ask(stage, 'Unheard post');
  stage.teams.faults.push({ method: 'POST', answer: 'keep' }, { method: 'POST', answer: 'keep' });
  await approve(stage, id);
  await eventually(
    () => stage.teams.faults.length,
    (left) => left === 0,
  );
  await bot.kill();
  await stage.rows(`update card set state_since = now() - interval '61 seconds' where state = 'sending'`);
  bot = await stage.start();
  await expectEnd(id, { unknown: ['outcome', 'owner'] });
}, 60_000);

test('killed twice: at the first call of a creation, and again at the first one after the start', async () => {
  const id = await ask(stage, 'Double kill');
  const check = { method: 'GET', path: 'RetrieveCurrentOrganization' };
  for (const first of [true, false]) {
    const call = await holdUp(stage, check);
    if (first) await approve(stage, id);
    else bot = await stage.start();
    await call.underWay();
    await bot.kill();
  }
  bot = await stage.start();
  await expectEnd(id);
}, 60_000);

test('killed while the outcome is being told: it is told after the start, once', async () => {
  const id = await ask(stage, 'Untold outcome');
  const confirm = await holdUp(stage, { method: 'POST', path: '/assignLicense$' }, 1);
  await approve(stage, id);
  await confirm.underWay();
  const table = await lockTable('card');
  await table.insertWaits();
  await bot.kill();
  await table.release();
  bot = await stage.start();
  await expectEnd(id);
}, 60_000);

test('when the tasks of all the killed bots have been run again, nobody has got a card twice', async () => {
  const unfinished = `select name from pgboss.job where state in ('created', 'retry', 'active') and name = any($1)`;
  await eventually(
    () => stage.rows(unfinished, [['sendCard', 'updateCards', 'tellOutcome', 'provision']]),
    (jobs) => jobs.length === 0,
  );
  expect(ended).toHaveLength(8);
  for (const id of ended) expectCards(stage, id);
}, 40_000);

/** Nobody else can write to the table until it is released. */
async function lockTable(name: string) {
  const session: pg.Client = await stage.session();
  await session.query(`begin; lock table ${name} in share mode`);
  return {
    insertWaits: () =>
      eventually(
        () =>
          stage.rows<{ readonly query: string }>(
            `select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          ),
        (waiting) => waiting.some(({ query }) => query.includes(`insert into "${name}"`)),
      ),
    async release() {
      await session.query('rollback');
      await session.end();
    },
  };
}
