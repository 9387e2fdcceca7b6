import { sql, type Kysely } from 'kysely';

/**
 * What is personal can be taken out of what happened, and nothing else: the text of an event and the details of an entry
 * may become empty. And when that was done for a request, when somebody was heard of last, and which day's work is done.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements: readonly string[] = [
  'alter table request add column erased_at timestamptz',
  `create index request_ended on request (updated_at, id)
    where erased_at is null and status in ('Rejected', 'Withdrawn', 'Expired', 'Failed', 'Replaced', 'Revoked')`,
  'alter table contact add column seen_on date not null default current_date',
  'create table retention (one boolean primary key default true check (one), done_on date not null)',
  `insert into retention (done_on) values ('-infinity')`,

  `create or replace function refuse_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.body is null and to_jsonb(new) - 'body' = to_jsonb(old) - 'body' then
          return new;
        end if;
      end if;
      raise exception 'Events are written once and stay' using errcode = 'restrict_violation';
    end
  $$`,
  // That of the end of the audit stays as it is: it has no details.
  `create function refuse_entry_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.details is null and to_jsonb(new) - 'details' = to_jsonb(old) - 'details' then
          return new;
        end if;
      end if;
      raise exception 'Audit entries are written once and stay' using errcode = 'restrict_violation';
    end
  $$`,
  'drop trigger audit_stays on audit',
  `create trigger audit_stays before update or delete on audit
    for each row execute function refuse_entry_change()`,
];
