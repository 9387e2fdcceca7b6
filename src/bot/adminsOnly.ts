import { isAdmin } from '../application/rights.ts';
import { noticeCard } from './cards/menuCards.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';

/** Does the work for an admin; tells everybody else `what` is theirs, and `why`. */
export async function adminsOnly(
  turn: Turn,
  { what, why }: { readonly what: string; readonly why: string },
  work: () => Promise<void>,
): Promise<void> {
  if (await isAdmin(turn.app, turn.person)) return work();
  await reply(
    turn,
    noticeCard({
      tone: 'warning',
      what: `Only admins of Seatkeeper can ${what}.`,
      why: `${why}, and you are not among the admins of its configuration.`,
      todo: 'Ask an admin to do it, or to add you to `admins`.',
    }),
  );
}
