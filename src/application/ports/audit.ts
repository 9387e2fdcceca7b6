import type { AuditHead, AuditRow, AuditWord } from '../../domain/audit.ts';
import type { Day, RequestId } from '../../domain/words.ts';

export interface AuditFilter {
  readonly requestId?: RequestId;
  /** First and last day, both included. */
  readonly from?: Day;
  readonly to?: Day;
}

/** Written with each saved change: see `Transaction.addAudit`. Here it is read. */
export interface AuditStore {
  /** What `work` reads is the database at one moment, however long it reads and whatever is added meanwhile. */
  read<T>(work: (view: AuditView) => Promise<T>): Promise<T>;
  hasEntry(what: AuditWord, correlationId: string): Promise<boolean>;
  /** Of the policies that were loaded last. */
  lastPolicyVersion(): Promise<string | undefined>;
}

export interface AuditView {
  /** Where the chain ends, as it was written with the last entry. */
  head(): Promise<AuditHead>;
  /** In batches, by `seq`; never all in memory. */
  rows(filter?: AuditFilter): AsyncIterable<readonly AuditRow[]>;
  /** The first event that no entry tells of. */
  findUnrecorded(): Promise<{ readonly requestId: RequestId; readonly eventSeq: number } | undefined>;
}
