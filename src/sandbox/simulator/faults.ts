import { z } from 'zod';

export const NewFault = z.strictObject({
  match: z.strictObject({
    method: z.string().optional(),
    path: z.string().refine(isPattern, 'is no regular expression'),
  }),
  times: z.int().min(1).default(1),
  latencyMs: z.int().min(0).optional(),
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  /** Seconds. */
  retryAfter: z.int().min(0).optional(),
  /** Cut the connection before anything happens. */
  reset: z.literal(true).optional(),
  /** Let the call take effect, then cut the connection. */
  loseAnswer: z.literal(true).optional(),
});
export type Fault = z.infer<typeof NewFault>;

/** Faults belong to the running process: a restart starts without them. */
export interface Faults {
  add(faults: readonly Fault[]): void;
  clear(): void;
  list(): readonly Fault[];
  /** Uses up one of the first fault that fits. `path` includes the query. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let waiting: Fault[] = [];
  return {
    add: (faults) => {
      waiting.push(...faults.map((fault) => ({ ...fault })));
    },
    clear: () => {
      waiting = [];
    },
    list: () => waiting,
    take(method, path) {
      const fault = waiting.find(({ match }) => fits(match, method, path));
      if (!fault) return undefined;
      fault.times -= 1;
      if (fault.times === 0) waiting = waiting.filter((other) => other !== fault);
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
