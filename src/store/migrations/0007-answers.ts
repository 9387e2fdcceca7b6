import { sql, type Kysely } from 'kysely';

/** What was sent in answer to messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements: readonly string[] = [
  `create table answer (
    conversation_id text not null,
    activity_id text not null,
    ordinal integer not null,
    is_unknown boolean not null default false,
    at timestamptz not null default now(),
    primary key (conversation_id, activity_id, ordinal)
  )`,
  'create index answer_at on answer (at)',
];
