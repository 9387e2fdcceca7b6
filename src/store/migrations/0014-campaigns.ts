import { sql, type Kysely } from 'kysely';

/**
 * Recertification. Whose users they are says the request, which never changes hands: another one takes its place.
 * `card.campaign`: whose question the card asks.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table campaign (
      id bigint generated always as identity primary key,
      environment text,
      started_at timestamptz not null,
      started_by jsonb,
      terms jsonb not null,
      stage text not null,
      asked_at timestamptz not null,
      ended_at timestamptz,
      version integer not null default 1
    )`,
    // One at a time.
    `create unique index campaign_running on campaign ((true)) where ended_at is null`,
    `create table campaign_item (
      campaign_id bigint not null references campaign (id),
      request_id bigint not null references request (id),
      evidence jsonb,
      answer text,
      answered_by jsonb,
      answered_at timestamptz,
      primary key (campaign_id, request_id)
    )`,
    `create index campaign_item_request on campaign_item (request_id)`,
    `alter table card add column campaign bigint references campaign (id)`,
    `create index card_campaign on card (campaign) where campaign is not null`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
