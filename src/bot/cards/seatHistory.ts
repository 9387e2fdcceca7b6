import type { EnvironmentSeats } from '../../application/statistics.ts';
import { addMilliseconds, dayOf, type Day, type Instant } from '../../domain/words.ts';
import { literal } from '../words/markdown.ts';

interface Span {
  readonly from: Day;
  readonly at: Instant;
  /** Days from one point to the next. */
  readonly step: number;
}

interface Use {
  readonly day: Day;
  readonly used: number;
  readonly limit: number;
}

/** At the end of each day, from the first one that is known: what was read last holds until something else is. */
export function dailyUse({ samples }: EnvironmentSeats, { from, at, step }: Span): readonly Use[] {
  const points: Use[] = [];
  for (let end = at; dayOf(end) >= from; end = addMilliseconds(end, -step * 86_400_000)) {
    const day = dayOf(end);
    const last = samples.findLast((sample) => sample.day <= day);
    if (!last) break;
    points.unshift({ day, used: last.used, limit: last.limit });
  }
  return points;
}

/** A line of Teams' `Chart.Line`. */
export function seatSeries(one: EnvironmentSeats, span: Span): object {
  return {
    legend: literal(one.environment.name),
    values: dailyUse(one, span).map(({ day, used }) => ({ x: day, y: used })),
  };
}

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** How full it was: the lowest block is empty, the highest is full. */
export function sparkline(uses: readonly Use[]): string {
  return uses
    .map(({ used, limit }) => blocks[Math.min(7, Math.round((limit > 0 ? used / limit : 1) * 7))] ?? '')
    .join('');
}

/** `5 of 7 in use, between 3 and 6 before` */
export function useText(one: EnvironmentSeats, from: Day, at: Instant): string {
  const uses = dailyUse(one, { from, at, step: 1 });
  const now = uses.at(-1);
  if (!now) return 'not read yet';
  const [least, most] = [Math.min(...uses.map(({ used }) => used)), Math.max(...uses.map(({ used }) => used))];
  const range = least === most ? 'unchanged' : `between ${least} and ${most} in this time`;
  return `${now.used} of ${now.limit} in use, ${range}`;
}
