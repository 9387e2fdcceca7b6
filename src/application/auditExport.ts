import type { AuditRow } from '../domain/audit.ts';
import type { PersonId } from '../domain/words.ts';
import type { AuditFilter, AuditStore } from './ports/audit.ts';
import type { RequestStore } from './ports/store.ts';
import type { World } from './ports/world.ts';

export type AuditFormat = 'csv' | 'jsonl';

export interface AuditExport {
  readonly filter: AuditFilter;
  readonly format: AuditFormat;
}

interface Exporter {
  readonly audit: AuditStore;
  readonly store: Pick<RequestStore, 'transaction'>;
  readonly world: Pick<World, 'now'>;
}

interface By {
  readonly actor: PersonId | 'seatkeeper';
  readonly correlationId: string;
  /** Of whoever exports on the bot's own machine. */
  readonly account?: string;
}

/**
 * First says in the audit itself that it leaves the house, then gives the file piece by piece. `write` is waited for, so
 * that a slow reader fills no memory.
 */
export async function exportAudit(
  app: Exporter,
  wanted: AuditExport,
  by: By,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const { actor, correlationId, account } = by;
  await app.store.transaction((transaction) =>
    transaction.addAudit({
      at: app.world.now(),
      actor,
      what: 'Exported',
      requestId: wanted.filter.requestId ?? null,
      correlationId,
      details: { ...wanted.filter, format: wanted.format, ...(account !== undefined && { account }) },
    }),
  );
  await writeAudit(app.audit, wanted, write);
}

/** Only what it would be. For anything that leaves the house, `exportAudit`. */
export async function measureAudit(audit: AuditStore, wanted: AuditExport, limit: number): Promise<number | 'more'> {
  let bytes = 0;
  try {
    await writeAudit(audit, wanted, (text) => {
      bytes += Buffer.byteLength(text);
      if (bytes > limit) throw new TooMuch();
      return Promise.resolve();
    });
    return bytes;
  } catch (err) {
    if (!(err instanceof TooMuch)) throw err;
    return 'more';
  }
}

class TooMuch extends Error {}

function writeAudit(
  audit: AuditStore,
  { filter, format }: AuditExport,
  write: (text: string) => Promise<void>,
): Promise<void> {
  return audit.read(async (view) => {
    if (format === 'csv') await write(csvLine([...columns, 'details']));
    const line = format === 'csv' ? csvOf : jsonOf;
    for await (const rows of view.rows(filter)) await write(rows.map(line).join(''));
  });
}

const columns = [
  'seq',
  'at',
  'actor',
  'what',
  'requestId',
  'eventSeq',
  'correlationId',
  'planHash',
  'policyVersion',
  'detailsHash',
  'previous',
  'hash',
] as const;

/** RFC 4180. Details that were erased are empty, and their hash stays. */
function csvOf({ entry, details }: AuditRow): string {
  const cells = columns.map((column) => String(entry[column] ?? ''));
  return csvLine([...cells, details === null ? '' : JSON.stringify(details)]);
}

/** Everything that is needed to check the chain without the database. */
function jsonOf({ entry, details }: AuditRow): string {
  return `${JSON.stringify({ ...entry, details })}\n`;
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A spreadsheet takes a cell that begins like a formula for one; the apostrophe keeps it text. */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
