import type { Answer, Call } from '../http.ts';
import type { ServicePrincipal } from './model.ts';
import { pick, readQuery } from '../odata/query.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { page } from './pages.ts';
import { graphProblems } from './problems.ts';

const properties: ReadonlySet<string> = new Set([
  'id',
  'appId',
  'displayName',
  'accountEnabled',
  'servicePrincipalType',
]);

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

function columnsOf(principal: ServicePrincipal): Record<string, unknown> {
  return { ...principal };
}

function knownProperty(name: string): void {
  if (!properties.has(name)) throw graphProblems.noSuchProperty(name, 'servicePrincipal');
}
