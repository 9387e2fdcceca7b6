import type { Answer, Call } from '../http.ts';
import type { ServicePrincipal } from './model.ts';
import type { Columns } from '../model.ts';
import { pick, readQuery } from '../odata/query.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { page, typed } from './pages.ts';
import { graphProblems } from './problems.ts';
import { accountProperties, presentAccount } from './users.ts';

const properties: ReadonlySet<string> = new Set([
  'id',
  'appId',
  'displayName',
  'accountEnabled',
  'servicePrincipalType',
]);
const ofAllTypes = new Set([...properties, ...accountProperties]);

export async function listServicePrincipals(state: State, call: Call): Promise<Answer> {
  const principals = await state.list('serviceprincipal', tenant);
  const { select } = readQuery(call.query, knownProperty);
  const context = `servicePrincipals${select ? `(${select.join(',')})` : ''}`;
  return page(call, context, principals.map(columnsOf), (row) => pick(row, select, []), properties);
}

/** By its own id, or by the application's. */
export async function showServicePrincipal(
  state: State,
  by: { id: string } | { appId: string },
  call: Call,
): Promise<Answer> {
  const [[name, value] = ['', '']] = Object.entries(by);
  const principals = await state.list('serviceprincipal', tenant);
  const found = principals.find((principal) => columnsOf(principal)[name] === value.toLowerCase());
  if (!found) throw graphProblems.notFound(value);
  const { select } = readQuery(call.query, knownProperty);
  const context = `${call.root}/$metadata#servicePrincipals${select ? `(${select.join(',')})` : ''}/$entity`;
  return { status: 200, body: { '@odata.context': context, ...pick(columnsOf(found), select, []) } };
}

/** People and service principals. */
export async function listOwners(state: State, id: string, call: Call): Promise<Answer> {
  const principal = await state.get('serviceprincipal', tenant, id.toLowerCase());
  if (!principal) throw graphProblems.notFound(id);
  const rows = await Promise.all((principal.owners ?? []).map((owner) => ownerRows(state, owner, call)));
  // What was selected has been picked above, per type.
  return page(call, 'directoryObjects', rows.flat(), (row) => row, ofAllTypes);
}

/** One, or none when the owner is there no longer. */
async function ownerRows(state: State, id: string, call: Call): Promise<readonly Columns[]> {
  const account = await state.get('account', tenant, id);
  if (account) return [typed('#microsoft.graph.user', presentAccount(account, call))];
  const principal = await state.get('serviceprincipal', tenant, id);
  if (!principal) return [];
  const select = call.query.get('$select')?.split(',');
  return [typed('#microsoft.graph.servicePrincipal', pick(columnsOf(principal), select, []))];
}

function columnsOf({ owners: _owners, ...columns }: ServicePrincipal): Columns {
  return columns;
}

function knownProperty(name: string): void {
  if (!properties.has(name)) throw graphProblems.noSuchProperty(name, 'servicePrincipal');
}
