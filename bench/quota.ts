import { messageBy, people } from './activities.ts';
import { startBenchBot } from './bot.ts';
import { figureOf, median, type Figure } from './figure.ts';
import { configurationAt, type Ground } from './ground.ts';
import { post } from './post.ts';

const rounds = 15;
export const latencyMs = 20;

/** Seats of twenty environments, read live side by side, against those of one. */
export async function benchQuota(ground: Ground): Promise<Figure> {
  const bot = await startBenchBot(
    await ground.database('quota'),
    configurationAt(ground.simulator, { environments: 20 }),
  );
  await ground.control('POST', '/faults', { match: { path: '.' }, times: 1_000_000, latencyMs });
  const [person = ''] = people(1);
  const ask = async (text: string): Promise<number> => {
    const begun = performance.now();
    await post(bot.url, messageBy(person, text));
    return performance.now() - begun;
  };
  try {
    const times: { one: number; all: number }[] = [];
    for (let round = -3; round < rounds; round++) {
      const taken = { one: await ask('quota prod'), all: await ask('quota') };
      // The first rounds warm up.
      if (round >= 0) times.push(taken);
    }
    const [value, against] = [median(times.map(({ all }) => all)), median(times.map(({ one }) => one))];
    return figureOf('quota of 20 environments', { value, against, unit: 'ms', name: 'one environment' });
  } finally {
    await ground.control('DELETE', '/faults');
    await bot.stop();
  }
}
