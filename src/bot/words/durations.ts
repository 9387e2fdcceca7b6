import { daysBetween, millisecondsBetween, type Day, type Instant } from '../../domain/words.ts';

const months = 'January February March April May June July August September October November December'.split(' ');

/** `31 December 2026`. A day has no time zone, so nothing can shift it. */
export function longDay(day: Day): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${months[Number(month) - 1] ?? month} ${year}`;
}

/** `today`, `in 5 weeks`, `3 days ago`: as people say it, never more exact than it helps. */
export function relativeDay(from: Day, to: Day): string {
  const days = daysBetween(from, to);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${dayCount(days)}` : `${dayCount(-days)} ago`;
}

/** `5 minutes`, `2 hours`, `6 days`. */
export function duration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return count(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return hours < 24 ? count(hours, 'hour') : dayCount(Math.round(hours / 24));
}

export function ago(from: Instant, at: Instant): string {
  const passed = millisecondsBetween(from, at);
  return passed < 60_000 ? 'just now' : `${duration(passed)} ago`;
}

/** For cards: the reader's time zone and the reader's way to write it. */
export function cardTime(at: Instant): string {
  return `{{TIME(${withoutMilliseconds(at)})}}`;
}

export function cardDateTime(at: Instant): string {
  return `{{DATE(${withoutMilliseconds(at)}, LONG)}}, ${cardTime(at)}`;
}

/** For text without a card: nobody knows the reader's zone there. */
export function resolveCardTimes(text: string): string {
  return text
    .replace(/\{\{DATE\(([^),]+)[^)]*\)\}\}/g, (_, at: string) => longDay(at.slice(0, 10) as Day))
    .replace(/\{\{TIME\(([^)]+)\)\}\}/g, (_, at: string) => `${at.slice(11, 16)} UTC`);
}

export function count(number: number, word: string, several = `${word}s`): string {
  return `${number} ${number === 1 ? word : several}`;
}

function dayCount(days: number): string {
  if (days < 14) return count(days, 'day');
  if (days < 60) return count(Math.round(days / 7), 'week');
  if (days < 365) return count(Math.round(days / 30.44), 'month');
  const years = days / 365.25;
  return years < 1.9
    ? years < 1.1
      ? 'a year'
      : count(Math.round(days / 30.44), 'month')
    : count(Math.round(years), 'year');
}

/** Adaptive Cards read no fractions of a second. */
function withoutMilliseconds(at: Instant): string {
  return at.replace(/\.\d+Z$/, 'Z');
}
