import { clickBy, messageBy, people } from './activities.ts';
import type { BenchBot } from './bot.ts';
import { startEcho } from './echo.ts';
import { figureOf, quantile, type Figure } from './figure.ts';
import { startLoadThread, type Loaded, type LoadThread } from './load.ts';
import { addOpenRequests } from './openRequests.ts';

export const approvers = people(8);
const rounds = 4;
const roundMs = 800;
/** The compiler takes its time with libraries of this size. */
const warmUpMs = 2_500;

/** A turn through the whole bot, eight people at once, against the bare echo; both by turns. */
export async function benchTurns(bot: BenchBot): Promise<readonly Figure[]> {
  const [requestId] = await addOpenRequests(bot, 10, 'Pending');
  const echo = await startEcho();
  const load = startLoadThread();
  const help = approvers.map((id) => messageBy(id, 'help'));
  const sides = { url: bot.url, against: echo.url, name: 'bare echo' };
  const refresh = approvers.map((id) => clickBy(id, 'refresh', { requestId }));
  try {
    return [
      ...(await compare(load, { ...sides, what: 'help', bodies: help })),
      ...(await compare(load, { ...sides, what: 'refresh of an approval card', bodies: refresh })),
    ];
  } finally {
    await load.stop();
    await echo.stop();
  }
}

/** What watching costs: turns of a bot whose metrics are kept against one that nobody watches, both by turns. */
export async function benchWatching(watched: BenchBot, unwatched: BenchBot): Promise<readonly Figure[]> {
  const load = startLoadThread();
  try {
    const bodies = approvers.map((id) => messageBy(id, 'help'));
    return await compare(load, {
      what: 'help, with metrics',
      bodies,
      url: watched.url,
      against: unwatched.url,
      name: 'without',
    });
  } finally {
    await load.stop();
  }
}

interface Comparison {
  readonly what: string;
  readonly bodies: readonly string[];
  readonly url: string;
  readonly against: string;
  readonly name: string;
}

async function compare(load: LoadThread, { what, bodies, url, against, name }: Comparison): Promise<readonly Figure[]> {
  const results: { bot: Loaded[]; other: Loaded[] } = { bot: [], other: [] };
  for (const each of [against, url]) await load.run({ url: each, bodies, milliseconds: warmUpMs });
  for (let round = 0; round < rounds; round++) {
    results.other.push(await load.run({ url: against, bodies, milliseconds: roundMs }));
    results.bot.push(await load.run({ url, bodies, milliseconds: roundMs }));
  }
  const [bot, other] = [together(results.bot), together(results.other)];
  return [
    figureOf(`turn: ${what}`, { value: bot.perSecond, against: other.perSecond, unit: 'turns/s', name }),
    figureOf(`turn: ${what}, p99`, { value: bot.p99, against: other.p99, unit: 'ms', name }),
  ];
}

function together(all: readonly Loaded[]): { readonly perSecond: number; readonly p99: number } {
  const perSecond = all.reduce((sum, one) => sum + one.perSecond, 0) / all.length;
  const times = all.flatMap((one) => one.times);
  return { perSecond, p99: quantile(times, 0.99) };
}
