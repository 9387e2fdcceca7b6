import type { EnvironmentKey, GroupId, PersonId } from '../src/domain/words.ts';
import { clickBy, people } from './activities.ts';
import { startBenchBot, type BenchBot } from './bot.ts';
import { figureOf, median, type Figure } from './figure.ts';
import { configurationAt, type Ground } from './ground.ts';
import { addOpenRequests, analyze, close, openBase } from './openRequests.ts';
import { post } from './post.ts';

const clicks = 40;
const warmUp = 10;

/** The approving click where 200 people are asked and 10,000 requests are open, against 3 and 10; both by turns. */
export async function benchCrowd({ simulator, database }: Ground): Promise<readonly Figure[]> {
  const few = await startScene(await database('few'), simulator, { approvers: 3, open: 10 });
  const many = await startScene(await database('many'), simulator, { approvers: 200, open: 10_000 });
  try {
    const times: { few: number[]; many: number[] } = { few: [], many: [] };
    for (let count = -warmUp; count < clicks; count++) {
      const [fewTaken, manyTaken] = [await few.click(), await many.click()];
      if (count < 0) continue;
      times.few.push(fewTaken);
      times.many.push(manyTaken);
    }
    const what = 'approving click, 200 approvers, 10,000 open requests';
    const sides = { value: median(times.many), against: median(times.few), unit: 'ms', name: '3 approvers, 10 open' };
    return [figureOf(what, sides)];
  } finally {
    await Promise.all([few.bot.stop(), many.bot.stop()]);
  }
}

interface Scene {
  readonly bot: BenchBot;
  /** Milliseconds until the answer. */
  click(): Promise<number>;
}

async function startScene(
  databaseUrl: string,
  simulator: string,
  size: { readonly approvers: number; readonly open: number },
): Promise<Scene> {
  const bot = await startBenchBot(databaseUrl, configurationAt(simulator, {}));
  const asked = people(size.approvers);
  const members = asked.map((id) => ({ id: id as PersonId, name: id }));
  // As the cache has it: how long the directory takes is not what is measured.
  const findGroup = (id: GroupId) => Promise.resolve({ id, name: 'CRM Approvers', members });
  Object.assign(bot.app.directory, { findGroup });
  const readAt = bot.app.world.now();
  await bot.app.store.saveSeatReading('prod' as EnvironmentKey, { limit: 7, used: 3, limitSource: 'live', readAt });
  for (let left = size.open; left > 0; left -= 1_000) await addOpenRequests(bot, Math.min(left, 1_000), 'Pending');
  await analyze(bot);
  const { planHash } = openBase(bot.app);
  return {
    bot,
    async click() {
      const [requestId] = await addOpenRequests(bot, 1, 'Pending', asked);
      if (!requestId) throw new Error('No request was made');
      const begun = performance.now();
      const answer = await post(bot.url, clickBy(asked[0] ?? '', 'approve', { requestId, planHash }));
      const taken = performance.now() - begun;
      if (!/You approved|approved by/i.test(answer)) throw new Error(`Not approved: ${answer}`);
      await close(bot, requestId);
      return taken;
    },
  };
}
