import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runBot, type BotProcess } from './botProcess.ts';
import { approve, ask, holdUp, meetEverybody, startStage, type Stage } from './stage.ts';
import { expectCreated } from './truth.ts';

/** The bot with the PostgreSQL that it brings along, in a data folder that is new. */

let stage: Stage;
let bot: BotProcess;
beforeAll(async () => {
  stage = await startStage({ ownDatabase: false });
  const quick = { syncSeconds: 0, forcedSyncSeconds: 0 };
  await stage.simulator('PATCH', '/_simulator/environments/prod', quick);
  bot = await stage.start();
}, 60_000);
afterAll(async () => {
  await stage.stop();
});

test('kill -9 of bot and PostgreSQL together in the middle of a creation loses nothing', async () => {
  await meetEverybody(stage);
  const id = await ask(stage, 'SAP order sync');
  const account = await holdUp(stage, { method: 'POST', path: '/users$' });
  await approve(stage, id);
  await account.underWay();
  process.kill(postgresPid(), 'SIGKILL');
  await bot.kill();
  await account.tookEffect();
  bot = await stage.start();
  await expectCreated(stage, id);
}, 60_000);

test('SIGTERM ends PostgreSQL too', async () => {
  const { code } = await bot.end();
  expect(code).toBe(0);
  expect(existsSync(pidFile())).toBe(false);
}, 30_000);

test('a start that fails leaves no PostgreSQL running', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    const { code } = await runBot({ ...stage.settings, PORT: String((other.address() as AddressInfo).port) });
    expect(code).toBe(1);
    expect(existsSync(pidFile())).toBe(false);
  } finally {
    other.close();
  }
}, 30_000);

function pidFile(): string {
  return join(stage.folder, 'data', 'postgres', 'cluster', 'postmaster.pid');
}

/** PostgreSQL as the bot of this test started it. */
function postgresPid(): number {
  return Number.parseInt(readFileSync(pidFile(), 'utf8'));
}
