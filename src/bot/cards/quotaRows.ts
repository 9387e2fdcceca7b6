import type { QuotaView } from '../../application/views.ts';
import type { Instant } from '../../domain/words.ts';
import { count } from '../words/durations.ts';
import { literal } from '../words/markdown.ts';
import { obstacleText, serviceNames } from '../words/obstacles.ts';
import type { ObstacleWords } from '../words/obstacleWords.ts';
import { said } from './optional.ts';
import { seatsData, seatsText } from './seatPicture.ts';

/** With its picture, and all that is known. */
export function quotaRow(row: QuotaView): object {
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

/** In one line, and without a number that may be old. */
export function shortQuotaRow(row: QuotaView): { readonly name: string; readonly text: string } {
  return { name: literal(row.environment.name), text: shortText(row) };
}

function shortText(row: QuotaView): string {
  switch (row.kind) {
    case 'seats':
      return [seatsText(row.seats), ...(row.waiting > 0 ? [`${row.waiting} waiting`] : [])].join(' · ');
    case 'onPremises':
      return 'on-premises, no seats to count';
    case 'unreadable':
      return '⚠︎ cannot be read now';
  }
}

const longAfter = '9999-12-31T00:00:00.000Z' as Instant;

function unreadable({ service, code }: Extract<QuotaView, { readonly kind: 'unreadable' }>): ObstacleWords {
  const known = service in serviceNames ? (service as keyof typeof serviceNames) : 'seatkeeper';
  const words = obstacleText({ code, service: known === 'teams' ? 'seatkeeper' : known, detail: '' });
  return words.todo.startsWith('Nothing is needed') ? { ...words, todo: 'Try again in a few minutes.' } : words;
}
