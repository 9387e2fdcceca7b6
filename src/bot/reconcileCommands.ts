import { mendUser, planMending } from '../application/mend.ts';
import { compareAnew, comparisonOf } from '../application/comparisons.ts';
import type { Mending } from '../domain/life.ts';
import type { Environment } from '../domain/environment.ts';
import type { EnvironmentKey, RequestId } from '../domain/words.ts';
import { adminsOnly } from './adminsOnly.ts';
import { carried } from './backTo.ts';
import { noticeCard } from './cards/menuCards.ts';
import { reconcileCard } from './cards/reconcileCard.ts';
import { filesAreTaken } from './files.ts';
import { offerList } from './listFile.ts';
import { findEnvironment } from './reading/environments.ts';
import { listIn } from './reading/lists.ts';
import { reply } from './reply.ts';
import { show, wish } from './reviews.ts';
import type { Turn } from './turn.ts';
import { unknownEnvironment } from './words/environmentWords.ts';
import { mendingQuestion } from './words/mendingWords.ts';

const right = {
  what: 'compare the environments with the records',
  why: 'It tells of the users of everybody',
};

/** `args`: an environment, or nothing for all of them, perhaps a page, or `file`. */
export function tellReconcile(turn: Turn, args: string): Promise<void> {
  return adminsOnly(turn, right, async () => {
    const environments = environmentsOf(turn);
    const { named: asked, page, file } = listIn(args);
    const environment = asked ? findEnvironment(asked, environments)?.key : undefined;
    if (asked && !environment) return reply(turn, noticeCard(unknownEnvironment(asked, environments, '/reconcile')));
    const wanted = { ...(environment && { environment }) };
    if (file) return offerList(turn, { list: 'differences', ...wanted });
    const comparison = await compareAnew(turn.app, askedOf(turn, environment));
    await reply(turn, reconcileCard({ comparison, ...wanted, page, file: filesAreTaken(turn) === 'here' }));
  });
}

/** Another page of a comparison that its reader has before them. */
export function turnDifferences(
  turn: Turn,
  to: { readonly comparison: string; readonly page: number; readonly environment?: EnvironmentKey | undefined },
): Promise<void> {
  return adminsOnly(turn, right, async () => {
    const { page, environment } = to;
    const comparison = await comparisonOf(turn.app, askedOf(turn, environment), to.comparison);
    const file = filesAreTaken(turn) === 'here';
    await reply(turn, reconcileCard({ comparison, ...(environment && { environment }), page, file }));
  });
}

function environmentsOf({ app }: Turn): readonly Environment[] {
  return [...app.settings.environments.values()];
}

function askedOf(turn: Turn, wanted: EnvironmentKey | undefined) {
  const environments = environmentsOf(turn).filter(({ key }) => wanted === undefined || key === wanted);
  return { reader: turn.person.id, environments };
}

/** Shows what would be done, with the button that does it; or why it would be refused. */
export async function askToMend(turn: Turn, id: RequestId, what: Mending): Promise<void> {
  const { view, refusal, roles } = await planMending(turn.app, { ...wish(turn, id), what });
  if (!view || refusal) return show(turn, { view, ...(refusal && { refusal }) });
  await reply(turn, noticeCard(mendingQuestion(view, what, { roles, ...carried(turn) })));
}

export async function mend(turn: Turn, id: RequestId, what: Mending): Promise<void> {
  await show(turn, await mendUser(turn.app, { ...wish(turn, id), what }));
}
