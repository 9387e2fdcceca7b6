import type { AuditExport } from '../../application/auditExport.ts';
import type { AuditFilter } from '../../application/ports/audit.ts';
import type { Day, RequestId } from '../../domain/words.ts';

export type AuditCall =
  | { readonly kind: 'verify' }
  | ({ readonly kind: 'export' } & AuditExport)
  /** `noDay`: not in the calendar · `backwards`: the last day is before the first. */
  | { readonly kind: 'unclear'; readonly why?: 'noDay' | 'backwards' };

const range = /^(\d{4}-\d\d-\d\d)?\s*(?:\.\.|to)\s*(\d{4}-\d\d-\d\d)?$/i;

/** `verify`, `export`, `export 104`, `export 2026-01-01..2026-06-30`, either end open, with `jsonl` behind it or not. */
export function readAuditCall(args: string): AuditCall {
  const [, word = '', rest = ''] = /^(\w+)\s*(.*)$/s.exec(args.trim()) ?? [];
  if (/^verify$/i.test(word) && rest === '') return { kind: 'verify' };
  if (!/^export$/i.test(word)) return { kind: 'unclear' };
  const [ending = '', format = 'csv'] = /\b(csv|jsonl|json)$/i.exec(rest) ?? [];
  const told = rest.slice(0, rest.length - ending.length);
  const filter = readFilter(told.trim());
  if ('kind' in filter) return filter;
  return { kind: 'export', filter, format: /^json/i.test(format) ? 'jsonl' : 'csv' };
}

function readFilter(told: string): AuditFilter | Extract<AuditCall, { readonly kind: 'unclear' }> {
  if (told === '' || /^(?:all|everything)$/i.test(told)) return {};
  const [, id] = /^(?:request\s*)?#?(\d{1,9})$/i.exec(told) ?? [];
  if (id) return { requestId: Number(id) as RequestId };
  const [, from, to] = range.exec(told) ?? [];
  const days = [from, to].filter((day) => day !== undefined);
  if (days.length === 0) return { kind: 'unclear' };
  if (!days.every(isDay)) return { kind: 'unclear', why: 'noDay' };
  if (from && to && to < from) return { kind: 'unclear', why: 'backwards' };
  return { ...(from && { from: from as Day }), ...(to && { to: to as Day }) };
}

/** One of the calendar: no 31 February. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
