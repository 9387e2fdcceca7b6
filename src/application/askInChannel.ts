import type { Pending } from '../domain/request.ts';
import type { App } from './app.ts';
import { postCards } from './postCards.ts';
import { rostersOf } from './rosters.ts';

/**
 * The way that is left when alternates and fallback are asked too, and still fewer people have a card than are needed: a
 * card in the channel of the policy. One for each time that a stage opens, and one for each reminder (`round`), because an
 * edited card makes no sound.
 */
export async function askInChannel(app: App, request: Pending, round = roundOf(request)): Promise<void> {
  const { id: requestId, terms, stage } = request;
  const channel = app.settings.policies.get(terms.policy)?.channel;
  if (channel === undefined) return;
  const [{ stages }, cards] = await Promise.all([rostersOf(app, request), app.store.cardsOf(requestId)]);
  const lost = cards.some((card) => card.part === 'approver' && card.stage === stage && card.state === 'unreachable');
  const onItsWay = cards.some(({ part, state }) => part === 'channel' && (state === 'due' || state === 'sending'));
  // Whoever is merely away has their card, and would not look into a channel either.
  if (!stages[stage]?.short || !lost || onItsWay) return;
  await app.store.transaction((transaction) =>
    postCards(transaction, [{ requestId, reader: { id: channel }, part: 'channel', stage, round }]),
  );
}

/** The same for as long as the stage is open. */
function roundOf({ stageSince }: Pending): number {
  return Math.floor(Date.parse(stageSince) / 1000);
}
