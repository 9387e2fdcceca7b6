import { clickBy, messageBy } from './activities.ts';
import type { BenchBot, Costs } from './bot.ts';
import { addOpenRequests, openBase } from './openRequests.ts';
import { post } from './post.ts';
import { approvers } from './turns.ts';

export interface TurnCost extends Costs {
  readonly turn: string;
}

/** What one turn asks of the database and of other services, when everything that is remembered is remembered. */
export async function countCosts(bot: BenchBot): Promise<readonly TurnCost[]> {
  const [id = 0, other = 0] = await addOpenRequests(bot, 2, 'Pending');
  const { planHash } = openBase(bot.app);
  const by = approvers[0] ?? '';
  const turns = {
    help: messageBy(by, 'help'),
    'refresh of an approval card': clickBy(by, 'refresh', { requestId: id }),
    'approving click': clickBy(by, 'approve', { requestId: id, planHash }),
    'rejecting click': clickBy(by, 'reject', { requestId: other }),
    requests: messageBy(by, 'requests open'),
    'quota of one environment': messageBy(by, 'quota prod'),
  };
  await post(bot.url, turns.help);
  await post(bot.url, turns.requests);
  const costs: TurnCost[] = [];
  for (const [turn, body] of Object.entries(turns)) {
    const before = bot.costs();
    await post(bot.url, body);
    const after = bot.costs();
    costs.push({
      turn,
      statements: after.statements - before.statements,
      remoteCalls: after.remoteCalls - before.remoteCalls,
    });
  }
  return costs;
}
