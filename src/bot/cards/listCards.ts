import type { QuotaView } from '../../application/views.ts';
import type { Environment } from '../../domain/environment.ts';
import type { AccessRequest } from '../../domain/request.ts';
import type { EnvironmentKey, Instant, PersonId } from '../../domain/words.ts';
import { ago } from '../words/durations.ts';
import { literal, literalDeep } from '../words/markdown.ts';
import { applicationUserLink, type Button, type CommandData } from '../words/notice.ts';
import { statusWords } from '../words/statusWords.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData, turnsData } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';
import { quotaRow, shortQuotaRow } from './quotaRows.ts';
import { seatsText } from './seatPicture.ts';

/** How many requests a page shows. */
export const pageLength = 8;

export interface RequestsPage {
  readonly title: string;
  readonly requests: readonly AccessRequest[];
  readonly total: number;
  readonly offset: number;
  readonly environments: ReadonlyMap<EnvironmentKey, Pick<Environment, 'name'>>;
  readonly viewer: PersonId;
  readonly scope: ListScope;
  /** Whether the whole list may be had as a file where it is read. */
  readonly file?: boolean;
  readonly at: Instant;
}

/** `say`: the command that gives the list. */
export type ListScope = 'mine' | 'open' | { readonly say: string };

export function requestsCard(page: RequestsPage): Card {
  return renderCard(requestsCardData(page));
}

export function requestsCardData(page: RequestsPage): CardData {
  const { title, total, offset } = page;
  const requests = page.requests.slice(0, pageLength);
  const shown = `Showing ${offset + 1}–${offset + requests.length} of ${total}`;
  const data = {
    title,
    subtitle: optional(requests.length > 0, { text: shown }),
    rows: requests.map((request) => rowOf(literalDeep(request), page)),
    empty: optional(requests.length === 0, { text: emptyText(page) }),
    turns: turnsData(pageTurns(page)),
    buttons: [buttonsData(pageButtons(page))],
  };
  return {
    template: 'requests',
    summary: requests.length > 0 ? `${title}: ${shown.toLowerCase()}` : `${title}: none`,
    data,
  };
}

function rowOf(request: AccessRequest, { environments, viewer, at }: RequestsPage): object {
  const { id, ask, requester, draftedAt } = request;
  const environment = environments.get(ask.environment)?.name ?? ask.environment;
  const by = requester.id === viewer ? '' : ` · ${requester.name}`;
  return {
    number: `#${id}`,
    title: ask.integration,
    detail: `  ${environment}${by} · ${ago(draftedAt, at)}`,
    tooltip: `Show request #${id}`,
    data: { command: 'show', requestId: id },
    ...statusWords[request.status],
  };
}

function emptyText({ scope, offset }: RequestsPage): string {
  if (offset > 0) return 'There are no more requests.';
  if (typeof scope === 'object') return 'There are none. Drafts are shown to whoever makes them only.';
  return scope === 'mine'
    ? 'You have no requests yet. What you ask for, and how it stands, will be listed here. Ask for a user to begin.'
    : 'Nothing is under way. Requests that wait for a decision, wait for a seat or are being created will be listed here.';
}

function pageTurns({ scope, offset, total }: RequestsPage): readonly Button[] {
  const page = (title: string, to: number): Button => ({ title, data: pageData(scope, to) });
  return [
    ...(offset + pageLength < total ? [page('Older', offset + pageLength)] : []),
    ...(offset > 0 ? [page('Newer', Math.max(0, offset - pageLength))] : []),
  ];
}

function pageButtons({ scope, total, file = false }: RequestsPage): readonly Button[] {
  const say = typeof scope === 'object' ? scope.say : `/requests ${scope}`;
  return [
    ...(file && total > pageLength
      ? [{ title: 'As a file', data: { command: 'say', args: `${say} file` } } as const]
      : []),
    { title: 'Request a user', data: { command: 'request' } },
  ];
}

function pageData(scope: ListScope, offset: number): CommandData {
  if (typeof scope !== 'object') return { command: 'requests', scope, offset };
  return { command: 'say', args: `${scope.say} page:${Math.floor(offset / pageLength) + 1}` };
}

/** With a picture for each, more environments would not fit into a card. */
const mostPictures = 10;
/** And with a line for each, no more than these. */
const mostLines = 60;

export function quotaCard(rows: readonly QuotaView[]): Card {
  return renderCard(quotaCardData(rows));
}

export function quotaCardData(rows: readonly QuotaView[]): CardData {
  const many = rows.length > mostPictures;
  const data = {
    title: 'Seats for non-interactive users',
    subtitle: optionalText(many ? literal(manyText(rows)) : undefined),
    rows: many ? [] : rows.map(quotaRow),
    lines: many ? rows.slice(0, mostLines).map(shortQuotaRow) : [],
    more: optionalText(rows.length > mostLines ? `${rows.length - mostLines} more are not shown.` : undefined),
    buttons: [buttonsData([{ title: 'Request a user', data: { command: 'request' } }, applicationUserLink])],
  };
  return { template: 'quota', summary: quotaSummary(rows), data };
}

function manyText(rows: readonly QuotaView[]): string {
  const example = rows[0] ? ` Write “quota ${rows[0].environment.name}” to see more about one.` : '';
  return `${freeText(rows)}.${example}`;
}

function quotaSummary(rows: readonly QuotaView[]): string {
  const [only] = rows;
  if (rows.length > mostPictures) return `Seats: ${freeText(rows)}`;
  const title = rows.length === 1 && only ? `Seats in ${only.environment.name}` : 'Seats';
  return `${title}: ${rows.map(rowSummary).join('; ')}`;
}

function freeText(rows: readonly QuotaView[]): string {
  const free = rows.filter((row) => row.kind === 'seats' && row.seats.free > 0).length;
  return `${free} of ${rows.length} environments ${free === 1 ? 'has' : 'have'} a free seat`;
}

function rowSummary(row: QuotaView): string {
  switch (row.kind) {
    case 'seats':
      return `${row.environment.name} ${seatsText(row.seats)}`;
    case 'onPremises':
      return `${row.environment.name} has none`;
    case 'unreadable':
      return `${row.environment.name} cannot be read now`;
  }
}
