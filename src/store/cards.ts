import { sql, type Kysely, type Selectable } from 'kysely';
import type { CardRow, CardState, NewCard, RequestStore } from '../application/ports/store.ts';
import { closedStatuses } from '../domain/request.ts';
import type { RequestId } from '../domain/words.ts';
import { sheetVersion } from './campaigns.ts';
import type { Schema } from './schema.ts';

type Cards = Pick<
  RequestStore,
  'findCard' | 'cardsOf' | 'claimCard' | 'updateCard' | 'cardsToRepair' | 'lostCards' | 'openCards' | 'undeliveredCards'
>;

export function createCards(db: Kysely<Schema>): Cards {
  return {
    async findCard(id) {
      const row = await db.selectFrom('card').selectAll().where('id', '=', id).executeTakeFirst();
      return row && toCard(row);
    },

    async cardsOf(id) {
      const rows = await db
        .selectFrom('card')
        .selectAll()
        .where('request_id', '=', id)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toCard);
    },

    async claimCard(id) {
      const row = await db
        .updateTable('card')
        .set(newState('sending'))
        .where('id', '=', id)
        .where('state', '=', 'due')
        .returningAll()
        .executeTakeFirst();
      return row && toCard(row);
    },

    async updateCard(id, { state, activityId, conversationId, shownVersion }) {
      const change = {
        ...(state && newState(state)),
        ...(activityId !== undefined && { activity_id: activityId }),
        ...(conversationId !== undefined && { conversation_id: conversationId }),
        ...(shownVersion !== undefined && { shown_version: shownVersion }),
      };
      if (Object.keys(change).length === 0) return;
      await db.updateTable('card').set(change).where('id', '=', id).execute();
    },

    async cardsToRepair(stuckSince, limit) {
      const rows = await db
        .selectFrom('card')
        .innerJoin('request', 'request.id', 'card.request_id')
        .selectAll('card')
        .where((eb) =>
          eb.or([
            eb.and([
              eb('card.state', '=', 'sent'),
              eb('card.campaign', 'is', null),
              eb('card.shown_version', '<', eb.ref('request.version')),
            ]),
            eb.and([
              eb('card.state', '=', 'sent'),
              eb('card.campaign', 'is not', null),
              eb('card.shown_version', '<>', sheetVersion(sql.ref('card.campaign'), ownerOfCard)),
            ]),
            eb.and([eb('card.state', 'in', ['due', 'sending']), eb('card.state_since', '<', stuckSince)]),
          ]),
        )
        .orderBy('card.state_since')
        .limit(limit)
        .execute();
      return rows.map(toCard);
    },

    async lostCards(since) {
      const rows = await db
        .selectFrom('card')
        .innerJoin('request', 'request.id', 'card.request_id')
        .selectAll('card')
        .select((eb) =>
          eb
            .selectFrom('card as lost')
            .select(({ fn }) => fn.countAll<number>().as('times'))
            .whereRef('lost.request_id', '=', 'card.request_id')
            .whereRef('lost.reader_id', '=', 'card.reader_id')
            .where('lost.part', 'in', deciding)
            .where('lost.state', 'in', lostStates)
            .as('times'),
        )
        .where('card.part', 'in', ['approver', 'channel'])
        .where('card.state', 'in', lostStates)
        .where('request.status', '=', 'Pending')
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('card as other')
                .select('other.id')
                .whereRef('other.request_id', '=', 'card.request_id')
                .whereRef('other.reader_id', '=', 'card.reader_id')
                .where('other.part', 'in', deciding)
                .where((other) =>
                  other.or([other('other.state', 'not in', lostStates), other('other.state_since', '>=', since)]),
                ),
            ),
          ),
        )
        .execute();
      return rows.map((row) => ({ card: toCard(row), times: row.times ?? 1 }));
    },

    async openCards(reader, part) {
      const rows = await db
        .selectFrom('card')
        .innerJoin('request', 'request.id', 'card.request_id')
        .selectAll('card')
        .where('card.reader_id', '=', reader)
        .where('card.part', '=', part)
        .where('card.state', '<>', 'gone')
        .where('request.status', '=', 'Pending')
        .orderBy('card.created_at')
        .execute();
      return rows.map(toCard);
    },

    async undeliveredCards(reader) {
      const rows = await db
        .selectFrom('card')
        .innerJoin('request', 'request.id', 'card.request_id')
        .selectAll('card')
        .where('card.reader_id', '=', reader)
        .where('card.state', '=', 'unreachable')
        // Of a user that is there, only what its life brings; and a campaign's card is about other requests too.
        .where((eb) =>
          eb.or([
            eb.and([
              eb('request.status', 'not in', closedStatuses),
              eb.or([eb('request.status', '<>', 'Active'), eb('card.part', 'in', ofLife)]),
            ]),
            eb.exists(
              eb
                .selectFrom('campaign')
                .select('campaign.id')
                .whereRef('campaign.id', '=', 'card.campaign')
                .where('campaign.ended_at', 'is', null),
            ),
          ]),
        )
        .orderBy('card.created_at')
        .execute();
      return rows.map(toCard);
    },
  };
}

