import { AsyncLocalStorage } from 'node:async_hooks';

const correlations = new AsyncLocalStorage<string>();

/** Every log line that is written while `work` runs, however deep, carries this id. */
export function correlated<T>(correlationId: string, work: () => T): T {
  return correlations.run(correlationId, work);
}

/** Undefined outside of a turn and of a task. */
export function currentCorrelationId(): string | undefined {
  return correlations.getStore();
}
