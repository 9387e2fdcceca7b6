import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ConfigurationFile } from '../src/configurationFile.ts';
import { startDesk } from './desk.ts';
import { figureOf, type Figure } from './figure.ts';
import { configurationAt, licenceSku, type Ground } from './ground.ts';

const creations = 1000;
const step = 100;
/** So many creations before anything is compared: caches fill, the compiler settles. */
const warmUp = 200;
/** As many as the bot creates at once. */
const lanes = 4;

/** What stays in the bot's memory after so many creations, looked at after a garbage collection. */
export async function benchMemory(ground: Ground): Promise<readonly Figure[]> {
  const databaseUrl = await ground.database('memory');
  const file = configurationAt(ground.simulator, {});
  const bot = await startMeasuredBot({ databaseUrl, file });
  const desk = await startDesk({ url: `${bot.url}/api/messages`, databaseUrl, file });
  try {
    const kilobytes: number[] = [];
    for (let done = -warmUp; done < creations; done += step) {
      // The simulator reads all users of an environment for each call: so it is emptied, and no step slower than another.
      await ground.control('POST', '/reset');
      await ground.control('PATCH', '/environments/prod', { limit: 1000, syncSeconds: 0, forcedSyncSeconds: 0 });
      await ground.control('PATCH', `/skus/${licenceSku}`, { enabled: 1000 });
      if (done >= 0) kilobytes.push(await bot.heap());
      await createMany(step, () => desk.create());
    }
    kilobytes.push(await bot.heap());
    console.table(kilobytes.map((heap, index) => ({ creations: index * step, 'heap in KB': Math.round(heap) })));
    const [first = NaN, last = NaN] = [kilobytes.at(0), kilobytes.at(-1)];
    const name = `before them; ${slope(kilobytes).toFixed(2)} KB more per creation`;
    return [figureOf(`heap after ${creations} creations`, { value: last, against: first, unit: 'KB', name })];
  } finally {
    await desk.stop();
    await bot.stop();
  }
}

async function createMany(count: number, create: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const lane = async (): Promise<void> => {
    while (begun++ < count) await create();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Of the straight line that fits best, per creation. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const products = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  const squares = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return products / squares / step;
}

interface MeasuredBot {
  readonly url: string;
  /** In use after a garbage collection, in KB. */
  heap(): Promise<number>;
  stop(): Promise<void>;
}

/** In a process of its own, so that nothing of the benchmark counts. */
async function startMeasuredBot(options: {
  readonly databaseUrl: string;
  readonly file: ConfigurationFile;
}): Promise<MeasuredBot> {
  const entry = fileURLToPath(new URL('memoryProcess.ts', import.meta.url));
  const child = fork(entry, [JSON.stringify(options)], { execArgv: ['--expose-gc'] });
  const ended = once(child, 'exit');
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [{ readonly url?: string } | number];
  const url = typeof ready === 'object' && ready.url;
  if (!url) throw new Error('The bot did not start');
  return {
    url,
    async heap() {
      child.send('heap');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes / 1024;
    },
    async stop() {
      child.disconnect();
      await ended;
    },
  };
}
