import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { chain, type AuditRecord } from '../domain/audit.ts';
import type { Schema } from './schema.ts';

/**
 * Adds entries at the end of the chain. Whoever does so holds its end until the commit, so this comes last of all in a
 * transaction, after every other lock.
 */
export async function appendAudit(trx: Kysely<Schema>, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  const head = await trx.selectFrom('audit_head').select(['seq', 'hash']).forUpdate().executeTakeFirstOrThrow();
  const added = chain(head, records, sha256);
  const rows = added.map(({ entry, details }) => ({
    seq: entry.seq,
    at: entry.at,
    actor: entry.actor,
    what: entry.what,
    request_id: entry.requestId,
    event_seq: entry.eventSeq,
    correlation_id: entry.correlationId,
    plan_hash: entry.planHash,
    policy_version: entry.policyVersion,
    details_hash: entry.detailsHash,
    previous: entry.previous,
    hash: entry.hash,
    // An event's are in the event.
    details: entry.eventSeq === null ? JSON.stringify(details) : null,
  }));
  const last = rows.at(-1);
  // One statement, so that a click waits for one answer less.
  await trx
    .with('added', (db) => db.insertInto('audit').values(rows))
    .updateTable('audit_head')
    .set({ seq: last?.seq ?? head.seq, hash: last?.hash ?? head.hash })
    .execute();
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
