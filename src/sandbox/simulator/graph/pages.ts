import type { Answer, Call } from '../http.ts';
import type { Columns } from '../model.ts';
import { readQuery, readSearch, sortRows } from '../odata/query.ts';
import { graphProblems } from './problems.ts';

const defaultPage = 100;
const largestPage = 999;

/** One page of a Graph collection, with what `$filter`, `$search`, `$orderby` and `$top` ask for. */
export function page(
  call: Call,
  context: string,
  rows: readonly Columns[],
  present: (row: Columns) => Columns,
  properties: ReadonlySet<string>,
): Answer {
  if (call.query.has('$expand')) throw graphProblems.unsupported("The query option '$expand' is not supported here.");
  const query = readQuery(call.query, (name) => {
    if (!properties.has(name)) throw graphProblems.noSuchProperty(name);
  });
  if (query.top !== undefined && (query.top < 1 || query.top > largestPage)) {
    throw graphProblems.unsupported(
      `Invalid page size specified: '${query.top}'. Must be between 1 and 999 inclusive.`,
    );
  }
  const found = sortRows(rows.filter(searchOf(call)).filter(query.filter), query.orderBy);
  const start = Number(call.query.get('$skiptoken') ?? 0);
  const end = start + (query.top ?? defaultPage);
  return {
    status: 200,
    body: {
      '@odata.context': `${call.root}/$metadata#${context}`,
      ...(query.count && { '@odata.count': found.length }),
      ...(end < found.length && { '@odata.nextLink': nextLink(call, end) }),
      value: found.slice(start, end).map(present),
    },
  };
}

/** A row of a collection that holds several types. */
export function typed(type: string, columns: Columns): Columns {
  const { '@odata.context': _context, ...rest } = columns;
  return { '@odata.type': type, ...rest };
}

function searchOf(call: Call): (row: Columns) => boolean {
  const search = call.query.get('$search');
  if (search === null) return () => true;
  if (String(call.headers['consistencylevel']).toLowerCase() !== 'eventual') {
    throw graphProblems.unsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  return readSearch(search);
}

function nextLink(call: Call, position: number): string {
  const options = new URLSearchParams(call.query);
  options.set('$skiptoken', String(position));
  const query = [...options].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${call.root}${call.path}?${query}`;
}
