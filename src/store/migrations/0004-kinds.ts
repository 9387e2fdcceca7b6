import { sql, type Kysely } from 'kysely';

/** Requests that take no seat, and the user that a request is for. Older requests know their kind by the account alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements: readonly string[] = [
  'alter table request add column takes_seat boolean not null default true',
  'alter table request add column system_user_id text',
  `update request set system_user_id = state->'made'->>'systemUserId'`,
  'create index request_system_user on request (environment, system_user_id, id) where system_user_id is not null',
  `update request set state = jsonb_set(state, '{plan}', (state->'plan') - 'upn' ||
    jsonb_build_object('kind', state->'ask'->'account'->'kind', 'account', state->'plan'->'upn'))`,
  `update request set state = jsonb_set(state, '{ask,account,licences}', '[]')
    where state->'ask'->'account'->>'kind' = 'existing'`,
];
