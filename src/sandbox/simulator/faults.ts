import { z } from 'zod';
import { closedObject } from './closedObject.ts';

export const NewFault = closedObject({
  match: closedObject({
    method: z.string().optional(),
    path: z.string().refine(isPattern, 'is no regular expression'),
  }),
  times: z.union([z.int().min(1), z.literal('always')], 'expected a number from 1, or always').default(1),
  /** Meets the first of so many calls that fit, and lets the others pass. */
  every: z.int().min(1).default(1),
  latencyMs: z.int().min(0).optional(),
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  /** Seconds. */
  retryAfter: z.int().min(0).optional(),
  /** Cut the connection before anything happens. */
  reset: z.literal(true).optional(),
  /** Let the call take effect, then cut the connection, or answer with `status`. */
  loseAnswer: z.literal(true).optional(),
});
export type Fault = z.infer<typeof NewFault>;

/** Faults belong to the running process: a restart starts without them. */
export interface Faults {
  add(faults: readonly Fault[]): void;
  clear(): void;
  list(): readonly Fault[];
  /** Uses up one of the first fault that meets the call. `path` includes the query. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: { fault: Fault; fitted: number }[] = [];
  return {
    add: (faults) => {
      waiting.push(...faults.map((fault) => ({ fault: { ...fault }, fitted: 0 })));
    },
    clear: () => {
      waiting = [];
    },
    list: () => waiting.map(({ fault }) => fault),
    take(method, path) {
      const met = waiting.find((one) => fits(one.fault.match, method, path) && one.fitted++ % one.fault.every === 0);
      if (!met) return undefined;
      const { fault } = met;
      if (fault.times !== 'always') fault.times -= 1;
      if (fault.times === 0) waiting = waiting.filter((other) => other !== met);
      return fault;
    },
  };
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function fits(match: Fault['match'], method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  return new RegExp(match.path).test(path);
}
