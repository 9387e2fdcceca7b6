import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely';
import type {
  CampaignItem,
  CampaignStore,
  CampaignTransaction,
  Progress,
  Silent,
} from '../application/ports/campaigns.ts';
import type { Campaign } from '../domain/campaign.ts';
import type { Instant, PersonId, RequestId } from '../domain/words.ts';
import type { Schema } from './schema.ts';

/** Items `i` of requests `r`. */
const isOpen = sql<boolean>`i.answer is null and r.status = 'Active'`;

export function createCampaignStore(db: Kysely<Schema>): CampaignStore {
  return {
    async findCampaign(id) {
      const row = await db.selectFrom('campaign').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toCampaign(row);
    },

    async latestCampaign() {
      const row = await db.selectFrom('campaign').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
      return row && toCampaign(row);
    },

    async countCandidates(environment) {
      const { rows } = await sql<{ users: number; owners: number }>`
        select count(*) as users, count(distinct owner_id) as owners from request
        where ${candidates(environment)}`.execute(db);
      return rows[0] ?? { users: 0, owners: 0 };
    },

    async scheduleBasis() {
      const { rows } = await sql<{ last: Instant | null; oldest: Instant | null }>`
        select (select max(started_at) from campaign where environment is null) as last,
          (select min((state ->> 'activeAt')::timestamptz) from request where status = 'Active') as oldest`.execute(db);
      const { last = null, oldest = null } = rows[0] ?? {};
      return { ...(last && { last }), ...(oldest && { oldest }) };
    },

    progressOf: (id) => readProgress(db, id),

    async readItems(id, { owner, answeredSince, page, pageLength }) {
      const since = answeredSince ?? null;
      const where = sql`${ofOwner(owner)}
        and (${since}::timestamptz is null or ${isOpen} or i.answered_at >= ${since}::timestamptz)`;
      const [progress, { listed, firstOpen }, version] = await Promise.all([
        readProgress(db, id, owner),
        readPlaces(db, id, where),
        readVersion(db, id, owner),
      ]);
      const last = Math.max(1, Math.ceil(listed / pageLength));
      const shown = Math.min(page ?? Math.ceil(firstOpen / pageLength), last);
      const items = await selectItems(db, id, where, { offset: (shown - 1) * pageLength, limit: pageLength });
      return { progress, items, page: shown, listed, version };
    },

    async turnSheet(id, { activityId, conversationId }, page) {
      await db
        .updateTable('card')
        .set({ page })
        .where('campaign', '=', id)
        .where('activity_id', '=', activityId)
        .where('conversation_id', '=', conversationId)
        .execute();
    },

    listItems: (id, which) => selectItems(db, id, which === 'open' ? isOpen : sql`true`),

    async silentOwners(id) {
      const { rows } = await sql<Silent>`
        select (array_agg(r.state #> '{ask,owner}' order by r.id desc))[1] as owner, count(*) as open
        from campaign_item i join request r on r.id = i.request_id
        where i.campaign_id = ${id} and ${isOpen}
        group by r.owner_id order by count(*) desc, r.owner_id`.execute(db);
      return rows;
    },

    async saveEvidence(id, requestId, evidence) {
      await db
        .updateTable('campaign_item')
        .set({ evidence: JSON.stringify(evidence) })
        .where('campaign_id', '=', id)
        .where('request_id', '=', requestId)
        .execute();
    },

    async sheetsAbout(requestId) {
      const { rows } = await sql<{ id: RequestId }>`
        select distinct c.request_id as id from card c
        join campaign_item i on i.campaign_id = c.campaign and i.request_id = ${requestId}
        join request r on r.id = i.request_id
        join campaign on campaign.id = c.campaign and campaign.ended_at is null
        where c.request_id <> ${requestId} and c.state = 'sent'
          and (c.part = 'certifyAll' or c.reader_id = r.owner_id)`.execute(db);
      return rows.map((row) => row.id);
    },
  };
}

