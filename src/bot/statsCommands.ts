import { environmentOf } from '../application/app.ts';
import { readStatistics } from '../application/statistics.ts';
import { noticeCard } from './cards/menuCards.ts';
import { statsCard } from './cards/statsCard.ts';
import { environmentNamed } from './reading/namedEnvironment.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { unknownEnvironment } from './words/environmentUsage.ts';

/** `args`: an environment or nothing. Admins see all of them, approvers those that they decide in. */
export async function showStats(turn: Turn, args: string): Promise<void> {
  const { app, person: reader } = turn;
  const key = environmentNamed(app, args);
  if (key === 'unknown') return reply(turn, noticeCard(unknownEnvironment('stats', args, app.settings)));
  const statistics = await readStatistics(app, { reader, ...(key && { environment: key }) });
  if (statistics) return reply(turn, statsCard(statistics));
  await reply(
    turn,
    noticeCard({
      tone: 'warning',
      what: `The statistics${key ? ` of ${environmentOf(app.settings, key).name}` : ''} are for admins, and for approvers where they decide.`,
      why: 'You are not among the `admins` of the configuration, and no policy names you as an approver there.',
      todo: 'Ask an admin for them. How many seats are left is for everybody:',
      buttons: [{ title: 'Seats', data: { command: 'quota' } }],
    }),
  );
}
