import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { legibleLine } from './logLines.ts';
import type { LegibleLine } from './logLines.ts';

/** One process of the sandbox, and how to see that it is ready. */
export type Part<Ready = unknown> = {
  name: string;
  entry: string;
  args?: readonly string[];
  /** On top of our own environment; undefined takes a variable out of it. */
  env?: Record<string, string | undefined>;
  ready(child: ChildProcess, signal: AbortSignal): Promise<Ready>;
};

export type PartProcess = {
  name: string;
  child: ChildProcess;
  /** Resolves when the process has ended, for whatever reason. */
  ended: Promise<PartEnd>;
  /** Asks the part to end, and ends it by force when it takes too long. Idempotent. */
  stop(): Promise<void>;
  kill(): void;
};

export type PartEnd = { reason: string; lastLines: readonly string[] };

type Options = { logFolder: string; onWarning: (text: string) => void; stopWithinMs?: number };

const KEPT_LINES = 25; // a stack trace with its message, or a list of configuration errors
/** What Node has compiled once need not be compiled again: a later start is several times faster. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url));
const guard = fileURLToPath(new URL('endWithParent.ts', import.meta.url));

export function startPartProcess(part: Part, { logFolder, onWarning, stopWithinMs = 10_000 }: Options): PartProcess {
  const child = fork(part.entry, part.args ?? [], {
    execArgv: ['--import', guard],
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env, ...part.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C in a terminal goes to the whole process group: the parts stay out of it, to be stopped in order.
    detached: true,
  });
  const lastLines: string[] = [];
  followOutput(child, join(logFolder, `${part.name}.log`), (line) => {
    if (line.text.trim()) lastLines.push(line.text);
    if (lastLines.length > KEPT_LINES) lastLines.shift();
    if (line.warns) onWarning(`${part.name}: ${line.text}`);
  });
  const ended = endOf(child).then((reason) => ({ reason, lastLines }));

  async function stop(): Promise<void> {
    if (child.connected) child.send('end', () => undefined); // it may end by itself meanwhile
    const force = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(force);
  }
  return { name: part.name, child, ended, stop, kill: () => child.kill('SIGKILL') };
}

/** After its output has been read to the end, so that the last lines are there. */
async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return signal ? `was ended by ${signal}` : `ended with exit code ${code ?? 'unknown'}`;
  } catch (error) {
    return `could not be started (${error instanceof Error ? error.message : 'unknown reason'})`;
  }
}

function followOutput(child: ChildProcess, path: string, onLine: (line: LegibleLine) => void): void {
  const file = createWriteStream(path, { flags: 'a' });
  for (const output of [child.stdout, child.stderr]) {
    if (!output) continue;
    createInterface(output).on('line', (raw) => {
      file.write(`${raw}\n`);
      onLine(legibleLine(raw));
    });
  }
  child.once('close', () => file.end());
}
