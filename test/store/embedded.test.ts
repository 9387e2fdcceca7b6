import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import pg from 'pg';
import pino from 'pino';
import type { EmbeddedPostgres } from '../../src/store/embedded.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded.ts';

let folder: string;
let dataDir: string;
const log = pino({ level: 'silent' });
let started: EmbeddedPostgres[] = [];

async function start(durable = false): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log, durable });
  started.push(server);
  return server;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatkeeper-embedded-'));
  await chmod(folder, 0o755);
  dataDir = join(folder, 'postgres');
});

afterEach(async () => {
  for (const server of started) await server.stop();
  started = [];
  await rm(folder, { recursive: true, force: true });
});

test('what was written is there after a stop and another start', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE note AS SELECT 42 AS answer');
  await first.stop();
  await expect(query(first.url, 'SELECT 1')).rejects.toThrow();

  const second = await start();
  expect(await query(second.url, 'SELECT answer FROM note')).toEqual([{ answer: 42 }]);
});

test('two starts at once on one new folder share one server', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  expect(two.url).toBe(one.url);

  await one.stop();
  expect(await query(two.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);

  await two.stop();
  await expect(query(two.url, 'SELECT 1')).rejects.toThrow();
});

test('two stops at once leave no server', async () => {
  const [one, two] = await Promise.all([start(), start()]);
  await Promise.all([one.stop(), two.stop()]);
  await expect(query(one.url, 'SELECT 1')).rejects.toThrow();
});

test('a server that outlived its starter is used, and stopped by the one that found it', async () => {
  const url = execFileSync(process.execPath, ['--input-type=module', '-e', starterThatIsKilled()], {
    encoding: 'utf8',
  });
  expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);

  const found = await start();
  expect(found.url).toBe(url);
  await found.stop();
  await expect(query(url, 'SELECT 1')).rejects.toThrow();
});

test('a killed server is noticed, and the next start recovers what was committed', async () => {
  const first = await start(true);
  await query(first.url, 'CREATE TABLE note AS SELECT 42 AS answer');
  process.kill(await serverPid(), 'SIGKILL');
  await first.lost;
  await first.stop();

  const second = await start();
  expect(await query(second.url, 'SELECT answer FROM note')).toEqual([{ answer: 42 }]);
});

test('a lock file whose process id now belongs to another program does not stop a start', async () => {
  const first = await start();
  const lockFile = join(dataDir, 'cluster', 'postmaster.pid');
  const lock = await readFile(lockFile, 'utf8');
  await first.stop();
  await writeFile(lockFile, lock.replace(/^\d+/, String(process.pid)));

  const second = await start();
  expect(await query(second.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
});

test('the password is readable by its owner only', async () => {
  await start();
  expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
});

test('a folder with something else in it is refused by name and left alone', async () => {
  const foreign = join(folder, 'postgres');
  await mkdir(foreign);
  await writeFile(join(foreign, 'thesis.txt'), 'mine');
  await expect(start()).rejects.toThrow(`The folder ${foreign} is in the way`);
  expect(await readFile(join(foreign, 'thesis.txt'), 'utf8')).toBe('mine');
});

test('a start that fails says what the server said', async () => {
  const first = await start();
  await first.stop();
  await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '9.6\n');
  await expect(start()).rejects.toThrow(/9\.6/);
});

const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot('a folder that only root can enter stays so, and the server works in it, not as root', async () => {
  await chmod(folder, 0o700);
  const server = await start();
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  const status = await readFile(`/proc/${await serverPid()}/status`, 'utf8');
  expect(status).not.toMatch(/^Uid:\s+0\b/m);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await server.stop();
});

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8'));
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

function starterThatIsKilled(): string {
  const module = new URL('../../src/store/embedded.ts', import.meta.url).href;
  return `
    import { writeSync } from 'node:fs';
    import { startEmbeddedPostgres } from ${JSON.stringify(module)};
    const log = { info() {}, warn() {} };
    const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log, durable: false });
    writeSync(1, url);
    process.exit(0); // as abrupt as a kill: stop() is not called
  `;
}
