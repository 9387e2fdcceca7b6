import { letUserGo, revokeUser } from '../application/endUser.ts';
import type { Adoption } from '../application/adopt.ts';
import { findEnded, findRecord } from '../application/findRecord.ts';
import { isAdmin } from '../application/rights.ts';
import type { RequestView } from '../application/views.ts';
import { decide } from '../domain/decide.ts';
import { longestRemark, type RequestId } from '../domain/words.ts';
import { askToRevokeUnrecorded } from './adoptCommands.ts';
import { carried } from './backTo.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { reply } from './reply.ts';
import { show, wish } from './reviews.ts';
import { findTarget, firstWord, isTarget } from './targets.ts';
import type { Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';
import { tooLong } from './words/reviewUsage.ts';
import { revokeSentence } from './words/revokeWords.ts';

/** What people do to end a user. */

export async function revoke(turn: Turn, id: RequestId, reason: string): Promise<void> {
  await show(turn, await revokeUser(turn.app, { ...wish(turn, id), cause: 'revoked', reason }));
}

export async function letGo(turn: Turn, id: RequestId): Promise<void> {
  await show(turn, await letUserGo(turn.app, wish(turn, id)));
}

/** `args`: a user and why it is no longer needed. Without a yes, shows what would happen, with the button that does it. */
export async function askToRevoke(turn: Turn, args: string): Promise<void> {
  const stranger = await unrecorded(turn, args);
  if (stranger && stranger.reason.length > longestRemark) {
    return reply(turn, noticeCard(tooLong(stranger.reason.length)));
  }
  if (stranger) return askToRevokeUnrecorded(turn, stranger.adoption, stranger.reason);
  const found = await findTarget(turn, args, 'revoke');
  if (!found) return;
  const { view, rest } = found;
  const { app, person: by } = turn;
  const admin = await isAdmin(app, by);
  const reason = rest.trim();
  if (reason.length > longestRemark) return reply(turn, requestCard(view, tooLong(reason.length)));
  const wanted = reason === '' ? '…' : reason;
  const told = { type: 'revoke', at: app.world.now(), by, admin, cause: 'revoked', reason: wanted } as const;
  const decision = decide(view.request, told);
  if (!decision.ok) return show(turn, { view, refusal: decision.refusal });
  if (reason === '') {
    // Whatever else they are to it, as an admin they have the form for it.
    const reader = admin ? ({ id: by.id, part: 'observer', admin } as const) : view.reader;
    return reply(turn, requestCard({ ...view, reader }, reasonMissing(view)));
  }
  if (turn.sure) return revoke(turn, view.request.id, reason);
  await reply(turn, noticeCard(confirmation(turn, view, reason)));
}

/** For admins: an address in an environment, without a record there. */
async function unrecorded(
  turn: Turn,
  args: string,
): Promise<{ readonly adoption: Adoption; readonly reason: string } | undefined> {
  const { app, person } = turn;
  const { word, rest } = firstWord(args);
  const [, where, reason = ''] = /^in\s+(\S+)\s*(.*)$/is.exec(rest) ?? [];
  const environment = [...app.settings.environments.values()].find(({ key }) => key === where?.toLowerCase());
  if (!environment || reason === '' || !isTarget(word) || !(await isAdmin(app, person))) return undefined;
  const named = { text: word, environment: environment.key, reader: person };
  if ((await findRecord(app, named)) ?? (await findEnded(app, named))) return undefined;
  return { adoption: { environment: environment.key, user: word, owner: person.id }, reason };
}

function confirmation(turn: Turn, view: RequestView, reason: string): Notice {
  const { id } = view.request;
  const { what, why } = revokeSentence(view.request, view.environment.name);
  return {
    tone: 'warning',
    what: `#${id} is not revoked yet. ${what}`,
    why,
    todo: `Your reason: “${reason}”. Press Revoke it, or write “yes revoke ${id}” and the reason.`,
    buttons: [{ title: 'Revoke it', data: { command: 'revoke', requestId: id, reason, ...carried(turn) } }],
  };
}

function reasonMissing({ request: { id } }: RequestView): Notice {
  return {
    tone: 'info',
    what: `#${id} is not revoked yet.`,
    why: 'A reason is missing, and it is kept for whoever asks later.',
    todo: `Write it into the box below, or behind the user, for example “revoke ${id} the integration was switched off”.`,
  };
}
