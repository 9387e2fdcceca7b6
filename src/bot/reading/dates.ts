import suite from '@microsoft/recognizers-text-suite';
import type { Day } from '../../domain/words.ts';

/** A last day that a sentence names, and the piece of the sentence that names it. */
export interface FoundDay {
  readonly day: Day;
  readonly start: number;
  readonly end: number;
}

interface Recognised {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly typeName: string;
  readonly resolution: { readonly values: readonly Resolved[] } | null;
}

/** As the recogniser gives it: the end of a range is the first moment after it. */
interface Resolved {
  readonly timex: string;
  readonly type: string;
  readonly Mod?: string;
  readonly sourceEntity?: string;
  readonly value?: string;
  readonly start?: string;
  readonly end?: string;
}

/** The words that may stand before a last day. */
const limit = String.raw`(?:until|last day)(?::| is)?|till|til|by|before|through|thru|up to|to|ends?|ending|ends? on|expires?|expiring|expires? on`;
const limitBefore = new RegExp(
  String.raw`(?:^|\b)(?:(?:${limit})\s+(?:the\s+)?(?:end\s+of\s+(?:the\s+)?)?|[,;]\s*)$`,
  'i',
);
const limitWithin = new RegExp(String.raw`^(?:${limit})\s+(?:the\s+)?(?:end\s+of\s+(?:the\s+)?)?`, 'i');
const durationBefore = /\b(?:for|in|within|during|next|another|of)\s+(?:the\s+)?(?:next\s+)?$/i;

/** `31.12.2026` means the same everywhere; `4/1/2027` does not, so it is left for the form to ask. */
const dotted = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/;
const ambiguous = /\b(\d{1,2})\/(\d{1,2})\/\d{2,4}\b/g;

/**
 * The last day that the sentence asks for: "until 31 December" → that day, or next year's if it has passed; "until end
 * of March", "until Q1" → the last day in it; "for 3 months" → the same day three months from today.
 */
export function findLastDay(text: string, today: Day): FoundDay | undefined {
  const numeric = findDotted(text);
  if (numeric) return numeric;
  const sentence = withoutAmbiguous(text);
  const reference = new Date(`${today}T12:00:00`);
  for (const found of recognise(sentence, reference)) {
    const day = readDay(found, sentence, today, reference);
    if (day) return { day, start: startWithLimit(sentence, found.start), end: found.end + 1 };
  }
  return undefined;
}

/** In the reason for a request other days are told too ("the old one expires on 1 March"): only "until" counts. */
export function findLastDayInReason(text: string, today: Day): FoundDay | undefined {
  const found = findLastDay(text, today);
  return found && /^(?:until|till|til|through|up to)\b/i.test(text.slice(found.start)) ? found : undefined;
}

function findDotted(text: string): FoundDay | undefined {
  const found = dotted.exec(text);
  if (!found) return undefined;
  const [whole, date = '', month = '', year = ''] = found;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` as Day;
  const exists = !Number.isNaN(Date.parse(day)) && toDay(new Date(Date.parse(day))) === day;
  if (!exists || !(whole === text.trim() || limitBefore.test(text.slice(0, found.index)))) return undefined;
  return { day, start: startWithLimit(text, found.index), end: found.index + whole.length };
}

function recognise(text: string, reference: Date): readonly Recognised[] {
  return suite.recognizeDateTime(
    text,
    'en-us',
    suite.DateTimeOptions.None,
    reference,
  ) as unknown as readonly Recognised[];
}

/** The same length as the text, so that positions stay true. */
function withoutAmbiguous(text: string): string {
  return text.replace(ambiguous, (whole, first: string, second: string) => {
    const clear = first === second || Number(first) > 12 || Number(second) > 12;
    return clear ? whole : '·'.repeat(whole.length);
  });
}

function readDay(found: Recognised, sentence: string, today: Day, reference: Date): Day | undefined {
  const values = found.resolution?.values ?? [];
  const [first] = values;
  if (!first) return undefined;
  const before = sentence.slice(0, found.start);
  const alone = found.text.trim().length === sentence.trim().length;
  switch (first.type) {
    case 'duration':
      return alone || durationBefore.test(before) ? addDuration(today, first) : undefined;
    case 'date':
      return alone || limitBefore.test(before)
        ? nextOf(
            values.map((value) => asDay(value.value)),
            today,
          )
        : undefined;
    case 'daterange':
      if (first.Mod?.startsWith('before')) return endOfLimit(found.text, values, today, reference);
      if (alone || limitBefore.test(before) || /^(?:from|between)\b/i.test(found.text)) {
        return nextOf(values.map(lastDayOf), today);
      }
      return undefined;
    default:
      return undefined;
  }
}

function endOfLimit(text: string, values: readonly Resolved[], today: Day, reference: Date): Day | undefined {
  const [first] = values;
  if (first?.sourceEntity === 'datetimepoint')
    return nextOf(
      values.map((value) => asDay(value.end)),
      today,
    );
  if (first?.Mod === 'before-end')
    return nextOf(
      values.map((value) => dayBefore(value.end)),
      today,
    );
  // "until Q1" is resolved to the quarter's first day; what is meant is its last.
  const rest = text.replace(limitWithin, '');
  const [inner] = recognise(rest, reference);
  const ranges = inner?.resolution?.values.filter((value) => value.type === 'daterange') ?? [];
  return nextOf(ranges.map(lastDayOf), today);
}

function lastDayOf(value: Resolved): Day | undefined {
  // "from 1 January to 31 March" names its last day; "March" and "Q1" end before the day that the recogniser gives.
  const named = /^\([\dX]{4}-\d\d-\d\d,[\dX]{4}-\d\d-\d\d,P\d+D\)$/.test(value.timex);
  return named ? asDay(value.end) : dayBefore(value.end);
}

/** The first that has not passed; if all have, the latest, which the rules will refuse with a reason. */
function nextOf(days: readonly (Day | undefined)[], today: Day): Day | undefined {
  const known = days.filter((day) => day !== undefined).sort();
  return known.find((day) => day >= today) ?? known.at(-1);
}

function asDay(text: string | undefined): Day | undefined {
  return text && /^\d{4}-\d\d-\d\d$/.test(text) ? (text as Day) : undefined;
}

function dayBefore(text: string | undefined): Day | undefined {
  const day = asDay(text);
  return day && addDays(day, -1);
}

/** Months and years by the calendar (31 January + 1 month = 28 February, half a year = 6 months), the rest by length. */
function addDuration(today: Day, { timex, value }: Resolved): Day | undefined {
  const [, count, unit] = /^P(\d+(?:\.\d+)?)([YM])$/.exec(timex) ?? [];
  const months = Number(count) * (unit === 'Y' ? 12 : 1);
  if (Number.isInteger(months)) return addMonths(today, months);
  const days = Math.round(Number(value) / 86_400);
  return days >= 1 && days < 36_525 ? addDays(today, days) : undefined;
}

function addMonths(day: Day, months: number): Day | undefined {
  if (months > 1_200) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return toDay(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

function addDays(day: Day, days: number): Day {
  return toDay(new Date(Date.parse(day) + days * 86_400_000));
}

function toDay(date: Date): Day {
  return date.toISOString().slice(0, 10) as Day;
}

/** The word before the day belongs to it, so that "for" in "for 3 months" is not read as the integration's. */
function startWithLimit(sentence: string, start: number): number {
  const before = sentence.slice(0, start);
  const word = durationBefore.exec(before) ?? limitBefore.exec(before);
  return word ? word.index : start;
}
