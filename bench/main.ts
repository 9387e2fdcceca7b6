import { startBenchBot } from './bot.ts';
import { benchCards } from './cards.ts';
import { benchClick } from './click.ts';
import { countCosts } from './costs.ts';
import { benchCreation } from './creation.ts';
import { benchCrowd } from './crowd.ts';
import type { Figure } from './figure.ts';
import { configurationAt, startGround, type Ground } from './ground.ts';
import { benchMemory } from './memory.ts';
import { benchPacing } from './pacing.ts';
import { benchQuota } from './quota.ts';
import { storeFigures } from './store.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { approvers, benchTurns, benchWatching } from './turns.ts';

const parts: Readonly<Record<string, (ground: Ground) => Promise<readonly Figure[]>>> = {
  cards: () => Promise.resolve(benchCards()),
  bot: benchBot,
  watching,
  creation: benchCreation,
  quota: benchQuota,
  store: async ({ database }) => storeFigures(await database('store')),
  crowd: benchCrowd,
  pacing: benchPacing,
  memory: benchMemory,
};

/** `npm run bench` for all but the one that takes long, `npm run bench -- creation memory` for some. */
const usual = Object.keys(parts).filter((name) => name !== 'memory');
const wanted = process.argv.length > 2 ? process.argv.slice(2) : usual;
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join()}: ${Object.keys(parts).join(', ')}`);

/** Times differ from machine to machine and from hour to hour; the ratios are what can be compared. */
const ground = await startGround();
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
] as const) {
  process.once(signal, () => {
    ground.drop();
    process.exit(128 + number);
  });
}
try {
  const figures: Figure[] = [];
  for (const name of wanted) figures.push(...((await parts[name]?.(ground)) ?? []));
  console.table(figures);
} finally {
  await ground.stop();
}

async function benchBot({ simulator, database }: Ground): Promise<readonly Figure[]> {
  const bot = await startBenchBot(await database('bot'), configurationAt(simulator, { approvers }));
  try {
    const figures = [...(await benchTurns(bot)), ...(await benchClick(bot))];
    console.table(await countCosts(bot));
    return figures;
  } finally {
    await bot.stop();
  }
}

async function watching({ simulator, database }: Ground): Promise<readonly Figure[]> {
  const file = configurationAt(simulator, { approvers });
  const plain = await startBenchBot(await database('plain'), file);
  const watched = await startBenchBot(await database('watched'), file, createMetrics().telemetry);
  try {
    return await benchWatching(watched, plain);
  } finally {
    await watched.stop();
    await plain.stop();
  }
}
