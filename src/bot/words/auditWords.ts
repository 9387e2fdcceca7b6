import type { AuditVerdict } from '../../application/auditVerify.ts';
import type { AuditFlaw } from '../../domain/audit.ts';
import { assertNever } from '../../domain/result.ts';

/** What was found, for the card and for the command line. */
export function verdictText(verdict: AuditVerdict): string {
  switch (verdict.kind) {
    case 'whole':
      return wholeText(verdict);
    case 'unfinished':
      return `The first ${count(verdict.checked)} of ${count(verdict.entries)} entries are whole; the others were not looked at.`;
    case 'broken':
      return flawText(verdict.flaw);
    default:
      return assertNever(verdict);
  }
}

function wholeText({ head, erased }: Extract<AuditVerdict, { kind: 'whole' }>): string {
  if (head.seq === 0) return 'The audit is empty: nothing has happened yet.';
  const entries = head.seq === 1 ? 'The one entry is' : `All ${count(head.seq)} entries are`;
  const missing =
    erased === 0 ? '' : ` The details of ${count(erased)} were erased; that they happened is still proven.`;
  return `${entries} whole and in order.${missing}`;
}

/** Entry and kind of the first broken link. */
export function flawText(flaw: AuditFlaw): string {
  switch (flaw.code) {
    case 'EntryMissing':
      return `Entry ${flaw.seq} is missing.`;
    case 'LinkBroken':
      return `Entry ${flaw.seq} does not follow the entry before it: one of the two was replaced, moved or added.`;
    case 'EntryChanged':
      return `Entry ${flaw.seq} was changed.`;
    case 'DetailsChanged':
      return `The details of entry ${flaw.seq} were changed.`;
    case 'EventMissing':
      return `Entry ${flaw.seq} tells of event ${flaw.eventSeq} of request #${flaw.requestId}, which is gone.`;
    case 'EventChanged':
      return `Event ${flaw.eventSeq} of request #${flaw.requestId} is not what entry ${flaw.seq} recorded: its ${fieldNames[flaw.field]} was changed.`;
    case 'EventUnrecorded':
      return `Event ${flaw.eventSeq} of request #${flaw.requestId} has no entry: it was added past the audit.`;
    case 'EndMoved':
      return flaw.seq < flaw.expected
        ? `The audit ends at entry ${flaw.seq}, but ${flaw.expected} were written: the last ones are missing.`
        : `The audit ends at entry ${flaw.seq}, but only ${flaw.expected} were written: the last ones were added.`;
    case 'NotAsKnown':
      return `Entry ${flaw.seq} is not the one that you know: the audit was written anew, there or before.`;
    default:
      return assertNever(flaw);
  }
}

const fieldNames = {
  at: 'time',
  actor: 'actor',
  what: 'type',
  correlationId: 'correlation id',
  body: 'content',
} as const;

function count(number: number): string {
  return number.toLocaleString('en-US');
}
