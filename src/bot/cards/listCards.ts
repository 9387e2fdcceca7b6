import type { QuotaView } from '../../application/views.ts';
import type { Environment } from '../../domain/environment.ts';
import type { AccessRequest } from '../../domain/request.ts';
import type { EnvironmentKey, Instant, PersonId } from '../../domain/words.ts';
import { ago, count } from '../words/durations.ts';
import { literal, literalDeep } from '../words/markdown.ts';
import { applicationUserLink, type Button } from '../words/notice.ts';
import { obstacleText, serviceNames, type ObstacleWords } from '../words/obstacles.ts';
import { statusWords } from '../words/statusWords.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData } from './noticeData.ts';
import { optional, said } from './optional.ts';
import { seatsData, seatsText } from './seatPicture.ts';

/** How many requests a page shows. */
export const pageLength = 8;

export interface RequestsPage {
  readonly title: string;
  readonly requests: readonly AccessRequest[];
  readonly total: number;
  readonly offset: number;
  readonly environments: ReadonlyMap<EnvironmentKey, Pick<Environment, 'name'>>;
  readonly viewer: PersonId;
  readonly scope: 'mine' | 'open';
  readonly at: Instant;
}

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
  return scope === 'mine'
    ? 'You have no requests yet. What you ask for, and how it stands, will be listed here. Ask for a user to begin.'
    : 'Nothing is under way. Requests that wait for a decision, wait for a seat or are being created will be listed here.';
}

function pageButtons({ scope, offset, total }: RequestsPage): readonly Button[] {
  const page = (title: string, to: number): Button => ({ title, data: { command: 'requests', scope, offset: to } });
  return [
    ...(offset + pageLength < total ? [page('Older', offset + pageLength)] : []),
    ...(offset > 0 ? [page('Newer', Math.max(0, offset - pageLength))] : []),
    { title: 'Request a user', data: { command: 'request' } },
  ];
}

/** With a picture for each, more environments would not fit into a card. */
const mostPictures = 10;

export function quotaCard(rows: readonly QuotaView[]): Card {
  return renderCard(quotaCardData(rows));
}

export function quotaCardData(rows: readonly QuotaView[]): CardData {
  const [only] = rows;
  const title = rows.length === 1 && only ? `Seats in ${only.environment.name}` : 'Seats';
  const data = {
    title: 'Seats for non-interactive users',
    subtitle: [],
    rows: rows.map(rows.length > mostPictures ? shortQuotaRow : quotaRow),
    buttons: [buttonsData([{ title: 'Request a user', data: { command: 'request' } }, applicationUserLink])],
  };
  return { template: 'quota', summary: `${title}: ${rows.map(quotaSummary).join('; ')}`, data };
}

function quotaRow(row: QuotaView): object {
  const name = literal(row.environment.name);
  switch (row.kind) {
    case 'seats': {
      const waiting = row.waiting > 0 ? [{ text: `${count(row.waiting, 'request')} on the waiting list` }] : [];
      return { name, lines: [], seats: [seatsData(row.seats, row.seats.readAt)], waiting };
    }
    case 'onPremises':
      return {
        name,
        lines: [
          said('On-premises: the non-interactive access mode exists online only, so there are no seats to count.'),
        ],
        seats: [],
        waiting: [],
      };
    case 'unreadable': {
      const { what, todo, code } = unreadable(row);
      const last = row.lastSeats ? [said('What it said last:')] : [];
      return {
        name,
        lines: [said(`⚠︎ Its seats cannot be read now. ${what} ${todo}`, code), ...last],
        // The time of a reading that may be old is shown with its day.
        seats: row.lastSeats ? [seatsData(row.lastSeats, longAfter)] : [],
        waiting: [],
      };
    }
  }
}

/** One line, and no number that may be old. */
function shortQuotaRow(row: QuotaView): object {
  const name = literal(row.environment.name);
  return { name, lines: [said(shortText(row))], seats: [], waiting: [] };
}

function shortText(row: QuotaView): string {
  switch (row.kind) {
    case 'seats':
      return [seatsText(row.seats), ...(row.waiting > 0 ? [`${row.waiting} waiting`] : [])].join(' · ');
    case 'onPremises':
      return 'On-premises: no seats to count';
    case 'unreadable':
      return '⚠︎ Its seats cannot be read now. Ask for this environment alone to see why.';
  }
}

const longAfter = '9999-12-31T00:00:00.000Z' as Instant;

function unreadable({ service, code }: Extract<QuotaView, { readonly kind: 'unreadable' }>): ObstacleWords {
  const known = service in serviceNames ? (service as keyof typeof serviceNames) : 'seatkeeper';
  const words = obstacleText({ code, service: known === 'teams' ? 'seatkeeper' : known, detail: '' });
  return words.todo.startsWith('Nothing is needed') ? { ...words, todo: 'Try again in a few minutes.' } : words;
}

function quotaSummary(row: QuotaView): string {
  switch (row.kind) {
    case 'seats':
      return `${row.environment.name} ${seatsText(row.seats)}`;
    case 'onPremises':
      return `${row.environment.name} has none`;
    case 'unreadable':
      return `${row.environment.name} cannot be read now`;
  }
}
