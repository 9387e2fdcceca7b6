import { forgetPerson, planForgetting, type Forgetting } from '../application/forget.ts';
import type { LivingTrace, Traces } from '../application/ports/personalData.ts';
import { assertNever } from '../domain/result.ts';
import { adminsOnly } from './adminsOnly.ts';
import { noticeCard } from './cards/menuCards.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { count } from './words/durations.ts';
import { list, nameList } from './words/lists.ts';
import { literal } from './words/markdown.ts';
import type { CommandButton, Notice } from './words/notice.ts';

/** No account has a longer one. */
const longestAddress = 200;

const adminsAlone = { what: 'forget somebody', why: 'It cannot be undone' };

/** `args`: an object id or a UPN. Shows what would be done, with the button that does it; or what stands in the way. */
export function askToForget(turn: Turn, args: string): Promise<void> {
  return adminsOnly(turn, adminsAlone, async () => {
    const who = readWho(args);
    if (!who) return reply(turn, noticeCard(usage));
    if (turn.sure) return forget(turn, who);
    const planned = await planForgetting(turn.app, { who, by: turn.person });
    await reply(turn, noticeCard(noticeOf(planned, who)));
  });
}

/** The button. What it does is found out anew, since things may have changed since the card was posted. */
export function forget(turn: Turn, who: string): Promise<void> {
  return adminsOnly(turn, adminsAlone, async () => {
    const { app, person: by, correlationId } = turn;
    await reply(turn, noticeCard(noticeOf(await forgetPerson(app, { who, by, correlationId }), who)));
  });
}

function readWho(args: string): string | undefined {
  const text = args.trim().toLowerCase();
  if (text.length > longestAddress) return undefined;
  return /^[^\s@]+@[^\s@]+$/.test(text) || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
}

function noticeOf(outcome: Forgetting, who: string): Notice {
  switch (outcome.kind) {
    case 'notAdmin':
    case 'unknown':
      return {
        tone: 'info',
        what: `Nothing is known of ${literal(who)}.`,
        why: 'Seatkeeper has neither a chat, an absence, a form nor a request that names them.',
        todo: 'If their account is deleted already, name them by their object id: the audit has it.',
      };
    case 'blocked':
      return {
        tone: 'warning',
        what: `${nameOf(outcome.traces)} cannot be forgotten yet.`,
        why: standings(outcome.by),
        todo: 'Give each user another owner (Change on its card) or revoke it, and let what is open be decided or taken back. Then ask again.',
        buttons: outcome.by.slice(0, 3).map(show),
      };
    case 'possible':
      return {
        tone: 'warning',
        what: `${nameOf(outcome.traces)} is not forgotten yet.`,
        why: `${whatGoes(outcome.traces)}${whatStays(outcome.kept)}`,
        todo: 'It cannot be undone. Do it for somebody who has left: whoever writes to Seatkeeper again is known again.',
        buttons: [{ title: 'Forget', data: { command: 'forget', args: outcome.traces.id } }],
      };
    case 'forgotten':
      return {
        tone: 'good',
        what: `Forgotten: ${outcome.traces.id}.`,
        why: `What Seatkeeper knew of this person is gone.${whatStays(outcome.kept)}`,
        todo: 'Backups that were made before still have it: docs/data.md says how long to keep them.',
      };
    default:
      return assertNever(outcome);
  }
}

function nameOf({ id, names, upns }: Traces): string {
  return literal([names[0] ?? id, ...(upns[0] ? [`(${upns[0]})`] : [])].join(' '));
}

function standings(by: readonly LivingTrace[]): string {
  const isUser = ({ status }: LivingTrace) => status === 'Active' || status === 'Revoking';
  const owned = by.filter((trace) => trace.as === 'owner' && isUser(trace));
  const named = by.filter((trace) => trace.as === 'owner' && !isUser(trace));
  const wanted = by.filter(({ as }) => as === 'requester');
  return [
    ...(owned.length > 0 ? [`They own the ${owned.length === 1 ? 'user' : 'users'} of ${numbers(owned)}.`] : []),
    ...(named.length > 0 ? [`${numbers(named)} ${named.length === 1 ? 'names' : 'name'} them as owner.`] : []),
    ...(wanted.length > 0
      ? [`${numbers(wanted)} ${wanted.length === 1 ? 'is open, and they want it' : 'are open, and they want them'}.`]
      : []),
  ].join(' ');
}

function numbers(traces: readonly LivingTrace[]): string {
  return nameList(traces.map(({ id }) => `#${id}`));
}

function whatGoes({ contact, absences, forms, closed }: Traces): string {
  const parts = [
    ...(contact ? ['how to reach them in Teams'] : []),
    ...(absences > 0 ? [count(absences, 'absence')] : []),
    ...(forms > 0 ? [count(forms, 'open form')] : []),
    ...(closed.length > 0 ? [`their name and account in ${nameList(closed.map((id) => `#${id}`))}`] : []),
  ];
  return parts.length > 0 ? `This is erased: ${list(parts)}.` : 'Nothing is there to be erased.';
}

function whatStays(kept: readonly LivingTrace[]): string {
  if (kept.length === 0) return ' The audit keeps their object id.';
  return ` ${nameList(kept.map(({ id }) => `#${id}`))} still ${kept.length === 1 ? 'lives and names' : 'live and name'} them: that stays until the end. The audit keeps their object id.`;
}

function show({ id }: LivingTrace): CommandButton {
  return { title: `Show #${id}`, data: { command: 'show', requestId: id } };
}

const usage: Notice = {
  tone: 'info',
  what: 'Who has left?',
  why: 'What Seatkeeper knows of somebody is taken out of everything that is over. You see first what that is.',
  todo: 'Name them by their account or object id: “forget nestorw@contoso.com”.',
};
