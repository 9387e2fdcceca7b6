import type { Day } from '../../domain/words.ts';
import { findLastDay, type FoundDay } from './dates.ts';
import { findUnclearDay } from './unclearDays.ts';

export type ReadAbsence =
  | { readonly kind: 'absence'; readonly until: Day; readonly delegate?: string }
  /** `4/1/2027`: `rest` is what else was said. */
  | { readonly kind: 'unclear'; readonly text: string; readonly days: readonly Day[]; readonly rest: string }
  | { readonly kind: 'unreadable' };

/** `until Friday Lee Gu`, `until 5 January, delegate: leeg@contoso.com`, `for two weeks`. */
export function readAbsence(text: string, today: Day): ReadAbsence {
  const found = findPlainDay(text) ?? findLastDay(text, today);
  if (found) {
    const delegate = delegateIn(without(text, found));
    return { kind: 'absence', until: found.day, ...(delegate && { delegate }) };
  }
  const unclear = findUnclearDay(text);
  if (!unclear || unclear.days.length === 0) return { kind: 'unreadable' };
  return { kind: 'unclear', text: unclear.text, days: unclear.days, rest: without(text, unclear) };
}

/** Read first: in what follows it, such as an object id, other days could be recognised. */
function findPlainDay(text: string): FoundDay | undefined {
  const found = /^(?:until|till|til)?\s*(\d{4}-\d\d-\d\d)(?!\S)/i.exec(text);
  if (!found || Number.isNaN(Date.parse(found[1] ?? ''))) return undefined;
  return { day: found[1] as Day, start: 0, end: found[0].length };
}

function without(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${text.slice(0, start)} ${text.slice(end)}`.replace(/\s+/g, ' ').trim();
}

const before =
  /^(?:[\s,;:.–-]+|(?:until|till|and|with|my|the|delegate[sd]?|deputy|stand-?in|substitute|is|to|covered by|instead)\b)+/i;
const behind = /[\s,;.]+(?:(?:decides|covers|stands in|instead|for me|please)[\s,;.]*)*$/i;

function delegateIn(text: string): string | undefined {
  return text.replace(before, '').replace(behind, '').trim() || undefined;
}
