import { statisticsDays, type Statistics } from '../../application/statistics.ts';
import type { Durations } from '../../application/ports/statistics.ts';
import { millisecondsBetween } from '../../domain/words.ts';
import { count, duration } from '../words/durations.ts';
import { literal } from '../words/markdown.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { fact, type Fact } from './factsData.ts';
import { buttonsData } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';
import { dailyUse, seatSeries, sparkline, useText } from './seatHistory.ts';

/** More lines than these cannot be told apart. */
const mostLines = 6;
/** And more rows do not fit. */
const mostRows = 20;
const longestBar = 12;

export function statsCard(statistics: Statistics): Card {
  return renderCard(statsCardData(statistics));
}

/** Charts where the client has them, the same as blocks where it has not, and the numbers in words for everybody. */
export function statsCardData(statistics: Statistics): CardData {
  const { seats, from, at } = statistics;
  const known = seats.filter(({ samples }) => samples.length > 0);
  const drawn = known.slice(0, mostLines);
  const step = drawn.length === 1 ? 1 : 3;
  const title = 'Seats in use';
  const slices = outcomeSlices(statistics);
  const decided = slices.reduce((sum, { value }) => sum + value, 0);
  const subtitle = `The last ${statisticsDays} days${seats.length === 1 && seats[0] ? ` in ${literal(seats[0].environment.name)}` : ''}`;
  const data = {
    title: 'Statistics',
    subtitle: [{ text: subtitle }],
    seatsHeading: optional(seats.length > 0, { text: 'Seats over time' }),
    seatsChart: optional(drawn.length > 0, {
      title,
      series: drawn.map((one) => seatSeries(one, { from, at, step })),
      sparklines: drawn.map((one) => ({
        name: literal(one.environment.name),
        picture: sparkline(dailyUse(one, { from, at, step: 5 })),
      })),
    }),
    seatRows: seats
      .slice(0, mostRows)
      .map((one) => ({ name: literal(one.environment.name), text: useText(one, from, at) })),
    more: optionalText(seats.length > mostRows ? `${seats.length - mostRows} more are not shown.` : undefined),
    outcomesHeading: [{ text: 'How requests were decided' }],
    outcomesChart: optional(decided > 0, {
      title: 'Decisions',
      slices: slices.map(({ legend, value, color }) => ({ legend, value, color })),
      bars: slices.map(({ legend, value, colour }) => ({ name: legend, picture: bar(value, decided), colour })),
    }),
    outcomesText:
      decided === 0
        ? 'No request was decided.'
        : slices.map(({ legend, value }) => `${value} ${legend.toLowerCase()}`).join(' · '),
    timesHeading: [{ text: 'How long it took' }],
    facts: timeFacts(statistics),
    buttons: [buttonsData([{ title: 'Seats now', data: { command: 'quota' } }])],
  };
  return { template: 'stats', summary: `Statistics: ${count(decided, 'request')} decided`, data };
}

function outcomeSlices({ outcomes }: Statistics) {
  return (
    [
      { legend: 'Approved', value: outcomes.approved, color: 'good', colour: 'good' },
      { legend: 'Forced', value: outcomes.forced, color: 'warning', colour: 'warning' },
      { legend: 'Rejected', value: outcomes.rejected, color: 'attention', colour: 'attention' },
      { legend: 'Withdrawn', value: outcomes.withdrawn, color: 'neutral', colour: 'default' },
      { legend: 'Expired', value: outcomes.expired, color: 'categoricalPurple', colour: 'default' },
    ] as const
  ).filter(({ value }) => value > 0);
}

function bar(value: number, whole: number): string {
  return '█'.repeat(Math.max(1, Math.round((value / whole) * longestBar)));
}

function timeFacts({ timeToUser, waits, waitingNow, at }: Statistics): readonly Fact[] {
  const { length, since } = waitingNow;
  const longest = since === undefined ? '' : `the longest for ${duration(millisecondsBetween(since, at))}`;
  return [
    spreadFact('To a user', timeToUser, 'user'),
    fact('Waiting now', length === 0 ? 'Nobody' : count(length, 'request'), longest),
    spreadFact('Wait for a seat', waits, 'wait'),
  ];
}

function spreadFact(label: string, { count: number, median, ninetieth }: Durations, word: string): Fact {
  if (median === undefined || ninetieth === undefined) return fact(label, 'Nothing to measure yet');
  return fact(label, `Half ${within(median)}`, `9 of 10 ${within(ninetieth)}; ${count(number, word)}`);
}

function within(milliseconds: number): string {
  const text = duration(milliseconds);
  return text.startsWith('less') ? `in ${text}` : `within ${text}`;
}
