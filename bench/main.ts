import { startBenchBot } from './bot.ts';
import { benchCards } from './cards.ts';
import { benchClick } from './click.ts';
import { countCosts } from './costs.ts';
import { benchCreation } from './creation.ts';
import type { Figure } from './figure.ts';
import { configurationAt, startGround, type Ground } from './ground.ts';
import { benchQuota } from './quota.ts';
import { benchStore } from './store.ts';
import { approvers, benchTurns } from './turns.ts';

/** Times differ from machine to machine and from hour to hour; the ratios are what can be compared. */
const ground = await startGround();
process.once('SIGINT', () => {
  ground.drop();
  process.exit(130);
});
try {
  const figures: Figure[] = [...benchCards()];
  figures.push(...(await benchBot(ground)));
  figures.push(...(await benchCreation(ground)), await benchQuota(ground), ...(await storeFigures(ground)));
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

async function storeFigures({ database }: Ground): Promise<readonly Figure[]> {
  const rows = await benchStore(await database('store'));
  const bare = new Map(rows.filter(({ ratio }) => ratio === 1).map((row) => [row.parallel, row.perSecond]));
  return rows
    .filter(({ ratio }) => ratio !== 1)
    .map(({ what, parallel, perSecond, ratio }) => ({
      what: `store: ${what}, ${parallel} at once`,
      figure: `${perSecond} tx/s`,
      baseline: `${bare.get(parallel) ?? '?'} tx/s bare INSERT`,
      ratio,
    }));
}
