import { sql, type Kysely } from 'kysely';
import type { AuditRecord } from '../domain/audit.ts';
import type { RequestEvent } from '../domain/events.ts';
import type { Instant, PlanHash, RequestId } from '../domain/words.ts';
import { appendAudit } from './auditChain.ts';
import type { Schema } from './schema.ts';

interface Row extends Pick<AuditRecord, 'actor' | 'what'> {
  readonly request_id: RequestId;
  readonly seq: number;
  readonly at: Instant;
  readonly correlation_id: string;
  readonly body: RequestEvent;
}

/** The plan that a request had after an event. */
type Bound = Pick<AuditRecord, 'planHash' | 'policyVersion'>;

const batch = 1_000;

/** Entries for events from before there was an audit, in the order in which they happened. */
export async function recordEvents(db: Kysely<Schema>): Promise<void> {
  const plans = new Map<RequestId, Bound>();
  for (let last: Row | undefined; ;) {
    const { rows }: { rows: Row[] } = await sql<Row>`
      select request_id, seq, at, type as what, actor, correlation_id, body from request_event
      where ${last ? sql`(at, request_id, seq) > (${last.at}, ${last.request_id}, ${last.seq})` : sql`true`}
      order by at, request_id, seq limit ${batch}`.execute(db);
    await appendAudit(
      db,
      rows.map((row) => recordOf(row, plans)),
    );
    last = rows.at(-1);
    if (!last || rows.length < batch) return;
  }
}

function recordOf({ request_id, seq, correlation_id, body, ...told }: Row, plans: Map<RequestId, Bound>): AuditRecord {
  const bound = planOf(body) ?? plans.get(request_id) ?? { planHash: null, policyVersion: null };
  plans.set(request_id, bound);
  return { ...told, requestId: request_id, eventSeq: seq, correlationId: correlation_id, ...bound, details: body };
}

/** Plans of older releases have no policy in them. */
function planOf(event: RequestEvent): Bound | undefined {
  const of = (plan: { policy?: { version?: string } }, planHash: PlanHash): Bound => {
    return { planHash, policyVersion: plan.policy?.version ?? null };
  };
  if (event.type === 'Drafted' || event.type === 'Redrafted') return of(event.base.plan, event.base.planHash);
  return event.type === 'Replanned' ? of(event.plan, event.planHash) : undefined;
}
