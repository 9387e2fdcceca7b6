export interface Turnstile {
  /** Waits for its turn, first come first served. Rejects with the reason of `signal` when that comes first. */
  enter(signal: AbortSignal | undefined): Promise<void>;
  leave(): void;
}

/** Lets so many through at once. Whoever has entered must leave. */
export function createTurnstile(atOnce: number): Turnstile {
  let inside = 0;
  const queue = new Set<() => void>();
  return {
    async enter(signal) {
      signal?.throwIfAborted();
      if (inside < atOnce) {
        inside++;
        return;
      }
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const goIn = (): void => {
        resolve(undefined);
      };
      const giveUp = (): void => {
        queue.delete(goIn);
        reject(signal?.reason as Error);
      };
      queue.add(goIn);
      signal?.addEventListener('abort', giveUp, { once: true });
      try {
        await promise;
      } finally {
        signal?.removeEventListener('abort', giveUp);
      }
    },
    leave() {
      const [next] = queue;
      // The place is handed on, so that nobody who comes now is faster.
      if (!next) inside--;
      else if (queue.delete(next)) next();
    },
  };
}
