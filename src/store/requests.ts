import { sql, type Kysely, type NotNull } from 'kysely';
import type { Cause, RequestFilter, RequestStore, Stored } from '../application/ports/store.ts';
import { addressOf, takesSeat } from '../domain/ask.ts';
import { wakeAt } from '../domain/clock.ts';
import type { AuditRecord } from '../domain/audit.ts';
import type { RequestEvent } from '../domain/events.ts';
import { openStatuses, recordStatuses, type AccessRequest } from '../domain/request.ts';
import type { EnvironmentKey, RequestId, SystemUserId } from '../domain/words.ts';
import type { Schema } from './schema.ts';

type Requests = Pick<RequestStore, 'findRequest' | 'listRequests' | 'readEvents' | 'requestsToWake'>;

export function createRequests(db: Kysely<Schema>): Requests {
  return {
    findRequest: (id) => selectRequest(db, id).executeTakeFirst(),

    async listRequests(filter, { offset, limit }) {
      const matching = selectMatching(db, filter);
      const rows = await matching.select('state').orderBy('id', 'desc').offset(offset).limit(limit).execute();
      const { total } = await matching.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      return { requests: rows.map((row) => row.state), total };
    },

    async requestsToWake(now, limit) {
      const rows = await db
        .selectFrom('request')
        .select('id')
        .where('wake_at', '<=', now)
        .orderBy('wake_at')
        .limit(limit)
        .execute();
      return rows.map(({ id }) => id);
    },

    async readEvents(id) {
      const rows = await db
        .selectFrom('request_event')
        .select(['body', 'actor', 'correlation_id'])
        .where('request_id', '=', id)
        .where('body', 'is not', null)
        .$narrowType<{ body: NotNull }>()
        .orderBy('seq')
        .execute();
      return rows.map((row) => ({ ...row.body, actor: row.actor, correlationId: row.correlation_id }));
    },
  };
}

export function selectRequest(db: Kysely<Schema>, id: RequestId) {
  return db.selectFrom('request').select(['state as request', 'version']).where('id', '=', id);
}

/** Counts without gaps. Others who want a number wait until this transaction ends, which it does soon after. */
export async function nextNumber(trx: Kysely<Schema>): Promise<RequestId> {
  const { last } = await trx
    .updateTable('request_number')
    .set(({ eb }) => ({ last: eb('last', '+', 1) }))
    .returning('last')
    .executeTakeFirstOrThrow();
  return last as RequestId;
}

export async function insertRequest(trx: Kysely<Schema>, request: AccessRequest): Promise<Stored> {
  await trx
    .insertInto('request')
    .values({ id: request.id, version: 1, ...columnsOf(request) })
    .execute();
  return { request, version: 1 };
}

/** @throws when the row is not at `version` any more, which the row's lock makes a bug */
export async function updateRequest(trx: Kysely<Schema>, request: AccessRequest, version: number): Promise<Stored> {
  const { numUpdatedRows } = await trx
    .updateTable('request')
    .set({ version: version + 1, ...columnsOf(request), updated_at: sql<never>`now()` })
    .where('id', '=', request.id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Error(`Request ${request.id} is not at version ${version} any more`);
  return { request, version: version + 1 };
}

/** Open ones alone: drafts may be as many as people like. */
export function findRival(trx: Kysely<Schema>, { id, ask }: AccessRequest) {
  return trx
    .selectFrom('request')
    .select(['id', 'status'])
    .where('environment', '=', ask.environment)
    .where('account', '=', addressOf(ask.account).toLowerCase())
    .where('status', 'in', openStatuses)
    .where('id', '<>', id)
    .orderBy('id')
    .executeTakeFirst();
}

export async function findRecord(
  trx: Kysely<Schema>,
  environment: EnvironmentKey,
  user: SystemUserId,
): Promise<RequestId | undefined> {
  const row = await trx
    .selectFrom('request')
    .select('id')
    .where('environment', '=', environment)
    .where('system_user_id', '=', user)
    .where('status', 'in', recordStatuses)
    .executeTakeFirst();
  return row?.id;
}

/** Returns what the audit has to say of them. */
export async function appendEvents(
  trx: Kysely<Schema>,
  { id: requestId, planHash, plan }: AccessRequest,
  events: readonly RequestEvent[],
  { actor, correlationId }: Cause,
): Promise<readonly AuditRecord[]> {
  if (events.length === 0) return [];
  const last = sql<number>`(select coalesce(max(seq), 0) from request_event where request_id = ${requestId})`;
  const rows = await trx
    .insertInto('request_event')
    .values(
      events.map((event, index) => ({
        request_id: requestId,
        seq: sql<number>`${last} + ${index + 1}::int`,
        at: event.at,
        type: event.type,
        actor,
        correlation_id: correlationId,
        body: JSON.stringify(event),
      })),
    )
    .returning('seq')
    .execute();
  const seqs = rows.map(({ seq }) => seq).sort((a, b) => a - b);
  const bound = { planHash, policyVersion: plan.policy.version };
  return events.map((event, index) => ({
    at: event.at,
    actor,
    what: event.type,
    requestId,
    eventSeq: seqs[index] ?? 0,
    correlationId,
    ...bound,
    details: event,
  }));
}

function columnsOf(request: AccessRequest) {
  return {
    status: request.status,
    environment: request.ask.environment,
    requester_id: request.requester.id,
    owner_id: request.ask.owner.id,
    until: request.ask.until,
    // The order of the waiting list.
    approved_at: 'approvedAt' in request ? (request.place ?? request.approvedAt) : null,
    seat_taken_at: 'seatTakenAt' in request ? (request.seatTakenAt ?? null) : null,
    takes_seat: takesSeat(request.ask.account),
    system_user_id: userOf(request) ?? null,
    wake_at: wakeAt(request) ?? null,
    account: addressOf(request.ask.account).toLowerCase(),
    state: JSON.stringify(request),
  };
}

function userOf(request: AccessRequest): SystemUserId | undefined {
  const { account } = request.ask;
  return account.kind === 'user' ? account.systemUserId : 'made' in request ? request.made.systemUserId : undefined;
}

function selectMatching(db: Kysely<Schema>, filter: RequestFilter) {
  const { statuses, requester, owner, concerned, address, environments, systemUserId, systemUserIds, untilBefore } =
    filter;
  let query = db.selectFrom('request');
  if (statuses) query = query.where(sql<boolean>`status = any(${statuses})`);
  if (requester) query = query.where('requester_id', '=', requester);
  if (owner) query = query.where('owner_id', '=', owner);
  if (concerned) {
    query = query.where((eb) => eb.or([eb('requester_id', '=', concerned), eb('owner_id', '=', concerned)]));
  }
  if (address) query = query.where('account', '=', address);
  if (environments) query = query.where(sql<boolean>`environment = any(${environments})`);
  if (systemUserId) query = query.where('system_user_id', '=', systemUserId);
  if (systemUserIds) query = query.where(sql<boolean>`system_user_id = any(${systemUserIds})`);
  if (untilBefore) query = query.where('until', '<', untilBefore);
  return query;
}
