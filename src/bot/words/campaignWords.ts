import type { Progress } from '../../application/ports/campaigns.ts';
import {
  endOf,
  type Campaign,
  type CampaignAnswer,
  type CampaignRefusal,
  type LastSignIn,
} from '../../domain/campaign.ts';
import { assertNever } from '../../domain/result.ts';
import { dayOf, type Instant } from '../../domain/words.ts';
import { ago, count, longDay } from './durations.ts';
import type { Notice } from './notice.ts';
import type { Colour } from './statusWords.ts';

/** `Answer until 15 December 2026. Whatever is not answered then is kept.` */
export function deadlineText(campaign: Campaign): string {
  const { ifUnanswered } = campaign.terms;
  const until = longDay(dayOf(endOf(campaign)));
  return `Answer until ${until}. A user without an answer is then ${ifUnanswered === 'keep' ? 'kept' : 'revoked'}.`;
}

/** To the admins, when it has. */
export const campaignEnded: Notice = {
  tone: 'good',
  what: 'The recertification has ended.',
  why: 'Whoever had to answer can do so no more; what was released is being revoked.',
  todo: 'Export the result, and keep it for the next audit.',
};

/** `3 confirmed · 1 released · 4 open`, without what is not there. */
export function progressText({ confirmed, released, kept, revoked, gone, open }: Progress): string {
  const parts = [
    [confirmed, 'confirmed'],
    [released, 'released'],
    [kept, 'kept without an answer'],
    [revoked, 'revoked without an answer'],
    [gone, 'ended or changed meanwhile'],
    [open, 'open'],
  ] as const;
  return parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : [])).join(' · ');
}

/** What became of the question about one user. */
export const answerWords = {
  confirmed: { shape: '✓', colour: 'good', text: 'Confirmed' },
  released: { shape: '–', colour: 'default', text: 'Released' },
  kept: { shape: '✓', colour: 'good', text: 'Kept without an answer' },
  revoked: { shape: '–', colour: 'default', text: 'Revoked without an answer' },
  gone: { shape: '–', colour: 'default', text: 'Ended or changed meanwhile' },
} as const satisfies Readonly<Record<CampaignAnswer, { shape: string; colour: Colour; text: string }>>;

/** A user that did nothing for so long may not be needed. Milliseconds. */
const longSilence = 90 * 24 * 60 * 60 * 1000;

export function signInWords(
  last: LastSignIn | undefined,
  at: Instant,
): { readonly text: string; readonly shape: string; readonly colour: Colour } {
  if (!last || last.kind === 'unknown') {
    return { text: 'Last sign-in: not known', shape: '?', colour: 'default' };
  }
  if (last.kind === 'none') return { text: 'Last sign-in: none on record', shape: '!', colour: 'warning' };
  const text = `Last sign-in: ${longDay(dayOf(last.at))}, ${ago(last.at, at)}`;
  const quiet = Date.parse(at) - Date.parse(last.at) > longSilence;
  return quiet ? { text, shape: '!', colour: 'warning' } : { text, shape: '✓', colour: 'good' };
}

export function campaignRefusal(refusal: CampaignRefusal): Notice {
  switch (refusal.code) {
    case 'NotAdmin':
      return {
        tone: 'warning',
        what: 'Only admins of Seatkeeper can run a recertification.',
        why: 'It asks the owners of all users, and you are not among the admins of its configuration.',
        todo: 'Ask an admin to do it, or to add you to `admins`.',
      };
    case 'CampaignRuns':
      return {
        tone: 'warning',
        what: `A recertification runs already, since ${longDay(dayOf(refusal.campaign.startedAt))}.`,
        why: 'One runs at a time, so that nobody is asked twice about the same user.',
        todo: 'Wait until it ends, or remind whoever has not answered.',
        buttons: [{ title: 'See how it stands', data: { command: 'say', args: '/recertify' } }],
      };
    case 'NoCampaign':
      return {
        tone: 'info',
        what: 'No recertification runs.',
        todo: 'Write “recertify” to see what one would do.',
      };
    case 'NobodyToAsk':
      return {
        tone: 'info',
        what: 'There is nobody to ask.',
        why: 'No active user there has a record in Seatkeeper.',
        todo: 'Users that were made without Seatkeeper are asked about once somebody has taken them over.',
      };
    case 'RemindedAlready':
      return {
        tone: 'warning',
        what: 'The owners were written to less than an hour ago.',
        todo: 'They are reminded at most once an hour.',
        again: refusal.again,
      };
    default:
      return assertNever(refusal);
  }
}

export function usersText(number: number): string {
  return count(number, 'user');
}
