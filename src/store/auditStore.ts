import { sql, type Kysely } from 'kysely';
import type { AuditFilter, AuditStore, AuditView } from '../application/ports/audit.ts';
import type { AuditEntry, AuditRow } from '../domain/audit.ts';
import type { Schema } from './schema.ts';

const batch = 500;

export function createAuditStore(db: Kysely<Schema>): AuditStore {
  return {
    read: (work) =>
      db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((trx) => work(auditView(trx))),

    async hasEntry(what, correlationId) {
      const found = await db
        .selectFrom('audit')
        .select('seq')
        .where('correlation_id', '=', correlationId)
        .where('what', '=', what)
        .executeTakeFirst();
      return found !== undefined;
    },

    async lastPolicyVersion() {
      const last = await db
        .selectFrom('audit')
        .select('policy_version')
        .where('what', '=', 'PoliciesLoaded')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return last?.policy_version ?? undefined;
    },
  };
}

export function auditView(trx: Kysely<Schema>): AuditView {
  return {
    head: () => trx.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow(),
    rows: (filter = {}) => readRows(trx, filter),
    findUnrecorded: () => findUnrecorded(trx),
  };
}

async function* readRows(trx: Kysely<Schema>, filter: AuditFilter): AsyncGenerator<readonly AuditRow[]> {
  for (let last = 0; ;) {
    const rows = await selectRows(trx, filter).where('audit.seq', '>', last).limit(batch).execute();
    if (rows.length > 0) yield rows.map(toRow);
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < batch) return;
  }
}

function selectRows(trx: Kysely<Schema>, { requestId, from, to }: AuditFilter) {
  let query = trx
    .selectFrom('audit')
    .leftJoin('request_event as event', (join) =>
      join.onRef('event.request_id', '=', 'audit.request_id').onRef('event.seq', '=', 'audit.event_seq'),
    )
    .selectAll('audit')
    .select(['event.at as event_at', 'event.actor as event_actor', 'event.type as event_type'])
    .select(['event.correlation_id as event_correlation_id', 'event.body'])
    .orderBy('audit.seq');
  if (requestId !== undefined) query = query.where('audit.request_id', '=', requestId);
  if (from) query = query.where(sql<boolean>`audit.at >= ${from}::date at time zone 'UTC'`);
  if (to) query = query.where(sql<boolean>`audit.at < (${to}::date + 1) at time zone 'UTC'`);
  return query;
}

type Selected = Awaited<ReturnType<ReturnType<typeof selectRows>['execute']>>[number];

function toRow(row: Selected): AuditRow {
  const entry: AuditEntry = {
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    what: row.what,
    requestId: row.request_id,
    eventSeq: row.event_seq,
    correlationId: row.correlation_id,
    planHash: row.plan_hash,
    policyVersion: row.policy_version,
    detailsHash: row.details_hash,
    previous: row.previous,
    hash: row.hash,
  };
  if (row.event_seq === null) return { entry, details: row.details };
  return { entry, event: eventOf(row), details: row.body };
}

function eventOf({ event_at, event_actor, event_type, event_correlation_id }: Selected): AuditRow['event'] {
  if (event_at === null || event_actor === null || event_type === null || event_correlation_id === null) return null;
  return { at: event_at, actor: event_actor, what: event_type, correlationId: event_correlation_id };
}

async function findUnrecorded(trx: Kysely<Schema>) {
  return trx
    .selectFrom('request_event as event')
    .select(['event.request_id as requestId', 'event.seq as eventSeq'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('audit')
            .select('audit.seq')
            .whereRef('audit.request_id', '=', 'event.request_id')
            .whereRef('audit.event_seq', '=', 'event.seq'),
        ),
      ),
    )
    .orderBy('event.request_id')
    .orderBy('event.seq')
    .limit(1)
    .executeTakeFirst();
}
