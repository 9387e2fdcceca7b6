import { mendUser } from '../application/mend.ts';
import { reconcile } from '../application/reconcile.ts';
import { viewRequest } from '../application/viewRequest.ts';
import { decide } from '../domain/decide.ts';
import type { Mending } from '../domain/life.ts';
import type { RequestId } from '../domain/words.ts';
import { isAdmin } from '../application/rights.ts';
import { adminsOnly } from './adminsOnly.ts';
import { noticeCard } from './cards/menuCards.ts';
import { reconcileCard } from './cards/reconcileCard.ts';
import { requestCard } from './cards/requestCard.ts';
import { findEnvironment } from './reading/environments.ts';
import { reply } from './reply.ts';
import { show, wish } from './reviews.ts';
import type { Turn } from './turn.ts';
import { unknownEnvironment } from './words/environmentWords.ts';
import { mendingWords } from './words/mendingWords.ts';

/** `args`: an environment, or nothing for all of them. */
export function tellReconcile(turn: Turn, args: string): Promise<void> {
  const why = 'It tells of the users of everybody';
  return adminsOnly(turn, { what: 'compare the environments with the records', why }, async () => {
    const environments = [...turn.app.settings.environments.values()];
    const asked = args.trim();
    const named = asked ? findEnvironment(asked, environments) : undefined;
    if (asked && !named) return reply(turn, noticeCard(unknownEnvironment(asked, environments, '/reconcile')));
    const wanted = named ? environments.filter(({ key }) => key === named.key) : environments;
    await reply(turn, reconcileCard(await reconcile(turn.app, wanted)));
  });
}

/** Shows what would be done, with the button that does it; or why it would be refused. */
export async function askToMend(turn: Turn, id: RequestId, what: Mending): Promise<void> {
  const { app, person: by } = turn;
  const view = await viewRequest(app, { id, reader: by });
  if (!view) return show(turn, { view });
  const admin = await isAdmin(app, by);
  const decision = decide(view.request, { type: 'mend', at: app.world.now(), by, admin, what });
  if (!decision.ok) return show(turn, { view, refusal: decision.refusal });
  const { title, plan } = mendingWords(view.environment.name)[what];
  await reply(
    turn,
    requestCard(view, {
      tone: 'warning',
      what: 'Nothing is changed yet.',
      why: plan,
      todo: `Press ${title}, or leave it.`,
      buttons: [{ title, data: { command: 'mend', requestId: id, what, confirmed: true } }],
    }),
  );
}

export async function mend(turn: Turn, id: RequestId, what: Mending): Promise<void> {
  await show(turn, await mendUser(turn.app, { ...wish(turn, id), what }));
}
