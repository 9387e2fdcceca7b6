import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Logger } from 'pino';
import { CLUSTER_USER, ensureCluster, lastLogLines, startServer, stopServer } from './embeddedCluster.ts';
import type { Cluster } from './embeddedCluster.ts';
import { ensureDatabase } from './ensureDatabase.ts';

const DATABASE = 'seatkeeper';
const STOP_LOCK = 7_328_563; // any number, the same in every process
const IMPOSSIBLE_PID = 99_999_999; // above the highest of every system

export type EmbeddedPostgres = {
  /** Of the database `seatkeeper`; holds the password, so keep it out of logs. */
  url: string;
  /** Settles when the server is gone without `stop()`. */
  lost: Promise<void>;
  /**
   * The last user out switches off: while another session is connected, after a while to let it leave, the server stays.
   * Close your own pools first. Idempotent.
   */
  stop(patienceMs?: number): Promise<void>;
};

type Options = {
  dataDir: string;
  log: Pick<Logger, 'info' | 'warn'>;
  /** False gives speed for safety (fsync off): for tests. */
  durable?: boolean;
};

/**
 * Real PostgreSQL on 127.0.0.1, on a free port, in `dataDir`. Several processes may start on one folder, at once too: they
 * share one server. A server that outlived its starter is used as it is, and what a power cut left behind is cleared.
 */
export async function startEmbeddedPostgres({ dataDir, log, durable = true }: Options): Promise<EmbeddedPostgres> {
  const cluster = await ensureCluster(resolve(dataDir), durable);
  const password = (await readFile(cluster.passwordFile, 'utf8')).trim();
  const urlAt = (port: number, database: string) =>
    `postgres://${CLUSTER_USER}:${password}@127.0.0.1:${port}/${database}`;

  const { session, port } = await joinOrStart(cluster, (at) => urlAt(at, 'postgres'), durable, log);
  await ensureDatabase(session, DATABASE);

  let gone = false;
  let stopping: Promise<void> | undefined;
  const lost = new Promise<void>((settle) => {
    session.once('end', () => {
      gone = true;
      if (!stopping) settle();
    });
  });
  return {
    url: urlAt(port, DATABASE),
    lost,
    stop: (patienceMs = 1_000) => (stopping ??= gone ? Promise.resolve() : leave(cluster, session, patienceMs, log)),
  };
}

/** The session stays open until `stop()`: it is what tells the other users of the server that we are here. */
type Joined = { session: pg.Client; port: number };

async function joinOrStart(
  cluster: Cluster,
  urlAt: (port: number) => string,
  durable: boolean,
  log: Options['log'],
): Promise<Joined> {
  const giveUp = performance.now() + 60_000;
  let failures = 0;
  for (;;) {
    const owner = await readPidFile(cluster);
    const running = owner && (await connect(urlAt(owner.port), cluster.data));
    if (running) return { session: running, port: owner.port };

    if (owner && (await runsOn(cluster, owner.pid))) {
      // Coming up, going down, or recovering: only it may touch the data now.
      if (performance.now() < giveUp) {
        await delay(200);
        continue;
      }
      throw new Error(
        `The PostgreSQL with process id ${owner.pid} holds ${cluster.data} but does not answer: stop it and try again`,
      );
    }
    const port = await freePort();
    try {
      await startServer(cluster, port, durable);
      log.info({ port }, 'Embedded PostgreSQL started');
    } catch (cause) {
      // A port that was just taken, a start by another process or the last sessions of a killed server pass by themselves.
      if (++failures >= 10) {
        const reason = await lastLogLines(cluster);
        throw new Error(`PostgreSQL does not start in ${cluster.data}. It says:\n${reason}`, { cause });
      }
      if (owner) disownPidFile(cluster, owner.pid);
      await delay(200);
    }
  }
}

async function leave(cluster: Cluster, session: pg.Client, patienceMs: number, log: Options['log']): Promise<void> {
  try {
    // One at a time, or two that leave together would each stay for the other.
    await session.query('SELECT pg_advisory_lock($1)', [STOP_LOCK]);
    if (!(await aloneWithin(session, patienceMs))) {
      log.info({}, 'Embedded PostgreSQL stays: others use it');
      return;
    }
    await stopServer(cluster);
    log.info({}, 'Embedded PostgreSQL stopped');
  } finally {
    await session.end().catch(() => undefined);
  }
}

async function aloneWithin(session: pg.Client, milliseconds: number): Promise<boolean> {
  const giveUp = performance.now() + milliseconds;
  for (;;) {
    const others = await session.query(
      `SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    if (others.rowCount === 0) return true;
    if (performance.now() >= giveUp) return false;
    await delay(50); // a closed connection's session takes a moment to go
  }
}

/** Undefined when nothing answers there, or another server than the one of this data folder. */
async function connect(url: string, data: string): Promise<pg.Client | undefined> {
  const session = new pg.Client({ connectionString: url, ssl: false, connectionTimeoutMillis: 5_000 });
  session.on('error', () => undefined); // 'end' follows, and is what `lost` listens to
  try {
    await session.connect();
    const { rows } = await session.query<{ data_directory: string }>('SHOW data_directory');
    if (rows[0]?.data_directory && resolve(rows[0].data_directory) === data) return session;
  } catch {
    // Not ours or not ready: the caller decides by the process id.
  }
  await session.end().catch(() => undefined);
  return undefined;
}

/** Lines 1 and 4 of postmaster.pid: process id and port. */
async function readPidFile(cluster: Cluster): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(join(cluster.data, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = text.split('\n').map(Number);
  return pid ? { pid, port: port ?? 0 } : undefined;
}

/**
 * A process id alone proves nothing: it may be anybody's by now, or a dead process that nobody has collected. The command
 * line names the data folder, and a dead process has none.
 */
async function runsOn(cluster: Cluster, pid: number): Promise<boolean> {
  return (await commandLine(pid)).includes(cluster.data);
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
  const [program, args] =
    process.platform === 'win32'
      ? ['powershell', ['-NoProfile', '-Command', query]]
      : ['ps', ['-o', 'command=', '-p', String(pid)]];
  const { stdout } = await promisify(execFile)(program, args).catch(() => ({ stdout: '' }));
  return stdout;
}

/**
 * Puts an impossible process id in the place of one that PostgreSQL would take for a running server. The file stays, since
 * its other lines tell PostgreSQL how to look for sessions that survived that server and still write to the data.
 */
function disownPidFile(cluster: Cluster, pid: number): void {
  const path = join(cluster.data, 'postmaster.pid');
  // Without a pause between reading and writing: another process may be starting a server right now.
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (text.startsWith(`${pid}\n`)) writeFileSync(path, text.replace(String(pid), String(IMPOSSIBLE_PID)));
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await promisify(server.close.bind(server))();
  return port;
}
