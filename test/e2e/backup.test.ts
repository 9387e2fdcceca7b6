import { afterEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/postgres.ts';
import { textOf } from '../support/teams.ts';
import { compileCache } from './botProcess.ts';
import { approve, ask, cardsAbout, eventually, holdUp, meetEverybody, startStage, type Stage } from './stage.ts';
import { cardRows } from './truth.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm run backup` and the like, beside the bot or without it. */
function run(settings: Readonly<Record<string, string>>, program: string, ...args: readonly string[]): Promise<Ended> {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  const env = { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE: compileCache, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [`src/${program}.ts`, ...args], { env }, (err, stdout, stderr) => {
      resolve({ code: err ? Number(err.code) : 0, stdout, stderr });
    });
  });
}

let stage: Stage;
let other: TestDatabase | undefined;
afterEach(async () => {
  await stage.stop();
  await other?.drop();
});

async function begin(options: Parameters<typeof startStage>[0]): Promise<string> {
  stage = await startStage(options);
  await stage.simulator('PATCH', '/_simulator/environments/prod', { syncSeconds: 0, forcedSyncSeconds: 0 });
  return join(stage.folder, 'seatkeeper.backup.gz');
}

async function accountsOf(id: number): Promise<number> {
  const path = '/graph/v1.0/users?$top=100&$select=userPrincipalName';
  const { value } = await stage.simulator<{ value: readonly { userPrincipalName: string }[] }>('GET', path);
  return value.filter(({ userPrincipalName }) => userPrincipalName.includes(`-${id}@`)).length;
}

describe('with the PostgreSQL that the bot brings along', () => {
  test('a backup beside the running bot, in the middle of a creation, is enough to go on from', async () => {
    const file = await begin({ ownDatabase: false });
    const { settings, folder } = stage;
    const bot = await stage.start();
    await meetEverybody(stage);
    const id = await ask(stage, 'SAP order sync');
    const account = await holdUp(stage, { method: 'POST', path: '/users$' });
    await approve(stage, id);
    await account.underWay();
    const made = await run(settings, 'backup', 'backup', file);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(/1 requests, \d+ entries in the audit/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await run(settings, 'backup', 'backup', file)).toMatchObject({ code: 2 });
    await bot.end();
    renameSync(join(folder, 'data'), join(folder, 'lost'));

    const restored = await run(settings, 'backup', 'restore', file);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toContain('The audit is whole');
    await stage.start();
    await eventually(
      () => cardRows(stage, id),
      // What was on its way at the moment of the backup may have arrived, so it is not sent again.
      (cards) =>
        cards.length === 5 &&
        cards.every(({ state, shown }) => (state === 'sent' && shown) || state === 'sending' || state === 'unknown') &&
        cards.some(({ part, state }) => part === 'requester' && state === 'sent'),
      60,
    );
    // Messages of after the backup are not known any more, so a card may be there twice. The account is not.
    expect(cardsAbout(stage.people.alex, id).map(textOf).join()).toContain('Active');
    expect(await accountsOf(id)).toBe(1);
    expect(await run(settings, 'audit', 'verify')).toMatchObject({ code: 0 });
    const again = await run(settings, 'backup', 'restore', file);
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('The database is not empty');
  }, 120_000);
});

describe('with another PostgreSQL', () => {
  test('cards that were due are sent after a restore, and the request goes on', async () => {
    const file = await begin({});
    const bot = await stage.start();
    await meetEverybody(stage);
    const id = await ask(stage, 'SAP order sync');
    await bot.kill();
    await stage.rows(`update card set state = 'due', activity_id = null where part = 'approver'`);
    const before = cardsAbout(stage.people.megan, id).length;
    expect(await run(stage.settings, 'backup', 'backup', file)).toMatchObject({ code: 0 });

    other = await createTestDatabase();
    const settings = { ...stage.settings, DATABASE_URL: other.url };
    expect(await run(settings, 'backup', 'restore', file)).toMatchObject({ code: 0 });
    await stage.start({ DATABASE_URL: other.url });
    const { megan, alex } = stage.people;
    const cards = await eventually(
      () => cardsAbout(megan, id),
      (seen) => seen.length > before,
      90,
    );
    const last = cards.at(-1);
    if (last) await megan.clicks(last, 'Approve', { comment: 'Fine with me' });
    await eventually(
      () => cardsAbout(alex, id).map(textOf).join(),
      (text) => text.includes('Active'),
    );
  }, 180_000);

  test('what is no backup, and a file that is not there, are refused in one line', async () => {
    const file = await begin({});
    expect(await run(stage.settings, 'backup', 'restore', file)).toMatchObject({ code: 2, stdout: '' });
    writeFileSync(file, 'hello');
    expect(await run(stage.settings, 'backup', 'restore', file)).toMatchObject({
      code: 2,
      stderr: 'The file is no backup of Seatkeeper, or it is damaged or not whole.\n',
    });
    expect(await run(stage.settings, 'backup', 'restore')).toMatchObject({ code: 2 });
  });
});
