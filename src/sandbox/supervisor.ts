import { mkdir } from 'node:fs/promises';
import { startPartProcess } from './partProcess.ts';
import type { Part, PartEnd, PartProcess } from './partProcess.ts';

export type Supervisor = {
  /** Resolves with what the part says when it is ready. Rejects when it does not get there, or any part dies meanwhile. */
  start<Ready>(part: Part<Ready>): Promise<Ready>;
  /** Resolves after `stop()`; rejects with a `PartDied` when a part ends by itself. */
  watch(): Promise<void>;
  /** Stops all parts, the last started first. Idempotent. */
  stop(): Promise<void>;
  isStopping(): boolean;
  /** At once and without manners: for the second Ctrl-C. */
  kill(): void;
};

export class PartDied extends Error {
  constructor(name: string, end: PartEnd) {
    const said = end.lastLines.length > 0 ? end.lastLines : ['(nothing)'];
    super(`The ${name} ${end.reason}. Its last lines:\n${said.map((line) => `  ${line}`).join('\n')}`);
  }
}

type Options = { logFolder: string; onWarning: (text: string) => void; readyWithinMs?: number };

export async function createSupervisor(options: Options): Promise<Supervisor> {
  await mkdir(options.logFolder, { recursive: true });
  const { readyWithinMs = 60_000 } = options;
  const running: PartProcess[] = [];
  const stopped = Promise.withResolvers<undefined>();
  const death = Promise.withResolvers<never>();
  death.promise.catch(() => undefined); // everybody who waits sees it; nobody has to
  let stopping: Promise<void> | undefined;

  async function start<Ready>(part: Part<Ready>): Promise<Ready> {
    if (stopping) throw new Error('The sandbox is stopping');
    const process = startPartProcess(part, options);
    running.push(process);
    void process.ended.then((end) => {
      if (!stopping) death.reject(new PartDied(part.name, end));
    });
    const waiting = new AbortController();
    const tooLate = setTimeout(() => {
      death.reject(new Error(`The ${part.name} was not ready within ${readyWithinMs / 1000} seconds`));
    }, readyWithinMs);
    try {
      const ready = part.ready(process.child, waiting.signal);
      return await Promise.race([ready, death.promise, stopped.promise.then(givesUp)]);
    } finally {
      clearTimeout(tooLate);
      waiting.abort();
    }
  }

  async function stopAll(): Promise<void> {
    for (const part of running.toReversed()) await part.stop();
    stopped.resolve(undefined);
  }

  return {
    start,
    watch: () => Promise.race([death.promise, stopped.promise]),
    stop: () => (stopping ??= stopAll()),
    isStopping: () => stopping !== undefined,
    kill: () => {
      for (const part of running) part.kill();
    },
  };
}

function givesUp(): never {
  throw new Error('The sandbox was stopped before it was ready');
}
