import { preference } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import { isSoftDeleted } from '../model.ts';
import type { Columns, Environment } from '../model.ts';
import { readQuery, sortRows } from '../odata/query.ts';
import type { Query } from '../odata/query.ts';
import type { State } from '../state.ts';
import { relate } from './entities.ts';
import type { EntitySet } from './entities.ts';
import { problems } from './problems.ts';
import { etag, present } from './rows.ts';

const largestPage = 5000;
const countCap = 5000;

/** One page of a set, or of the rows of a set that `within` keeps. */
export async function readMany(
  state: State,
  environment: Environment,
  set: EntitySet,
  call: Call,
  within: (row: Columns) => boolean = () => true,
): Promise<Answer> {
  if (call.query.has('$skip')) throw problems.badRequest('Skip Clause is not supported in CRM');
  const { query, rows: all } = await askAll(state, environment, set, call);
  const found = sortRows(all.filter(within).filter(query.filter), query.orderBy);
  const rows = query.top === undefined ? found : found.slice(0, query.top);
  const start = Number(call.query.get('$skiptoken') ?? 0);
  if (!Number.isInteger(start)) throw problems.badRequest('Malformed XML in the Paging Cookie');
  const end = start + pageSize(call);
  const annotations = wantsAnnotations(call);
  return {
    status: 200,
    headers: preferenceApplied(call),
    body: {
      '@odata.context': `${call.root}/$metadata#${set.name}${selection(query)}`,
      ...(query.count && { '@odata.count': Math.min(found.length, countCap) }),
      ...(query.count &&
        annotations && {
          '@Microsoft.Dynamics.CRM.totalrecordcount': found.length > countCap ? -1 : found.length,
          '@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded': found.length > countCap,
        }),
      value: rows.slice(start, end).map((row) => present(row, set, { ...query, annotations })),
      ...(end < rows.length && { '@odata.nextLink': nextLink(call, end) }),
    },
  };
}

export async function countRows(state: State, environment: Environment, set: EntitySet, call: Call): Promise<Answer> {
  const { query, rows } = await askAll(state, environment, set, call);
  const count = Math.min(rows.filter(query.filter).length, countCap);
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: String(count) };
}

export async function readOne(
  state: State,
  environment: Environment,
  set: EntitySet,
  id: string,
  call: Call,
): Promise<Answer> {
  const found = await state.get(set.kind, environment.key, id);
  if (!found) throw problems.noSuchRow(set.entity, id);
  const { query, rows } = await ask(state, environment, set, call, [found]);
  const [row = found] = rows;
  const known = call.headers['if-none-match'];
  if (known === etag(row)) return { status: 304, headers: { ETag: etag(row) } };
  return {
    status: 200,
    headers: { ETag: etag(row), ...preferenceApplied(call) },
    body: {
      '@odata.context': `${call.root}/$metadata#${set.name}${selection(query)}/$entity`,
      ...present(row, set, { ...query, annotations: wantsAnnotations(call) }),
    },
  };
}

/** Over the whole set. What is soft deleted is in sight only of a filter that names the state. */
async function askAll(
  state: State,
  environment: Environment,
  set: EntitySet,
  call: Call,
): Promise<{ query: Query; rows: Columns[] }> {
  const { query, rows } = await ask(state, environment, set, call, await state.list(set.kind, environment.key));
  return { query, rows: query.filtersOn.has('deletedstate') ? rows : rows.filter((row) => !isSoftDeleted(row)) };
}

/** The query, and the rows with all that it looks at in other sets. */
async function ask(
  state: State,
  environment: Environment,
  set: EntitySet,
  call: Call,
  rows: readonly Columns[],
): Promise<{ query: Query; rows: Columns[] }> {
  const [known] = rows;
  const wanted = new Set(wantsAnnotations(call) ? ['businessunitid'] : []);
  const query = readQuery(call.query, (name) => {
    if (set.navigations.includes(name)) wanted.add(name);
    else if (known && !(name in known)) throw problems.noSuchProperty(name, set.kind);
  });
  return { query, rows: await relate(state, environment, set, rows, wanted) };
}

function selection(query: Query): string {
  const names = [
    ...(query.select ?? []),
    ...query.expand.map(({ property, select }) => `${property}(${(select ?? []).join(',')})`),
  ];
  return names.length === 0 ? '' : `(${names.join(',')})`;
}

function pageSize(call: Call): number {
  const wished = Number(preference(call.headers, 'odata.maxpagesize') ?? largestPage);
  return Math.min(Math.max(wished, 1), largestPage);
}

function wantsAnnotations(call: Call): boolean {
  return preference(call.headers, 'odata.include-annotations') !== undefined;
}

function preferenceApplied(call: Call): Record<string, string> {
  const { prefer } = call.headers;
  return prefer === undefined ? {} : { 'Preference-Applied': String(prefer) };
}

function nextLink(call: Call, position: number): string {
  const options = new URLSearchParams(call.query);
  options.set('$skiptoken', String(position));
  const query = [...options].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${call.root}${call.path}?${query}`;
}
