import { beginning, flawOf, type AuditFlaw, type AuditHead, type Sha256 } from '../domain/audit.ts';
import type { AuditStore, AuditView } from './ports/audit.ts';

export type AuditVerdict =
  | {
      readonly kind: 'whole';
      readonly head: AuditHead;
      /** How many entries tell of details that were erased. */
      readonly erased: number;
    }
  /** Right so far, and not looked at further. */
  | { readonly kind: 'unfinished'; readonly checked: number; readonly entries: number }
  | { readonly kind: 'broken'; readonly flaw: AuditFlaw };

interface Options {
  /** An end of the chain that was written down earlier: it must still be in it. */
  readonly known?: AuditHead;
  /** Asked between batches. */
  readonly goOn?: () => boolean;
}

/** Finds the first broken link, in memory that does not grow with the chain. Changes nothing. */
export function verifyAudit(
  { audit, sha256 }: { readonly audit: Pick<AuditStore, 'read'>; readonly sha256: Sha256 },
  { known, goOn = () => true }: Options = {},
): Promise<AuditVerdict> {
  return audit.read(async (view) => {
    const end = await view.head();
    let head = beginning;
    let erased = 0;
    for await (const rows of view.rows()) {
      for (const row of rows) {
        const flaw = flawOf(head, row, sha256);
        if (flaw) return { kind: 'broken', flaw };
        head = row.entry;
        if (row.details === null) erased++;
        if (known?.seq === head.seq && known.hash !== head.hash) return broken({ code: 'NotAsKnown', seq: known.seq });
      }
      if (head.seq < end.seq && !goOn()) return { kind: 'unfinished', checked: head.seq, entries: end.seq };
    }
    return verdictAtEnd(view, { head, end, erased, known });
  });
}

interface Reached {
  readonly head: AuditHead;
  readonly end: AuditHead;
  readonly erased: number;
  readonly known: AuditHead | undefined;
}

async function verdictAtEnd(view: AuditView, { head, end, erased, known }: Reached): Promise<AuditVerdict> {
  if (head.seq !== end.seq) return broken({ code: 'EndMoved', seq: head.seq, expected: end.seq });
  if (head.hash !== end.hash) return broken({ code: 'EntryChanged', seq: head.seq });
  if (known && known.seq > head.seq) return broken({ code: 'NotAsKnown', seq: known.seq });
  const unrecorded = await view.findUnrecorded();
  if (unrecorded) return broken({ code: 'EventUnrecorded', ...unrecorded });
  return { kind: 'whole', head: { seq: head.seq, hash: head.hash }, erased };
}

function broken(flaw: AuditFlaw): AuditVerdict {
  return { kind: 'broken', flaw };
}
