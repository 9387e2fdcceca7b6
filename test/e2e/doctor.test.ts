import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCache } from './botProcess.ts';
import { meetEverybody, startStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());

/** The doctor as a process of its own: what it says, and its exit code. */
async function doctor(settings: Readonly<Record<string, string>> = {}) {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  const child = spawn(process.execPath, ['src/doctor.ts'], {
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE: compileCache, ...stage.settings, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

test('before the first start of the bot it says what is missing, and changes nothing', async () => {
  const { code, said } = await doctor();
  expect(said).toContain('! The database lacks');
  expect(said).toContain('✓ It is online.');
  expect(said).not.toContain('✕');
  expect(code).toBe(0);
  expect(await stage.rows(`select 1 from pg_tables where schemaname = 'public'`)).toEqual([]);
});

test('beside a bot that runs everything is good, until something is wrong: a line, the remedy, exit code 1', async () => {
  const bot = await stage.start();
  await meetEverybody(stage);
  const well = await doctor();
  expect(well.said).toContain('✓ Policy standard, stage 1: every approver can be reached in Teams.');
  expect(well.said).not.toContain('✕');
  expect(well.code).toBe(0);

  await stage.simulator('POST', '/_simulator/faults', { match: { path: '/subscribedSkus' }, status: 403 });
  const ill = await doctor();
  expect(ill.said).toMatch(/✕ Reading licences failed: .* → Grant CRM_CLIENT_ID .*Organization\.Read\.All/);
  expect(ill.said).toContain('✓ Policy standard');
  expect(ill.said).toMatch(/1 to repair\.\s*$/);
  expect(ill.code).toBe(1);
  expect((await bot.end()).code).toBe(0);
}, 60_000);

test('no secret is in what it says', async () => {
  const { code, said } = await doctor({
    DATABASE_URL: 'postgres://somebody:top-secret@127.0.0.1:1/seatkeeper',
    CRM_CLIENT_ID: 'an-id',
    CRM_CLIENT_SECRET: 'top-secret',
  });
  expect(said).toContain('✕ The database does not answer (ECONNREFUSED).');
  expect(said).not.toContain('top-secret');
  expect(code).toBe(1);
});

test('each mistake in the configuration is a line', async () => {
  const file = join(stage.folder, 'broken.yaml');
  writeFileSync(file, 'cloud: moon\ntenantId: nobody\nenvironments: []\napprovals: {}\nadmins: [me]\n');
  const { code, said } = await doctor({ SEATKEEPER_CONFIG: file });
  for (const place of ['1: cloud', '2: tenantId', '3: environments', '5: admins[0]']) {
    expect(said).toContain(`✕ ${file}:${place}`);
  }
  expect(code).toBe(1);
});

test('without a data folder and without DATABASE_URL it makes neither a folder nor a database', async () => {
  const folder = join(stage.folder, 'nothing');
  const { code, said } = await doctor({ DATABASE_URL: '', SEATKEEPER_DATA: folder });
  expect(said).toContain('! There is no database yet.');
  expect(existsSync(folder)).toBe(false);
  expect(code).toBe(0);
});

test('it joins the embedded PostgreSQL of a bot that runs, and leaves it running', async () => {
  const bot = await stage.start({ DATABASE_URL: '' });
  const { code, said } = await doctor({ DATABASE_URL: '' });
  expect(said).toContain('✓ The database answers and is up to date.');
  expect(code).toBe(1); // nobody has met this bot
  expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
  expect((await bot.end()).code).toBe(0);
}, 60_000);
