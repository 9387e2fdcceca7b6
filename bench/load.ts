import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Posts `bodies` in turn to `url`, one after the other on each of as many connections as there are bodies. */
export interface Load {
  readonly url: string;
  readonly bodies: readonly string[];
  readonly milliseconds: number;
}

/** Milliseconds of each answer. */
export interface Loaded {
  readonly perSecond: number;
  readonly times: readonly number[];
}

/** In a thread of its own, so that asking does not take its time from answering. */
export interface LoadThread {
  run(load: Load): Promise<Loaded>;
  stop(): Promise<void>;
}

export function startLoadThread(): LoadThread {
  const worker = new Worker(new URL('loadThread.ts', import.meta.url));
  return {
    async run(load) {
      worker.postMessage(load);
      const [loaded] = (await once(worker, 'message')) as [Loaded];
      return loaded;
    },
    async stop() {
      await worker.terminate();
    },
  };
}
