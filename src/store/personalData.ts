import { sql, type Kysely } from 'kysely';
import type { ErasureRecord, PersonalDataStore } from '../application/ports/personalData.ts';
import type { AuditWord } from '../domain/audit.ts';
import { closedStatuses, type AccessRequest, type RequestStatus } from '../domain/request.ts';
import type { RequestId } from '../domain/words.ts';
import { appendAudit } from './auditChain.ts';
import { selectRequest, updateRequest } from './requests.ts';
import type { Schema } from './schema.ts';
import { findTraces, removeTraces } from './traces.ts';

export function createPersonalDataStore(db: Kysely<Schema>): PersonalDataStore {
  return {
    async isDone(day) {
      const found = await db.selectFrom('retention').select('one').where('done_on', '>=', day).executeTakeFirst();
      return found !== undefined;
    },

    async markDone(day) {
      await db.updateTable('retention').set({ done_on: day }).execute();
    },

    async findEnded(before, limit) {
      const rows = await db
        .selectFrom('request')
        .select('id')
        .where('status', 'in', closedStatuses)
        .where('erased_at', 'is', null)
        .where('updated_at', '<', before)
        .where(
          sql<boolean>`(status <> 'Replaced' or exists (
            select from request next where next.id = (request.state->>'by')::bigint and next.erased_at is not null))`,
        )
        .orderBy('updated_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    eraseRequest: (id, change, record) =>
      db.transaction().execute(async (trx) => {
        if (!(await changeClosed(trx, id, change))) return;
        await trx.updateTable('request').set({ erased_at: record.at }).where('id', '=', id).execute();
        await sql`update request_event set body = null where request_id = ${id} and body is not null`.execute(trx);
        await sql`update audit set details = null where request_id = ${id} and details is not null`.execute(trx);
        await trx.deleteFrom('card').where('request_id', '=', id).execute();
        const unsaid = { answered_by: null, evidence: null };
        await trx.updateTable('campaign_item').set(unsaid).where('request_id', '=', id).execute();
        await tell(trx, 'Erased', id, record);
      }),

    async removeOld(before, today) {
      await db.deleteFrom('absence').where('until', '<', today).execute();
      await sql`delete from notification where state not in ('due', 'sending') and state_since < ${today}::date`.execute(
        db,
      );
      await db.deleteFrom('dialog_state').where('updated_at', '<', before).execute();
      await sql`
        delete from contact where seen_on < ${before}::timestamptz::date
          and not exists (select from card where reader_id = person_id)
          and not exists (select from request where requester_id = person_id or owner_id = person_id)
          and person_id not in (
            select former->>'id' from request, jsonb_array_elements(state->'formerRequesters') former)`.execute(db);
    },

    findTraces: (idOrUpn, also) => findTraces(db, idOrUpn, also),

    forget: (traces, change, record) =>
      db.transaction().execute(async (trx) => {
        for (const id of traces.closed) await changeClosed(trx, id, change);
        await removeTraces(trx, traces);
        await tell(trx, 'Forgotten', null, record);
      }),
  };
}

/** False when it is not closed, or was erased by somebody else meanwhile. */
async function changeClosed(
  trx: Kysely<Schema>,
  id: RequestId,
  change: (request: AccessRequest) => AccessRequest,
): Promise<boolean> {
  const stored = await selectRequest(trx, id).forUpdate().executeTakeFirst();
  if (!stored || stored.request.erasedAt) return false;
  if (!(closedStatuses as readonly RequestStatus[]).includes(stored.request.status)) return false;
  await updateRequest(trx, change(stored.request), stored.version);
  return true;
}

/** Last of all: whoever saves something waits for the end of the chain. */
async function tell(
  trx: Kysely<Schema>,
  what: Extract<AuditWord, 'Erased' | 'Forgotten'>,
  requestId: RequestId | null,
  { at, actor, correlationId, details }: ErasureRecord,
): Promise<void> {
  const bound = { eventSeq: null, planHash: null, policyVersion: null };
  await appendAudit(trx, [{ at, actor, what, requestId, correlationId, details, ...bound }]);
}
