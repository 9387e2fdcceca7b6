import type { Columns } from '../model.ts';
import { compileFilter } from './filter.ts';
import type { CheckProperty, Predicate } from './filter.ts';
import { order } from './literal.ts';
import type { Value } from './literal.ts';
import { ODataSyntaxError, child, children, nameOf, parseOption } from './syntax.ts';
import type { Token } from './syntax.ts';

export interface Query {
  filter: Predicate;
  /** The properties that the filter reads. */
  filtersOn: ReadonlySet<string>;
  select: readonly string[] | undefined;
  orderBy: readonly { property: string; direction: 1 | -1 }[];
  expand: readonly Expansion[];
  count: boolean;
  top: number | undefined;
}

export interface Expansion {
  property: string;
  select: readonly string[] | undefined;
  filter: Predicate;
}

const everything: Predicate = () => true;

/** Reads `$filter`, `$select`, `$orderby`, `$expand`, `$count` and `$top`. */
export function readQuery(options: URLSearchParams, check: CheckProperty): Query {
  const filter = options.get('$filter');
  const select = token(options, '$select');
  const orderBy = token(options, '$orderby');
  const expand = token(options, '$expand');
  const top = token(options, '$top');
  const selected = select && readSelect(select);
  selected?.forEach(check);
  const filtersOn = new Set<string>();
  const checkFiltered: CheckProperty = (name) => {
    filtersOn.add(name);
    check(name);
  };
  return {
    filter: filter === null ? everything : compileFilter(filter, checkFiltered),
    filtersOn,
    select: selected,
    orderBy: orderBy ? children(orderBy, 'items').map((item) => readOrder(item, check)) : [],
    expand: expand ? children(expand, 'items').map((item) => readExpansion(item, check)) : [],
    count: options.get('$count') === 'true',
    top: top && Number(child(top).raw),
  };
}

function token(options: URLSearchParams, name: string): Token | undefined {
  const text = options.get(name);
  return text === null ? undefined : parseOption(name, text);
}

function readSelect(select: Token): string[] | undefined {
  const items = children(select, 'items');
  if (items.some((item) => (item.value as { value?: unknown }).value === '*')) return undefined;
  return items.map((item) => nameOf(child(child(item))));
}

function readOrder(item: Token, check: CheckProperty): Query['orderBy'][number] {
  const member = child(child(child(child(item, 'expr'))));
  const property = nameOf(child(member));
  check(property);
  return { property, direction: (item.value as { direction: 1 | -1 }).direction };
}

function readExpansion(item: Token, check: CheckProperty): Expansion {
  const path = child(item, 'path').value as Token[];
  const [first] = path;
  if (!first) throw new ODataSyntaxError(`Unsupported expression '${item.raw}'.`);
  const property = nameOf(first);
  check(property);
  const options = children(item, 'options');
  const select = options.find((option) => option.type === 'Select');
  const filter = options.find((option) => option.type === 'Filter');
  return {
    property,
    select: select && readSelect(select),
    filter: filter ? compileFilter(child(filter).raw, () => undefined) : everything,
  };
}

export function sortRows<T extends Columns>(rows: readonly T[], by: Query['orderBy']): T[] {
  return [...rows].sort((left, right) => {
    for (const { property, direction } of by) {
      const difference = order(left[property] as Value, right[property] as Value);
      if (difference !== 0) return difference * direction;
    }
    return 0;
  });
}

/** The selected columns; keys always come along. */
export function pick(row: Columns, select: readonly string[] | undefined, keys: readonly string[]): Columns {
  if (!select) return row;
  const wanted = new Set([...keys, ...select]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => wanted.has(name)));
}

/** The words of `$search="property:word"`, of which all (`and`) or one (`or`) must match. */
export function readSearch(text: string): (row: Columns) => boolean {
  return matcher(child(parseOption('$search', text)));
}

function matcher(search: Token): (row: Columns) => boolean {
  if (search.type === 'SearchOrExpression' || search.type === 'SearchAndExpression') {
    const [left, right] = [matcher(child(search, 'left')), matcher(child(search, 'right'))];
    return search.type === 'SearchOrExpression' ? (row) => left(row) || right(row) : (row) => left(row) && right(row);
  }
  const [property = '', ...rest] = String(search.value).split(':');
  if (rest.length === 0) throw new ODataSyntaxError('Syntax error: a $search clause needs a property.');
  const word = rest.join(':').toLowerCase();
  return (row) => {
    const value = row[property];
    if (typeof value !== 'string') return false;
    const text = value.toLowerCase();
    return text.startsWith(word) || text.split(/[\s@._-]+/).some((part) => part.startsWith(word));
  };
}
