import { AsyncLocalStorage } from 'node:async_hooks';

const budgets = new AsyncLocalStorage<AbortSignal>();

/**
 * Gives `work` so many milliseconds for everything that it asks of services. Once they are spent, calls end with a
 * `TransientFailure`, and no new one begins; `work` itself is never cut off in the middle of anything else.
 */
export function withinBudget<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  return budgets.run(AbortSignal.timeout(milliseconds), work);
}

/** Aborted when the time is spent. Undefined where nobody set a limit. */
export function currentBudget(): AbortSignal | undefined {
  return budgets.getStore();
}
