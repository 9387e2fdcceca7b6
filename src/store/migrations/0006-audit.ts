import { sql, type Kysely } from 'kysely';
import { recordEvents } from '../recordEvents.ts';

/**
 * The chained audit, and its entries for everything that happened before. Of an event, the body alone can be empty: what
 * is personal may be erased one day, and the chain stays whole.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await recordEvents(db);
}

const statements: readonly string[] = [
  `create table audit (
    seq bigint primary key,
    at timestamptz not null check (at = date_trunc('milliseconds', at)),
    actor text not null,
    what text not null,
    request_id bigint,
    event_seq integer,
    correlation_id text not null,
    plan_hash text,
    policy_version text,
    details_hash text not null,
    previous text not null,
    hash text not null,
    details jsonb,
    unique (request_id, event_seq),
    check (event_seq is null or details is null)
  )`,
  'create index audit_correlation on audit (correlation_id)',
  `create table audit_head (
    one boolean primary key default true check (one),
    seq bigint not null,
    hash text not null
  )`,
  `insert into audit_head (seq, hash) values (0, repeat('0', 64))`,
  `create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'Audit entries are written once and stay' using errcode = 'restrict_violation';
    end
  $$`,
  `create trigger audit_stays before update or delete on audit
    for each row execute function refuse_audit_change()`,
  `create trigger audit_stays_whole before truncate on audit
    for each statement execute function refuse_audit_change()`,
  `create trigger audit_head_stays before delete or truncate on audit_head
    for each statement execute function refuse_audit_change()`,
  'alter table request_event alter column body drop not null',
];
