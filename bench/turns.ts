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
  const refresh = approvers.map((id) => clickBy(id, 'refresh', { requestId }));
  try {
    return [
      ...(await compare(load, 'help', help, bot.url, echo.url)),
      ...(await compare(load, 'refresh of an approval card', refresh, bot.url, echo.url)),
    ];
  } finally {
    await load.stop();
    await echo.stop();
  }
}

async function compare(
  load: LoadThread,
  what: string,
  bodies: readonly string[],
  botUrl: string,
  echoUrl: string,
): Promise<readonly Figure[]> {
  const results: { bot: Loaded[]; echo: Loaded[] } = { bot: [], echo: [] };
  for (const url of [echoUrl, botUrl]) await load.run({ url, bodies, milliseconds: warmUpMs });
  for (let round = 0; round < rounds; round++) {
    results.echo.push(await load.run({ url: echoUrl, bodies, milliseconds: roundMs }));
    results.bot.push(await load.run({ url: botUrl, bodies, milliseconds: roundMs }));
  }
  const [bot, echo] = [together(results.bot), together(results.echo)];
  const name = 'bare echo';
  return [
    figureOf(`turn: ${what}`, { value: bot.perSecond, against: echo.perSecond, unit: 'turns/s', name }),
    figureOf(`turn: ${what}, p99`, { value: bot.p99, against: echo.p99, unit: 'ms', name }),
  ];
}

function together(all: readonly Loaded[]): { readonly perSecond: number; readonly p99: number } {
  const perSecond = all.reduce((sum, one) => sum + one.perSecond, 0) / all.length;
  const times = all.flatMap((one) => one.times);
  return { perSecond, p99: quantile(times, 0.99) };
}
