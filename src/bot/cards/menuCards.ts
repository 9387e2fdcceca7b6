import type { Button, CommandButton, CommandData, Notice } from '../words/notice.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData, notices } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

/** What a reader may do besides asking. */
export interface Role {
  readonly admin: boolean;
  readonly approver: boolean;
}

const request: Button = { title: 'Request a user', data: { command: 'request' } };
const seats: Button = { title: 'Seats', data: { command: 'quota' } };

/** What the welcome counts: requests under way that the reader may decide on, or has made. */
export interface Counts {
  readonly open: number;
  readonly mine: number;
}

export function welcomeCard(role: Role, counts: Counts): Card {
  return renderCard(welcomeCardData(role, counts));
}

/** What it is, in one sentence, and three buttons. */
export function welcomeCardData(role: Role, counts: Counts): CardData {
  const decides = role.admin || role.approver;
  const mine: Button = { title: counted('My requests', counts.mine), data: { command: 'requests', scope: 'mine' } };
  const open: Button = { title: counted('Open requests', counts.open), data: { command: 'requests', scope: 'open' } };
  const heading = {
    title: 'Seatkeeper',
    subtitle: decides
      ? 'I bring you the requests for non-interactive users in Dynamics 365 that you may decide, and create the users that are approved.'
      : 'I get non-interactive users for your integrations in Dynamics 365: you ask here, the right people approve, I create.',
  };
  const buttons = decides ? [open, seats, request] : [request, mine, seats];
  return menu('Seatkeeper: request a non-interactive user, see your requests, see the seats', {
    heading,
    buttons,
  });
}

interface Help {
  /** For an example; absent where none is configured. */
  readonly environment?: string | undefined;
  readonly notice?: Notice | undefined;
}

export function helpCard(role: Role, help: Help = {}): Card {
  return renderCard(helpCardData(role, help));
}

/** Short, by role, with examples that can be clicked. */
export function helpCardData(role: Role, { environment, notice }: Help = {}): CardData {
  const decides = role.admin || role.approver;
  const examples = [
    example('Ask for a user: what, where and until when, in your own words.', {
      command: 'say',
      args: 'I need a non-interactive user for the SAP order sync until 31 December',
    }),
    example('Change a user: its roles, its owner or its last day.', { command: 'say', args: '/change' }, 'change'),
    example('See your requests and how they stand.', { command: 'requests', scope: 'mine' }, 'requests mine'),
    example(
      'See what would be done for a request, and whether it would work now.',
      { command: 'say', args: '/plan' },
      'plan',
    ),
    example(
      'Remind the approvers, comment on a request or take it back.',
      { command: 'say', args: '/nudge' },
      'nudge 104',
    ),
    example('See who can decide on a request, and why.', { command: 'say', args: '/policy' }, 'policy explain 104'),
    example('See how many seats are left.', { command: 'quota' }, 'quota'),
    ...(environment
      ? [example('See the seats of one environment.', { command: 'quota', args: environment }, `quota ${environment}`)]
      : []),
    ...(decides
      ? [
          example(
            'See the users of an environment and who answers for them.',
            { command: 'say', args: '/users' },
            'users prod',
          ),
          example('See how an environment is configured.', { command: 'say', args: '/env' }, 'env prod'),
          example('See seats, decisions and waits of the last 90 days.', { command: 'say', args: '/stats' }, 'stats'),
          example('Decide in words, as on the card.', { command: 'say', args: '/approve' }, 'approve 104 looks fine'),
          example('Say that you are away, and who decides meanwhile.', { command: 'say', args: '/away' }, 'away'),
          example(
            role.admin ? 'See everything that is under way.' : 'See what is under way where you decide.',
            { command: 'requests', scope: 'open' },
            'open requests',
          ),
        ]
      : []),
    ...(role.admin
      ? [
          example(
            'See what a changed policy would do before it is loaded.',
            { command: 'policyTest', offset: 0 },
            'policy test',
          ),
          example(
            'Let a request through that cannot wait; all other admins are told.',
            { command: 'say', args: '/force' },
            'force 104',
          ),
          example('See what Seatkeeper was started with.', { command: 'say', args: '/settings' }, 'settings'),
          example(
            'See whether the audit is whole, or get it as a file.',
            { command: 'say', args: '/audit' },
            'audit export 104',
          ),
          example(
            'Ask all owners whether their users are still needed, and see their answers.',
            { command: 'say', args: '/recertify' },
            'recertify prod',
          ),
          example('See whether everything works that Seatkeeper needs.', { command: 'doctor' }, 'doctor'),
        ]
      : []),
  ];
  examples.push(example('Close the form that is open.', { command: 'say', args: 'cancel' }));
  const heading = {
    title: 'What you can say',
    subtitle: decides
      ? 'Requests come to you as cards: Approve or Reject on the card. A slash before a command works too.'
      : 'Click an example or write your own. A slash before a command works too.',
  };
  return menu('What you can say to Seatkeeper', { heading, notices: notices(notice), examples, buttons: [] });
}

export function suggestionsCard(
  kind: 'unknown' | 'unclear',
  text: string,
  suggestions: readonly CommandButton[],
): Card {
  return renderCard(suggestionsCardData(kind, text, suggestions));
}

/** `unknown`: a command that there is not · `unclear`: words without a certain meaning. With the likely ones as buttons. */
export function suggestionsCardData(
  kind: 'unknown' | 'unclear',
  text: string,
  suggestions: readonly CommandButton[],
): CardData {
  const said = `“${shortened(text)}”`;
  const what = kind === 'unknown' ? `I do not know ${said}.` : `I did not understand ${said}.`;
  return noticeCardData({ tone: 'info', what, todo: 'Did you mean one of these?', buttons: suggestions });
}

export function noticeCard(notice: Notice): Card {
  return renderCard(noticeCardData(notice));
}

export function noticeCardData(notice: Notice): CardData {
  return menu(notice.what, { notices: notices(notice), buttons: [] });
}

interface Menu {
  readonly heading?: { readonly title: string; readonly subtitle: string };
  readonly notices?: ReturnType<typeof notices>;
  readonly examples?: readonly ReturnType<typeof example>[];
  readonly buttons: readonly Button[];
}

function menu(summary: string, { heading, notices: found = [], examples = [], buttons }: Menu): CardData {
  const data = {
    heading: heading ? [{ title: heading.title, subtitle: optionalText(heading.subtitle) }] : [],
    notices: found,
    examples,
    buttons: optional(buttons.length > 0, buttonsData(buttons)),
  };
  return { template: 'menu', summary, data };
}

function example(what: string, data: CommandData, say = data.command === 'say' ? data.args : data.command): object {
  return { what, say, data };
}

function counted(title: string, count: number): string {
  return count === 0 ? title : `${title} (${count})`;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
