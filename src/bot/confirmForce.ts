import { isAdmin } from '../application/rights.ts';
import type { RequestView } from '../application/views.ts';
import { takesSeat } from '../domain/ask.ts';
import { decide } from '../domain/decide.ts';
import { approvalsNeeded } from '../domain/policy.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { reply, replace } from './reply.ts';
import { force, show } from './reviews.ts';
import type { Turn } from './turn.ts';
import { count } from './words/durations.ts';
import type { Notice } from './words/notice.ts';
import { refusalNotice } from './words/refusals.ts';

/** Shows what forcing would do, with the button that does it; or why it would be refused. */
export async function confirmForce(turn: Turn, view: RequestView, reason: string): Promise<void> {
  const { app, person: by } = turn;
  const { request } = view;
  const admin = await isAdmin(app, by);
  const { planHash } = request;
  const decision = decide(request, { type: 'force', at: app.world.now(), by, admin, reason, planHash, queue: false });
  if (!decision.ok) return show(turn, { view, refusal: decision.refusal });
  await reply(turn, requestCard(view, whatHappens(view, reason)));
}

/** The card that asked loses its button, and tells what came of it. */
export async function forceAsConfirmed(turn: Turn, wanted: Parameters<typeof force>[1]): Promise<void> {
  const { view, refusal } = await force(turn, wanted);
  const { replyToId } = turn.context.activity;
  if (!replyToId || turn.place !== 'personal' || !view) return;
  await replace(turn, replyToId, noticeCard(refusal ? refusalNotice(refusal, view) : forced(wanted)));
}

function forced({ id, reason }: Parameters<typeof force>[1]): Notice {
  return {
    tone: 'good',
    what: `You forced #${id}.`,
    why: `All other admins are told, with your reason: “${reason}”.`,
    buttons: [{ title: `Show #${id}`, data: { command: 'show', requestId: id } }],
  };
}

function whatHappens(view: RequestView, reason: string): Notice {
  const { request } = view;
  const { id, planHash } = request;
  const given = 'approvals' in request ? request.approvals.length : 0;
  return {
    tone: 'warning',
    what: `#${id} is not forced yet: it would go on without ${count(approvalsNeeded(request.terms) - given, 'approval')}.`,
    why: `${begins(view)} All other admins are told that you did it, and why; the request is marked for ever.`,
    todo: `Your reason: “${reason}”. Press Force #${id}, or leave it to the approvers.`,
    buttons: [{ title: `Force #${id}`, data: { command: 'force', requestId: id, planHash, reason } }],
  };
}

function begins({ request, seats }: RequestView): string {
  if (!takesSeat(request.ask.account)) return 'Its creation begins at once.';
  return seats?.free === 0
    ? 'It joins the waiting list, because no seat is free.'
    : 'A seat is reserved, and its creation begins at once.';
}
