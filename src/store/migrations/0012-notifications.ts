import { sql, type Kysely } from 'kysely';

/** Messages that follow no request, and what was told of the differences between an environment and the records. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    `create table notification (
       id uuid primary key default gen_random_uuid(),
       reader_id text not null,
       content jsonb not null,
       state text not null,
       state_since timestamptz not null default now()
     )`,
    `create index notification_open on notification (state_since) where state in ('due', 'sending')`,
    `create table discrepancy (
       environment text not null,
       key text not null,
       primary key (environment, key)
     )`,
    `alter table environment add column reconcile_at timestamptz`,
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}
