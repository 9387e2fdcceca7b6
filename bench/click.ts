import { sql } from 'kysely';
import type { EnvironmentKey, PlanHash, RequestId } from '../src/domain/words.ts';
import { clickBy } from './activities.ts';
import type { BenchBot } from './bot.ts';
import { figureOf, median, type Figure } from './figure.ts';
import { addOpenRequests, analyze, close, openBase } from './openRequests.ts';
import { post } from './post.ts';
import { approvers } from './turns.ts';

const clicks = 60;
const warmUp = 10;

/** The click that approves, until its answer, against one bare transaction; both by turns, one at a time. */
export async function benchClick(bot: BenchBot): Promise<readonly Figure[]> {
  const prod = 'prod' as EnvironmentKey;
  await bot.app.store.saveSeatReading(prod, { limit: 7, used: 3, limitSource: 'live', readAt: bot.app.world.now() });
  await sql`create table bench_bare (id bigint generated always as identity, body text)`.execute(bot.db);
  // Ten are there already.
  const few = await measure(bot, 'approving click, 10 open requests');
  await addOpenRequests(bot, 1990, 'Pending');
  const many = await measure(bot, 'approving click, 2,000 open requests');
  await addOpenRequests(bot, 200, 'Waiting');
  const queue = await measure(bot, 'approving click, 200 more waiting for a seat');
  return [few, many, queue];
}

async function measure(bot: BenchBot, what: string): Promise<Figure> {
  await analyze(bot);
  const { planHash } = openBase(bot.app);
  const times: number[] = [];
  const bare: number[] = [];
  for (let count = -warmUp; count < clicks; count++) {
    const [id] = await addOpenRequests(bot, 1, 'Pending');
    if (!id) throw new Error('No request was made');
    const taken = await timed(() => approve(bot, id, planHash));
    const bareTaken = await timed(() => bareTransaction(bot));
    await close(bot, id);
    if (count < 0) continue;
    times.push(taken);
    bare.push(bareTaken);
  }
  return figureOf(what, { value: median(times), against: median(bare), unit: 'ms', name: 'bare transaction' });
}

async function approve(bot: BenchBot, requestId: RequestId, planHash: PlanHash): Promise<void> {
  const answer = await post(bot.url, clickBy(approvers[0] ?? '', 'approve', { requestId, planHash }));
  if (!/You approved|approved by/i.test(answer)) throw new Error(`Not approved: ${answer}`);
}

function bareTransaction({ db }: BenchBot): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await sql`insert into bench_bare (body) values ('one row')`.execute(trx);
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
