import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface FarAway {
  /** Stands for the address that was given. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Answers what `url` answered to the same GET, `latencyMs` later. Fifty environments are fifty servers, none of which
 * would take its time from the bot as one simulator on the bot's own machine does.
 */
export async function startFarAway(url: string, latencyMs: number): Promise<FarAway> {
  const worker = new Worker(new URL('farAwayThread.ts', import.meta.url), { workerData: { url, latencyMs } });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await worker.terminate();
    },
  };
}
