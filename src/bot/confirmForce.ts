import { isAdmin } from '../application/rights.ts';
import type { RequestView } from '../application/views.ts';
import { takesSeat } from '../domain/ask.ts';
import { decide } from '../domain/decide.ts';
import { approvalsNeeded } from '../domain/policy.ts';
import { requestCard } from './cards/requestCard.ts';
import { reply } from './reply.ts';
import { show } from './reviews.ts';
import type { Turn } from './turn.ts';
import { count } from './words/durations.ts';
import type { Notice } from './words/notice.ts';

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