export function campaignTransaction(trx: Kysely<Schema>): CampaignTransaction {
  return {
    async startCampaign({ at, by, environment, terms }) {
      const row = await trx
        .insertInto('campaign')
        .values({
          environment: environment ?? null,
          started_at: at,
          started_by: by ? JSON.stringify(by) : null,
          terms: JSON.stringify(terms),
          stage: 'asking',
          asked_at: at,
          ended_at: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      await sql`
        insert into campaign_item (campaign_id, request_id)
        select ${row.id}, id from request where ${candidates(environment)}`.execute(trx);
      return toCampaign(row);
    },

    async lockCampaign(id) {
      const row = await trx.selectFrom('campaign').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
      return row && toCampaign(row);
    },

    async saveCampaign({ id, stage, askedAt, endedAt }) {
      await trx
        .updateTable('campaign')
        .set(({ eb }) => ({ stage, asked_at: askedAt, ended_at: endedAt ?? null, version: eb('version', '+', 1) }))
        .where('id', '=', id)
        .execute();
    },

    async lockItem(id, requestId) {
      const row = await trx
        .selectFrom('campaign_item')
        .select('answer')
        .where('campaign_id', '=', id)
        .where('request_id', '=', requestId)
        .forUpdate()
        .executeTakeFirst();
      return row && (row.answer === null ? 'open' : 'answered');
    },

    async answerItem(id, requestId, { answer, at, by }) {
      await trx
        .updateTable('campaign_item')
        .set({ answer, answered_at: at, answered_by: by ? JSON.stringify(by) : null })
        .where('campaign_id', '=', id)
        .where('request_id', '=', requestId)
        .execute();
    },

    async closeItems(id, at) {
      await trx
        .updateTable('campaign_item')
        .set({ answer: 'gone', answered_at: at })
        .where('campaign_id', '=', id)
        .where('answer', 'is', null)
        .execute();
    },
  };
}

/**
 * The version of what a card of a campaign shows: that of the campaign and of every request on it. All of them only grow, so
 * that any change makes it another one. What a campaign that has ended shows never changes again: -1.
 */
export function sheetVersion(campaign: RawBuilder<unknown>, owner: RawBuilder<unknown>) {
  return sql<number>`(
    select case when c.ended_at is null then c.version + coalesce(sum(r.version), 0) else -1 end from campaign c
    left join campaign_item i on i.campaign_id = c.id
    left join request r on r.id = i.request_id and (${owner}::text is null or r.owner_id = ${owner})
    where c.id = ${campaign} group by c.id)::bigint`;
}

async function readVersion(db: Kysely<Schema>, id: number, owner?: PersonId): Promise<number> {
  const value = sheetVersion(sql`${id}::bigint`, sql`${owner ?? null}::text`);
  const { rows } = await sql<{ version: number }>`select ${value} as version`.execute(db);
  return rows[0]?.version ?? 0;
}

function candidates(environment: string | undefined) {
  return sql`status = 'Active' and (${environment ?? null}::text is null or environment = ${environment ?? null}::text)`;
}

function ofOwner(owner: PersonId | undefined) {
  return sql<boolean>`(${owner ?? null}::text is null or r.owner_id = ${owner ?? null}::text)`;
}

async function readProgress(db: Kysely<Schema>, id: number, owner?: PersonId): Promise<Progress> {
  const counted = (answer: Exclude<keyof Progress, 'total' | 'open' | 'gone'>) =>
    sql`count(*) filter (where i.answer = ${sql.lit(answer)}) as ${sql.ref(answer)}`;
  const { rows } = await sql<Progress>`
    select count(*) as total, count(*) filter (where ${isOpen}) as open,
      ${counted('confirmed')}, ${counted('released')}, ${counted('kept')}, ${counted('revoked')},
      count(*) filter (where i.answer = 'gone' or i.answer is null and r.status <> 'Active') as gone
    from campaign_item i join request r on r.id = i.request_id
    where i.campaign_id = ${id} and ${ofOwner(owner)}`.execute(db);
  return rows[0] ?? { total: 0, open: 0, confirmed: 0, released: 0, kept: 0, revoked: 0, gone: 0 };
}

/** How many there are, and the place of the first that is open, from 1. */
async function readPlaces(
  db: Kysely<Schema>,
  id: number,
  where: RawBuilder<unknown>,
): Promise<{ readonly listed: number; readonly firstOpen: number }> {
  const { rows } = await sql<{ listed: number; firstOpen: number }>`
    select count(*) as listed, coalesce(min(place) filter (where open), 1) as "firstOpen" from (
      select row_number() over (order by i.request_id) as place, ${isOpen} as open
      from campaign_item i join request r on r.id = i.request_id
      where i.campaign_id = ${id} and ${where}
    ) as found`.execute(db);
  return rows[0] ?? { listed: 0, firstOpen: 1 };
}

type ItemRow = Pick<Selectable<Schema['campaign_item']>, 'evidence' | 'answer' | 'answered_by' | 'answered_at'> & {
  readonly state: CampaignItem['request'];
};

async function selectItems(
  db: Kysely<Schema>,
  id: number,
  where: RawBuilder<unknown>,
  page?: { readonly offset: number; readonly limit: number },
): Promise<readonly CampaignItem[]> {
  const { rows } = await sql<ItemRow>`
    select r.state, i.evidence, i.answer, i.answered_by, i.answered_at
    from campaign_item i join request r on r.id = i.request_id
    where i.campaign_id = ${id} and ${where} order by i.request_id
    limit ${page?.limit ?? null} offset ${page?.offset ?? 0}`.execute(db);
  return rows.map(({ state, evidence, answer, answered_by, answered_at }) => ({
    request: state,
    ...(evidence && { evidence }),
    ...(answer && { answer }),
    ...(answered_by && { answeredBy: answered_by }),
    ...(answered_at && { answeredAt: answered_at }),
  }));
}

function toCampaign(row: Selectable<Schema['campaign']>): Campaign {
  return {
    id: row.id,
    ...(row.environment && { environment: row.environment }),
    startedAt: row.started_at,
    ...(row.started_by && { startedBy: row.started_by }),
    terms: row.terms,
    stage: row.stage,
    askedAt: row.asked_at,
    ...(row.ended_at && { endedAt: row.ended_at }),
    version: row.version,
  };
}
