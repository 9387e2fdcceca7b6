import pino from 'pino';
import { z } from 'zod';
import type { Log } from '../src/application/ports/world.ts';

/** One call to another service, on the clock of `performance.now()`. */
export interface RemoteCall {
  readonly begun: number;
  readonly ended: number;
  readonly path: string;
}

const Called = z.object({ milliseconds: z.number(), method: z.string(), path: z.string() });

/** Warnings and errors are shown; what the bot logs of its calls to other services is kept. */
export function countingLog(): { readonly log: Log; readonly calls: RemoteCall[] } {
  const shown = pino({ level: 'error' });
  const calls: RemoteCall[] = [];
  const log: Log = {
    debug(fields, message) {
      if (message !== 'Service called') return;
      const { milliseconds, method, path } = Called.parse(fields);
      const ended = performance.now();
      calls.push({ begun: ended - milliseconds, ended, path: `${method} ${path}` });
    },
    info: () => undefined,
    warn: (fields, message) => {
      shown.warn(fields, message);
    },
    error: (fields, message) => {
      shown.error(fields, message);
    },
  };
  return { log, calls };
}

/** Milliseconds in which at least one call was under way. */
export function timeWaited(calls: readonly RemoteCall[]): number {
  let waited = 0;
  let until = -Infinity;
  for (const { begun, ended } of calls.toSorted((a, b) => a.begun - b.begun)) {
    waited += Math.max(0, ended - Math.max(begun, until));
    until = Math.max(until, ended);
  }
  return waited;
}
