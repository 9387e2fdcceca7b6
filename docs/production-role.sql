-- The role that the bot runs as in production. It reads and writes what it needs, and can neither change nor delete what
-- is in the audit. Run it as the owner of the database, after `npm run migrate`, and again after every later one:
--
--   DATABASE_URL=<as the owner> npm run migrate
--   psql "<as the owner>" -v ON_ERROR_STOP=1 -f docs/production-role.sql
--   psql "<as the owner>" -c "\password seatkeeper_bot"
--
-- and start the bot with DATABASE_URL as seatkeeper_bot. The owner's password stays with whoever upgrades.

begin;

do $$
begin
  if not exists (select from pg_roles where rolname = 'seatkeeper_bot') then
    create role seatkeeper_bot;
  end if;
end
$$;
alter role seatkeeper_bot with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

do $$
begin
  execute format('revoke create, temporary on database %I from public', current_database());
  execute format('grant connect on database %I to seatkeeper_bot', current_database());
end
$$;
revoke create on schema public from public;

-- Its own tables, and those of the job queue. No right to make, change or drop a table, or to turn off a trigger: that is
-- the owner's alone.
grant usage on schema public, pgboss to seatkeeper_bot;
grant select, insert, update, delete on all tables in schema public, pgboss to seatkeeper_bot;
grant usage, select on all sequences in schema public, pgboss to seatkeeper_bot;
grant execute on all functions in schema public, pgboss to seatkeeper_bot;

-- What happened stays: entries and events are added, and never changed or taken away. What they say may become empty
-- (triggers see to it that it is nothing else), because what is personal is not kept for ever: docs/data.md.
revoke all on audit, request_event from seatkeeper_bot;
grant select, insert on audit, request_event to seatkeeper_bot;
grant update (details) on audit to seatkeeper_bot;
grant update (body) on request_event to seatkeeper_bot;
-- The end of the chain moves with every entry.
revoke all on audit_head from seatkeeper_bot;
grant select, update on audit_head to seatkeeper_bot;
-- Which migrations have run, it only reads.
revoke all on kysely_migration, kysely_migration_lock from seatkeeper_bot;
grant select on kysely_migration, kysely_migration_lock to seatkeeper_bot;

commit;
