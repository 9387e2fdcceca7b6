import { sql, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import type { Header, TableCopy } from './backupFile.ts';

type Table = Pick<TableCopy, 'name' | 'columns'>;

/**
 * Our own tables, as the database itself knows them, so that none is forgotten: all but those of the job queue, which are
 * elsewhere, and those of the migrations. Each after the ones that it refers to.
 */
export async function tablesOf(db: Kysely<Schema>): Promise<readonly Table[]> {
  const { rows } = await sql<Table & { readonly refers: readonly string[] }>`
    select c.relname::text as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      array(select f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers
    from pg_class c
    where c.relnamespace = current_schema()::text::regnamespace and c.relkind = 'r' and c.relname not like 'kysely\\_%'
    order by c.relname`.execute(db);
  const ordered: Table[] = [];
  for (let left = rows; left.length > 0;) {
    const names = new Set(left.map(({ name }) => name));
    const ready = left.filter(({ refers }) => !refers.some((name) => names.has(name)));
    if (ready.length === 0) throw new Error(`Tables refer to each other: ${[...names].join(', ')}`);
    ordered.push(...ready.map(({ name, columns }) => ({ name, columns })));
    left = left.filter((table) => !ready.includes(table));
  }
  return ordered;
}

/** Where each sequence has got to. They are no part of a snapshot, but only ever ahead of it. */
export async function sequencesOf(db: Kysely<Schema>): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ readonly name: string; readonly last: number }>`
    select sequencename::text as name, last_value as last from pg_sequences
    where schemaname = current_schema() and last_value is not null order by 1`.execute(db);
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}

/** Not done yet, those of the clock left out. None before the first start, which makes the tables of the job queue. */
export async function waitingTasks(db: Kysely<Schema>): Promise<Header['tasks']> {
  if (!(await hasQueue(db))) return [];
  const { rows } = await sql<{ readonly data: Header['tasks'][number] }>`
    select data from pgboss.job where state < 'completed' and name <> 'sweep' and name not like '\\_\\_%'
    order by created_on, id`.execute(db);
  return rows.map(({ data }) => data);
}

/** Neither tables of anybody where ours would be, nor tasks. */
export async function isEmpty(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_class where relnamespace = current_schema()::text::regnamespace and relkind in ('r', 'p')
    limit 1`.execute(db);
  return rows.length === 0 && (await waitingTasks(db)).length === 0;
}

async function hasQueue(db: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql`select 1 where to_regclass('pgboss.job') is not null`.execute(db);
  return rows.length > 0;
}