/** Whose users a campaign's card shows: its reader's, or everybody's. */
const ownerOfCard = sql`case when card.part = 'certify' then card.reader_id end`;

/** Cards to decide on. */
const deciding = ['approver', 'reminder', 'channel'] as const;
/** Cards about a user that is there. */
const ofLife = ['owner', 'ending', 'revoked'] as const;
const lostStates = ['unknown', 'gone'] as const;

export async function insertCards(trx: Kysely<Schema>, cards: readonly NewCard[]): Promise<readonly CardRow[]> {
  if (cards.length === 0) return [];
  const rows = await trx
    .insertInto('card')
    .values(
      cards.map(({ requestId, reader, part, because, stage, round, opened, posted, campaign }) => ({
        request_id: requestId,
        reader_id: reader.id,
        reader: JSON.stringify(reader),
        part,
        because: because ? JSON.stringify(because) : null,
        stage: stage ?? 0,
        round: round ?? 0,
        opened: opened ?? null,
        state: posted ? ('sent' as const) : ('due' as const),
        activity_id: posted?.activityId ?? null,
        conversation_id: posted?.conversationId ?? null,
        shown_version: posted?.shownVersion ?? 0,
        campaign: campaign ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['request_id', 'reader_id', 'part', 'round']).doUpdateSet((eb) => ({
        stage: eb.ref('excluded.stage'),
        opened: eb.fn.coalesce('excluded.opened', 'card.opened'),
        because: eb.ref('excluded.because'),
        // A card that is posted already takes the place of the one that was there.
        activity_id: eb.fn.coalesce('excluded.activity_id', 'card.activity_id'),
        conversation_id: eb.fn.coalesce('excluded.conversation_id', 'card.conversation_id'),
        state: sql<CardState>`case when excluded.activity_id is null then card.state else 'sent' end`,
        shown_version: sql<number>`case when excluded.activity_id is null then card.shown_version else excluded.shown_version end`,
      })),
    )
    .returningAll()
    // PostgreSQL's mark of a row that was there before.
    .returning(sql<boolean>`xmax = 0`.as('is_new'))
    .execute();
  return rows.filter((row) => row.is_new).map(toCard);
}

export async function markOutdated(trx: Kysely<Schema>, ids: readonly RequestId[]): Promise<void> {
  await trx
    .updateTable('card')
    .set({ shown_version: 0 })
    .where(sql<boolean>`request_id = any(${ids})`)
    .execute();
}

function newState(state: CardState) {
  return { state, state_since: sql<never>`now()` };
}

function toCard(row: Selectable<Schema['card']>): CardRow {
  return {
    id: row.id,
    requestId: row.request_id,
    reader: row.reader,
    part: row.part,
    stage: row.stage,
    round: row.round,
    ...(row.opened !== null && { opened: row.opened }),
    ...(row.because && { because: row.because }),
    state: row.state,
    ...(row.activity_id !== null && { activityId: row.activity_id }),
    ...(row.conversation_id !== null && { conversationId: row.conversation_id }),
    shownVersion: row.shown_version,
    ...(row.campaign !== null && { campaign: row.campaign }),
    ...(row.page !== null && { page: row.page }),
  };
}
