import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bot as it runs in earnest: a process of its own, known by its signals, its output and its exit code alone. */
export interface BotProcess {
  readonly url: string;
  /** Everything it has written so far. */
  output(): string;
  /** `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as an orchestrator ends it. */
  end(): Promise<Exit>;
}

export interface Exit {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

type Settings = Readonly<Record<string, string>>;

/** A start takes a second instead of three. Filled by every bot that ends by itself. */
export const compileCache = join(tmpdir(), 'seatkeeper-compile-cache');

const alive = new Set<ChildProcess>();

/** Rejects with what the process said when it ends before it is ready. */
export async function startBot(settings: Settings): Promise<BotProcess> {
  const { child, ended, output } = spawnBot(settings);
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const url = /"url":"(http[^"]+)"[^\n]*"Seatkeeper is ready"/.exec(output())?.[1];
      if (url) resolve(url);
    });
  });
  const early = ended.then(({ code, ...said }) => {
    throw new Error(`The bot ended with ${code}:\n${said.output}${said.errors}`);
  });
  early.catch(() => undefined);
  return {
    url: await Promise.race([ready, early]),
    output,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    end() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** For a start that is expected to fail. */
export function runBot(settings: Settings): Promise<Exit> {
  return spawnBot(settings).ended;
}

/** What a failed test may have left running. */
export async function killBots(): Promise<void> {
  const gone = [...alive].map((child) => once(child, 'close'));
  for (const child of alive) child.kill('SIGKILL');
  await Promise.all(gone);
}

function spawnBot(settings: Settings) {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  // The channel to the parent is for the parent's death alone: then the bot ends by itself.
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE: compileCache, PORT: '0', HOST: '127.0.0.1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  alive.add(child);
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, 'close').then(([code]): Exit => {
    alive.delete(child);
    return { code: code as number | null, output, errors };
  });
  return { child, ended, output: () => output };
}
