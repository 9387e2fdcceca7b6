import type { RequestView } from '../../application/views.ts';
import { takesSeat } from '../../domain/ask.ts';
import { approvalsNeeded } from '../../domain/policy.ts';
import { undecided } from '../cards/turnOf.ts';
import { count } from './durations.ts';
import { nameList } from './lists.ts';
import type { CommandData, Notice } from './notice.ts';
import type { ReviewName } from './reviewUsage.ts';

interface Question {
  readonly what: string;
  readonly why: string;
  /** Of the button that does it. */
  readonly press: string;
}

/** What a command would do, how to have it done, and that nothing has happened yet. */
export function questionAbout(name: ReviewName, view: RequestView, text: string): Notice {
  const { id, planHash } = view.request;
  const { what, why, press } = questions[name](view, text);
  const words = `yes ${name} ${id} ${text}`.trim();
  const forced: CommandData = { command: 'force', requestId: id, planHash, reason: text };
  return {
    tone: 'warning',
    what,
    why,
    todo: `${name === 'approve' ? `Read the plan below and press ${press}` : `Press ${press}`}, or write “${shown(words)}”.`,
    // An approval is given on the card that shows what is approved.
    ...(name !== 'approve' && {
      buttons: [
        { title: press, data: name === 'force' ? forced : { command: 'say', args: words } },
        { title: `Show #${id}`, data: { command: 'show', requestId: id } },
      ],
    }),
  };
}

/** In place of a question that was answered. */
export const answeredNotice: Notice = {
  tone: 'info',
  what: 'You have answered this.',
  why: 'What came of it is in the message below.',
};

/** For what helps a decision, when there is none to be made. */
export const notOpen: Notice = {
  tone: 'info',
  what: 'Nothing was said or sent.',
  why: 'Comments and reminders are for a request that waits for a decision.',
  todo: 'The card shows how it stands now.',
};

const questions: Readonly<Record<ReviewName, (view: RequestView, text: string) => Question>> = {
  approve: (view, text) => ({
    what: `#${view.request.id} is not approved yet.`,
    why: [afterApproval(view), ...(text === '' ? [] : ['Your comment stands in its box.'])].join(' '),
    press: needsSignIn(view) ? 'Sign in and approve' : 'Approve',
  }),
  reject: (view, text) => ({
    what: `${named(view)} is not rejected yet.`,
    why: `It would end, and ${view.request.requester.name} would be told that you rejected it, and why: “${text}”.`,
    press: `Reject #${view.request.id}`,
  }),
  withdraw: (view) => ({
    what: `${named(view)} is not withdrawn yet.`,
    why:
      view.request.status === 'Draft'
        ? 'The draft would be thrown away.'
        : 'It would end, and nobody could decide on it any more. You can ask again with the same answers.',
    press: `Withdraw #${view.request.id}`,
  }),
  nudge: (view) => ({
    what: `Nobody is reminded of ${named(view)} yet.`,
    why: `${waitedFor(view)} would get a message, and you could have them reminded again in an hour.`,
    press: 'Remind them',
  }),
  comment: (view, text) => ({
    what: `Your comment is not on ${named(view)} yet.`,
    why: `Everybody who has a card of it would read there: “${text}”.`,
    press: 'Say it',
  }),
  force: (view, text) => ({
    what: `${named(view)} is not forced yet: it would go on without ${count(missing(view), 'approval')}.`,
    why: `${begins(view)} All other admins would be told (the approvers, if you are the only one) that you did it, and your reason, “${text}”; the request is marked for ever.`,
    press: `Force #${view.request.id}`,
  }),
};

const longestShown = 80;

/** A long reason stands above already. */
function shown(words: string): string {
  return words.length > longestShown ? `${words.slice(0, longestShown).trimEnd()}…` : words;
}

function named({ request: { id, ask }, environment }: RequestView): string {
  return `#${id} (${ask.integration}, ${environment.name})`;
}

function needsSignIn({ request }: RequestView): boolean {
  return request.status === 'Pending' && request.terms.signIn !== undefined;
}

function missing({ request }: RequestView): number {
  return approvalsNeeded(request.terms) - ('approvals' in request ? request.approvals.length : 0);
}

function afterApproval(view: RequestView): string {
  const left = missing(view) - 1;
  return left > 0
    ? `After yours, ${count(left, 'approval is', 'approvals are')} still needed.`
    : `Yours is the last that is needed. ${begins(view)}`;
}

function begins({ request, seats }: RequestView): string {
  if (!takesSeat(request.ask.account)) return 'Its creation would begin at once.';
  return seats?.free === 0
    ? 'It would join the waiting list, because no seat is free.'
    : 'A seat would be reserved, and its creation would begin at once.';
}

function waitedFor(view: RequestView): string {
  const { request } = view;
  const names = request.status === 'Pending' ? undecided(view, request).map(({ person }) => person.name) : [];
  return names.length > 0 ? nameList(names) : 'Whoever will be asked';
}
