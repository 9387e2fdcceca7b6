import { setTimeout as wait } from 'node:timers/promises';
import type { ConfigurationFile } from '../src/configurationFile.ts';
import { startSeatkeeper } from '../src/seatkeeper.ts';
import { benchConfig } from './benchConfig.ts';
import { countingLog } from './countingLog.ts';

const { databaseUrl, file } = JSON.parse(process.argv[2] ?? '') as {
  readonly databaseUrl: string;
  readonly file: ConfigurationFile;
};
const { log, calls } = countingLog();
const seatkeeper = await startSeatkeeper(benchConfig(file), databaseUrl, log);
process.send?.({ url: seatkeeper.url });

process.on('message', () => {
  void heapInUse().then((bytes) => process.send?.(bytes));
});
process.once('disconnect', () => {
  void seatkeeper.stop();
});

async function heapInUse(): Promise<number> {
  calls.length = 0;
  // What is freed by a finalizer is gone after the next turn of the event loop.
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await wait(50);
  }
  return process.memoryUsage().heapUsed;
}
