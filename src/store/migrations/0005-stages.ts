import { sql, type Kysely } from 'kysely';

/** Approvals in stages, reminders, and people who are away. What was decided before was decided in one stage. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements: readonly string[] = [
  'alter table request add column wake_at timestamptz',
  'alter table request add column account text',
  `update request set account = lower(state->'plan'->>'account')`,
  `create index request_account on request (environment, account) where status in ('Pending', 'Waiting', 'Provisioning', 'Undoing')`,
  'create index request_wake on request (wake_at) where wake_at is not null',

  'alter table card add column stage integer not null default 0',
  'alter table card add column round integer not null default 0',
  'alter table card drop constraint card_request_id_reader_id_part_key',
  'alter table card add unique (request_id, reader_id, part, round)',
  `create index card_open on card (reader_id, part) where state <> 'gone'`,

  `create table absence (
    person_id text not null,
    source text not null,
    until date,
    absence jsonb not null,
    primary key (person_id, source)
  )`,

  // The next start gives every open request the stages of the configuration, and its approvals begin anew.
  `update request set state = jsonb_set(state - 'required', '{terms}', jsonb_build_object(
    'policy', state->'plan'->'policy'->'name',
    'version', '',
    'maxDays', 3660,
    'reason', 0,
    'fallback', '[]'::jsonb,
    'stages', jsonb_build_array(jsonb_build_object(
      'approvers', '[]'::jsonb, 'alternates', '[]'::jsonb, 'required', state->'required'))))`,
  `update request set state = state || '{"creators": []}'`,
  `update request set state = jsonb_set(state, '{approvals}', coalesce((
    select jsonb_agg(approval || '{"stage": 0}') from jsonb_array_elements(state->'approvals') approval), '[]'))
    where state ? 'approvals'`,
  `update request set state = state || jsonb_build_object(
    'stage', 0, 'stageSince', state->'submittedAt', 'escalated', false, 'reminders', 0)
    where status = 'Pending'`,
];
