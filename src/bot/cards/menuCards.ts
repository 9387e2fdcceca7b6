import type { Button, CommandButton, Notice } from '../words/notice.ts';
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
  readonly buttons: readonly Button[];
}

function menu(summary: string, { heading, notices: found = [], buttons }: Menu): CardData {
  const data = {
    heading: heading ? [{ title: heading.title, subtitle: optionalText(heading.subtitle) }] : [],
    notices: found,
    buttons: optional(buttons.length > 0, buttonsData(buttons)),
  };
  return { template: 'menu', summary, data };
}

function counted(title: string, count: number): string {
  return count === 0 ? title : `${title} (${count})`;
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
