import type { Day } from '../../domain/words.ts';

/** A last day that was written, but that could be none or two. */
export interface UnclearDay {
  readonly text: string;
  /** What it may mean, when it may mean two days. */
  readonly days: readonly Day[];
  readonly start: number;
  readonly end: number;
}

const slashed =
  /(?:\b(?:until|till|til|by|before|through|up to|to)\s+(?:the\s+)?)?(?<!\d)((\d{1,2})\/(\d{1,2})\/(\d{4}))\b/iu;
const anything =
  /\b(?:until|till|til)\s+(?:the\s+)?(?=\S)(.+?)(?=\s+(?:in|on|for|because|so|to|with|owned|owner|please|and)\b|[,;!?]|\.(?:\s|$)|\s*$)/iu;

/** For a sentence in which no last day was found: what stands where one is expected. */
export function findUnclearDay(head: string): UnclearDay | undefined {
  const numbers = findSlashed(head);
  if (numbers) return numbers;
  const found = anything.exec(head);
  if (!found) return undefined;
  const [whole, text = ''] = found;
  return { text: text.slice(0, 60), days: [], start: found.index, end: found.index + whole.length };
}

/** In the reason for a request "until" may begin anything; only numbers after it are meant as the last day. */
export function findUnclearDayInReason(text: string): UnclearDay | undefined {
  const found = findSlashed(text);
  return found && /^(?:until|till|til)\b/i.test(text.slice(found.start)) ? found : undefined;
}

function findSlashed(sentence: string): UnclearDay | undefined {
  const found = slashed.exec(sentence);
  if (!found) return undefined;
  const [whole, text = '', first = '', second = '', year = ''] = found;
  const days = [dayOf(year, second, first), dayOf(year, first, second)].filter((day) => day !== undefined);
  return { text, days, start: found.index, end: found.index + whole.length };
}

function dayOf(year: string, month: string, date: string): Day | undefined {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) ? (day as Day) : undefined;
}
