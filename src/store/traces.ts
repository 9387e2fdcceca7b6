import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { LivingTrace, Traces } from '../application/ports/personalData.ts';
import { calledBy, type Known } from '../domain/erase.ts';
import { closedStatuses } from '../domain/request.ts';
import type { Person, PersonId, RequestId } from '../domain/words.ts';
import type { Schema } from './schema.ts';

/** Looks through everything: for a command that is given a few times a year. */
export async function findTraces(db: Kysely<Schema>, idOrUpn: string, also?: Person): Promise<Traces | undefined> {
  const known = await findKnown(db, idOrUpn.toLowerCase(), also);
  if (!known) return undefined;
  const { id } = known;
  const words = calledBy(known);
  const { rows } = await sql<Counts>`select
    exists (select from contact where person_id = ${id}) as contact,
    (select count(*) from absence where ${names('absence', words)}) as absences,
    (select count(*) from dialog_state where ${names('key', words)} or ${names('value', words)}) as forms`.execute(db);
  const requests = await sql<{ readonly id: RequestId; readonly closed: boolean } & LivingTrace>`
    select id, status, status = any(${[...closedStatuses]}) as closed,
      case ${id} when owner_id then 'owner' when requester_id then 'requester' else 'named' end as as
    from request where erased_at is null and ${names('state', words)} order by id`.execute(db);
  const [closed, living] = [requests.rows.filter((row) => row.closed), requests.rows.filter((row) => !row.closed)];
  const counts = rows[0] ?? { contact: false, absences: 0, forms: 0 };
  if (!counts.contact && counts.absences + counts.forms + requests.rows.length === 0) return undefined;
  return {
    ...known,
    ...counts,
    closed: closed.map((row) => row.id),
    living: living.map(({ id, status, as }) => ({ id, status, as })),
  };
}

type Counts = Pick<Traces, 'contact' | 'absences' | 'forms'>;

/** Events of closed requests keep their place, and the audit its order; only what they say goes. */
export async function removeTraces(trx: Kysely<Schema>, traces: Traces): Promise<void> {
  const { id, closed } = traces;
  const words = calledBy(traces);
  const ids = [...closed];
  for (const statement of [
    sql`delete from contact where person_id = ${id}`,
    sql`delete from absence where person_id = ${id}`,
    sql`update absence set absence = absence - 'delegate' where absence->'delegate'->>'id' = ${id}`,
    sql`delete from dialog_state where ${names('key', words)} or ${names('value', words)}`,
    sql`update campaign_item set answered_by = null where answered_by->>'id' = ${id}`,
    sql`update campaign set started_by = null where started_by->>'id' = ${id}`,
    sql`delete from notification where reader_id = ${id} or ${names('content', words)}`,
    sql`delete from card where request_id = any(${ids}) and (${names('reader', words)} or ${names('because', words)})`,
    sql`update request_event set body = null where request_id = any(${ids}) and ${names('body', words)}`,
    sql`update audit set details = null where what <> 'Forgotten' and ${names('details', words)}`,
  ]) {
    await statement.execute(trx);
  }
}

async function findKnown(db: Kysely<Schema>, idOrUpn: string, also?: Person): Promise<Known | undefined> {
  const by = idOrUpn.includes('@') ? sql`lower(person->>'upn')` : sql`person->>'id'`;
  const { rows } = await sql<Called>`
    with known as (
      select person from contact union select reader from card union select absence->'person' from absence
      union select state->'requester' from request union select state#>'{ask,owner}' from request
      union select jsonb_path_query(state, 'lax $.**.by') from request)
    select distinct person->>'id' as id, person->>'name' as name, person->>'upn' as upn from known
    where jsonb_typeof(person) = 'object' and person->>'id' in (select person->>'id' from known where ${by} = ${idOrUpn})
    `.execute(db);
  const called: readonly Called[] = [...(also ? [also] : []), ...rows];
  const id = called[0]?.id ?? (isObjectId(idOrUpn) ? idOrUpn : undefined);
  if (!id) return undefined;
  return {
    id,
    names: [...new Set(called.flatMap(({ name }) => (name ? [name] : [])))],
    upns: [...new Set(called.flatMap(({ upn }) => (upn ? [upn.toLowerCase()] : [])))],
  };
}

interface Called {
  readonly id: PersonId;
  readonly name?: string | null;
  readonly upn?: string | null;
}

/** Whether one of the words is anywhere in the column. JSON escapes what they may be made of as the column has it. */
function names(column: string, words: readonly string[]): RawBuilder<boolean> {
  const text = sql`lower(${sql.ref(column)}::text)`;
  const asJson = words.map((word) => JSON.stringify(word.toLowerCase()).slice(1, -1));
  return sql<boolean>`exists (select from unnest(${asJson}::text[]) word where position(word in ${text}) > 0)`;
}

function isObjectId(text: string): text is PersonId {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
