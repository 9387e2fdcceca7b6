import type { Columns } from '../model.ts';
import { pick } from '../odata/query.ts';
import type { Expansion } from '../odata/query.ts';
import { relatedSet, withoutNavigations } from './entities.ts';
import type { EntitySet } from './entities.ts';

const formatted = 'OData.Community.Display.V1.FormattedValue';

const labels: Record<string, Record<string, string>> = {
  accessmode: {
    0: 'Read-Write',
    1: 'Administrative',
    2: 'Read',
    3: 'Support User',
    4: 'Non-interactive',
    5: 'Delegated Admin',
  },
  caltype: { 7: 'Full' },
  isdisabled: { true: 'Disabled', false: 'Enabled' },
  azurestate: { 0: 'Exists' },
  deletedstate: { 0: 'Not deleted', 1: 'Soft deleted' },
};

export interface Presentation {
  select: readonly string[] | undefined;
  expand: readonly Expansion[];
  annotations: boolean;
}

/** A row as the Web API writes it: etag first, then the columns, then what was expanded. */
export function present(row: Columns, set: EntitySet, how: Presentation): Columns {
  const columns = pick(withoutNavigations(row, set), how.select, [set.key]);
  const written: Columns = { '@odata.etag': etag(row) };
  for (const [name, value] of Object.entries(columns)) {
    const label = how.annotations ? labelOf(row, name, value) : undefined;
    if (label !== undefined) written[`${name}@${formatted}`] = label;
    if (how.annotations && name === '_businessunitid_value') {
      written[`${name}@Microsoft.Dynamics.CRM.lookuplogicalname`] = 'businessunit';
      written[`${name}@Microsoft.Dynamics.CRM.associatednavigationproperty`] = 'businessunitid';
    }
    written[name] = value;
  }
  for (const expansion of how.expand) written[expansion.property] = expanded(row, set, expansion, how.annotations);
  return written;
}

export function etag(row: Columns): string {
  return `W/"${String(row['versionnumber'])}"`;
}

function expanded(row: Columns, set: EntitySet, expansion: Expansion, annotations: boolean): unknown {
  const related = row[expansion.property] as Columns | Columns[] | null;
  if (related === null) return null;
  const inner = relatedSet(set, expansion.property);
  const how = { select: expansion.select, expand: [], annotations };
  if (!Array.isArray(related)) return present(related, inner, how);
  return related.filter(expansion.filter).map((other) => present(other, inner, how));
}

function labelOf(row: Columns, name: string, value: unknown): string | undefined {
  if (typeof value === 'boolean') return labels[name]?.[String(value)] ?? (value ? 'Yes' : 'No');
  if (typeof value === 'number') return labels[name]?.[value] ?? value.toLocaleString('en-US');
  if (typeof value !== 'string') return undefined;
  if (name === '_businessunitid_value') return unitName(row);
  return name === 'createdon' || name === 'modifiedon' ? readableDate(value) : undefined;
}

function unitName(row: Columns): string | undefined {
  const unit = row['businessunitid'] as { name: string } | null | undefined;
  return unit?.name;
}

function readableDate(value: string): string {
  return new Date(value).toLocaleString('en-US', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'short' });
}
