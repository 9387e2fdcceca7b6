import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import pino from 'pino';
import { configurationFile, type ConfigurationFile } from '../src/configurationFile.ts';
import { startEmbeddedPostgres } from '../src/store/embedded.ts';

/** What all benchmarks stand on: one PostgreSQL that syncs to disk, and the simulator in a process of its own. */
export interface Ground {
  readonly simulator: string;
  /** A new, empty database. */
  readonly database: (name: string) => Promise<string>;
  readonly control: (method: string, path: string, body?: object) => Promise<unknown>;
  stop(): Promise<void>;
  /** At once and whatever is still connected, for a run that is interrupted. */
  drop(): void;
}

const simulatorEntry = fileURLToPath(new URL('../src/sandbox/simulator/main.ts', import.meta.url));

const nothing = new Int32Array(new SharedArrayBuffer(4));

export async function startGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'seatkeeper-bench-'));
  await chmod(folder, 0o755); // the server may run under another account
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const log = pino({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log }).catch(
    async (err: unknown) => {
      await removeFolder();
      throw err;
    },
  );
  const stopPostgres = async () => {
    await postgres.stop();
    await removeFolder();
  };
  try {
    const database = (name: string) => createDatabase(postgres.url, name);
    const simulator = await startSimulatorProcess(await database('simulator'));
    return {
      simulator: simulator.url,
      database,
      control: (method, path, body) => control(`${simulator.url}/_simulator${path}`, method, body),
      async stop() {
        await simulator.stop();
        await stopPostgres();
      },
      drop() {
        const pidFile = join(folder, 'postgres/cluster/postmaster.pid');
        process.kill(Number.parseInt(readFileSync(pidFile, 'utf8')), 'SIGQUIT');
        // Without a turn of the event loop, in which everything that is under way would fail aloud.
        for (let pauses = 0; pauses < 100 && existsSync(pidFile); pauses++) Atomics.wait(nothing, 0, 0, 20);
        rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
      },
    };
  } catch (err) {
    await stopPostgres();
    throw err;
  }
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function startSimulatorProcess(databaseUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const env = { ...process.env, SIMULATOR_DATABASE_URL: databaseUrl, SIMULATOR_PORT: '0' };
  const child = fork(simulatorEntry, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true });
  const ended = once(child, 'exit');
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [{ url?: string } | number];
  const url = typeof ready === 'object' && ready.url;
  if (!url) throw new Error('The simulator did not start');
  return {
    url,
    async stop() {
      if (child.connected) child.disconnect(); // it ends with its parent
      await ended;
    },
  };
}

async function control(url: string, method: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

export const tenantId = '00000000-0000-0000-0000-000000000001';
export const licenceSku = '50000000-0000-4000-8000-000000000001';

/** `environments` of them, all at the simulator's `prod`; approvers are the group of the sample and these people. */
export function configurationAt(
  simulator: string,
  { environments = 1, approvers = [] }: { readonly environments?: number; readonly approvers?: readonly string[] },
): ConfigurationFile {
  return configurationFile.parse({
    cloud: 'public',
    tenantId,
    admins: ['a1e00000-0000-4000-8000-000000000002'],
    services: { graph: `${simulator}/graph`, powerPlatform: `${simulator}/bap` },
    environments: Array.from({ length: environments }, (_, index) => ({
      key: index === 0 ? 'prod' : `prod-${index + 1}`,
      name: index === 0 ? 'Contoso Production' : `Contoso Production ${index + 1}`,
      url: `${simulator}/prod`,
      deployment: 'online',
      environmentId: 'e0000000-0000-4000-8000-000000000001',
      accountDomain: 'contoso.onmicrosoft.com',
      licenceSku,
      limit: 'live',
      approval: 'standard',
    })),
    approvals: {
      standard: { stages: [{ approvers: [...approvers, 'group:c0000000-0000-4000-8000-000000000001'], required: 1 }] },
    },
  });
}
