import { isAdmin, mayAsk } from '../application/rights.ts';
import { approvalFacts, rightsOf } from '../application/rosters.ts';
import type { RequestView } from '../application/views.ts';
import type { Command, Refusal } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import { agreedIn } from './callOf.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { post, replace, reply } from './reply.ts';
import { show } from './reviews.ts';
import type { Turn } from './turn.ts';
import { answeredNotice, notOpen, questionAbout } from './words/confirmWords.ts';
import type { CommandData } from './words/notice.ts';
import type { ReviewName } from './words/reviewUsage.ts';

/** Words change nothing by themselves: they show what would happen, with the button that does it. */

/** Shows what the command would do, or why it would be refused. */
export async function askFirst(turn: Turn, name: Exclude<ReviewName, 'approve'>, view: RequestView, text: string) {
  const refusal = await refusalOf(turn, name, view, text);
  if (refusal?.code === 'NotPending' && (name === 'comment' || name === 'nudge')) return show(turn, { view }, notOpen);
  if (refusal) return show(turn, { view, refusal });
  await reply(turn, noticeCard(questionAbout(name, view, text)));
}

/** The plan with its buttons, and what was said in its box. Returns the message, or undefined where it would be refused. */
export async function askToApprove(turn: Turn, view: RequestView, text: string): Promise<string | undefined> {
  const refusal = await refusalOf(turn, 'approve', view, text);
  if (!refusal) return post(turn, requestCard(view, questionAbout('approve', view, text), text));
  await show(turn, { view, refusal });
  return undefined;
}

async function refusalOf(turn: Turn, name: ReviewName, view: RequestView, text: string): Promise<Refusal | undefined> {
  const decision = decide(view.request, await commandOf(turn, name, view, text));
  return decision.ok ? undefined : decision.refusal;
}

async function commandOf(
  { app, person: by }: Turn,
  name: ReviewName,
  { request }: RequestView,
  text: string,
): Promise<Command> {
  const at = app.world.now();
  const { planHash } = request;
  switch (name) {
    case 'approve':
      // Signing in, where it is needed, comes after the button.
      return {
        type: name,
        at,
        by,
        ...(await approvalFacts(app, by, request)),
        planHash,
        queue: false,
        signedInAt: at,
      };
    case 'reject':
      return { type: name, at, by, rights: await rightsOf(app, by, request) };
    case 'force':
      return {
        type: name,
        at,
        by,
        admin: await isAdmin(app, by),
        mayAsk: await mayAsk(app, request),
        reason: text,
        planHash,
        queue: false,
      };
    case 'comment':
      return { type: name, at, by, mayComment: true, text };
    case 'withdraw':
    case 'nudge':
      return { type: name, at, by };
  }
}

/** What `CommandData` has that tells whether it is the yes to a question. */
interface Pressed {
  readonly command: CommandData['command'];
  readonly confirmed?: boolean;
  readonly what?: string;
  readonly args?: string;
}

/** The card that asked loses its button; what came of it is told by the answer. */
export async function closeQuestion(turn: Turn, pressed: Pressed): Promise<void> {
  const { replyToId } = turn.context.activity;
  if (!replyToId || turn.place !== 'personal' || !isYes(pressed)) return;
  await replace(turn, replyToId, noticeCard(answeredNotice));
}

const yeses: readonly CommandData['command'][] = ['force', 'revoke', 'adopt', 'revokeUnrecorded', 'forget'];

function isYes({ command, confirmed, what, args = '' }: Pressed): boolean {
  if (command === 'mend') return confirmed === true;
  if (command === 'campaign') return what === 'start';
  return yeses.includes(command) || (command === 'say' && agreedIn(args) !== undefined);
}
