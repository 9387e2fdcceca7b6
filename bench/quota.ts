import { messageBy, people } from './activities.ts';
import { startBenchBot } from './bot.ts';
import { startFarAway } from './farAway.ts';
import { figureOf, median, type Figure } from './figure.ts';
import { configurationAt, type Ground } from './ground.ts';
import { post } from './post.ts';

const environments = 50;
const rounds = 15;
/** Of every call to another service, in the measurements that are about waiting for them. */
export const latencyMs = 50;

/** Seats of fifty environments, read live side by side, against those of one, and against a single call. */
export async function benchQuota(ground: Ground): Promise<readonly Figure[]> {
  const farAway = await startFarAway(ground.simulator, latencyMs);
  const bot = await startBenchBot(await ground.database('quota'), configurationAt(farAway.url, { environments }));
  const [person = ''] = people(1);
  const ask = async (text: string): Promise<number> => {
    const begun = performance.now();
    await post(bot.url, messageBy(person, text));
    return performance.now() - begun;
  };
  try {
    const times: { one: number; all: number; call: number }[] = [];
    for (let round = -3; round < rounds; round++) {
      const one = await ask('quota prod');
      const call = median(bot.calls.splice(0).map(({ begun, ended }) => ended - begun));
      const all = await ask('quota');
      bot.calls.length = 0;
      // The first rounds warm up.
      if (round >= 0) times.push({ one, all, call });
    }
    const value = median(times.map(({ all }) => all));
    const against = (name: string, by: number) =>
      figureOf(`quota of ${environments} environments`, { value, against: by, unit: 'ms', name });
    return [
      against('one environment', median(times.map(({ one }) => one))),
      against('one call', median(times.map(({ call }) => call))),
    ];
  } finally {
    await bot.stop();
    await farAway.stop();
  }
}
