import { formChoices } from '../application/checkForm.ts';
import { listRequests } from '../application/listRequests.ts';
import { roleOf } from '../application/rights.ts';
import { readQuota } from '../application/seats.ts';
import { viewRequest } from '../application/viewRequest.ts';
import type { RequestId } from '../domain/words.ts';
import { pageLength, quotaCard, requestsCard } from './cards/listCards.ts';
import { noticeCard } from './cards/menuCards.ts';
import { filesAreTaken } from './files.ts';
import { findEnvironment } from './reading/environments.ts';
import { reply } from './reply.ts';
import { show } from './reviews.ts';
import type { Turn } from './turn.ts';
import { list } from './words/lists.ts';
import type { CommandData } from './words/notice.ts';
import { usageText } from './words/usage.ts';

export async function showRequest(turn: Turn, id: RequestId): Promise<void> {
  const view = await viewRequest(turn.app, { id, reader: turn.person });
  await show(turn, { view });
}

type Page = Omit<Extract<CommandData, { readonly command: 'requests' }>, 'command'>;

export async function showRequests(turn: Turn, page: Page): Promise<void> {
  const { app, person } = turn;
  const scope = page.scope ?? (await usualScope(turn));
  const offset = page.offset ?? 0;
  const { requests, total } = await listRequests(app, { reader: person, scope, offset, limit: pageLength });
  const title = scope === 'mine' ? 'Your requests' : 'Open requests';
  const { environments } = app.settings;
  const at = app.world.now();
  const file = filesAreTaken(turn) === 'here';
  await reply(turn, requestsCard({ title, requests, total, offset, environments, viewer: person.id, scope, file, at }));
}

/** Who decides sees what is open first; everybody else their own. */
export async function usualScope({ app, person }: Turn): Promise<'open' | 'mine'> {
  const { admin, approver } = await roleOf(app, person);
  return admin || approver ? 'open' : 'mine';
}

export async function showQuota(turn: Turn, args: string): Promise<void> {
  const { environments } = formChoices(turn.app);
  const asked = args.trim();
  const found = asked ? findEnvironment(asked, environments) : undefined;
  if (asked && !found) {
    const names = environments.map(({ name }) => name);
    await reply(
      turn,
      noticeCard({
        tone: 'warning',
        what: `No environment is called “${asked.slice(0, 60)}”.`,
        why: `Seatkeeper looks after ${list(names)}.`,
        todo: `Choose one of these, or see all of them. ${usageText('quota')}`,
        buttons: [
          ...environments
            .slice(0, 4)
            .map(({ key, name }) => ({ title: name, data: { command: 'quota', args: key } as const })),
          { title: 'All seats', data: { command: 'quota' } as const },
        ],
      }),
    );
    return;
  }
  await reply(turn, quotaCard(await readQuota(turn.app, found?.key)));
}
