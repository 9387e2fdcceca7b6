import { millisecondsBetween, type Instant, type PersonId } from '../domain/words.ts';
import { listRequests } from '../application/listRequests.ts';
import { welcomeCard, type Counts } from './cards/menuCards.ts';
import { menuRole } from './menuCommands.ts';
import { isFailure } from '../application/failures.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';

const none: Counts = { open: 0, mine: 0 };

/** What it is and what is waiting. */
export async function showWelcome(turn: Turn): Promise<void> {
  // How many requests somebody has is nobody else's business.
  const alone = turn.place === 'personal' || turn.targeted;
  const [role, counts] = await Promise.all([menuRole(turn), alone ? countRequests(turn) : none]);
  await reply(turn, welcomeCard(role, counts));
}

/** An installation tells of itself in two activities, in either order; within this time they are one. */
const oneArrival = 10_000;

/**
 * Welcomes whoever has just arrived, once for both activities. `installationUpdate` comes with every installation,
 * `conversationUpdate` also with other changes: it counts only from somebody who was not known.
 */
export function createWelcome(): (turn: Turn, known: boolean) => Promise<void> {
  const welcomed = new Map<PersonId, Instant>();
  return async (turn, known) => {
    const now = turn.app.world.now();
    for (const [id, at] of welcomed) if (millisecondsBetween(at, now) >= oneArrival) welcomed.delete(id);
    if (welcomed.has(turn.person.id)) return;
    if (turn.context.activity.type !== 'installationUpdate' && known) return;
    welcomed.set(turn.person.id, now);
    await showWelcome(turn);
  };
}

/** Numbers on buttons: without them the welcome is still worth showing. */
async function countRequests({ app, person, correlationId }: Turn): Promise<Counts> {
  const count = async (scope: 'open' | 'mine'): Promise<number> =>
    (await listRequests(app, { reader: person, scope, offset: 0, limit: 1 })).total;
  try {
    const [open, mine] = await Promise.all([count('open'), count('mine')]);
    return { open, mine };
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ correlationId, personId: person.id, err }, 'Requests could not be counted');
    return none;
  }
}
