import { fieldsOf } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import { putGroup } from '../membership.ts';
import type { Account, Group } from './model.ts';
import type { Columns } from '../model.ts';
import { pick, readQuery } from '../odata/query.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { page, typed } from './pages.ts';
import { graphProblems } from './problems.ts';
import { accountProperties, accountsPage, presentAccount } from './users.ts';

const properties: ReadonlySet<string> = new Set([
  'id',
  'displayName',
  'description',
  'securityEnabled',
  'mailEnabled',
  'groupTypes',
  'assignedLicenses',
]);
const ofAllTypes = new Set([...properties, ...accountProperties]);

export async function findGroup(state: State, id: string): Promise<Group> {
  const group = await state.get('group', tenant, id.toLowerCase());
  if (!group) throw graphProblems.notFound(id);
  return group;
}

export async function listGroups(state: State, call: Call): Promise<Answer> {
  const groups = await state.list('group', tenant);
  const { select } = readQuery(call.query, knownProperty);
  return page(call, 'groups', groups.map(publicColumns), (row) => pick(row, select, []), properties);
}

export function presentGroup(group: Group, call: Call): Columns {
  const { select } = readQuery(call.query, knownProperty);
  return { '@odata.context': `${call.root}/$metadata#groups/$entity`, ...pick(publicColumns(group), select, []) };
}

function knownProperty(name: string): void {
  if (!properties.has(name)) throw graphProblems.noSuchProperty(name);
}

function publicColumns({ id, displayName, description, grants = [] }: Group): Columns {
  const assignedLicenses = grants.map((skuId) => ({ skuId, disabledPlans: [] }));
  return { id, displayName, description, securityEnabled: true, mailEnabled: false, groupTypes: [], assignedLicenses };
}

/** Accounts and groups in the group, directly or, when `transitive`, at any depth. */
async function membersOf(
  state: State,
  group: Group,
  transitive: boolean,
): Promise<{ accounts: Account[]; groups: Group[] }> {
  const ids = transitive ? await transitiveIds(state, group) : new Set(group.members);
  const accounts = await state.list('account', tenant);
  const groups = await state.list('group', tenant);
  return { accounts: accounts.filter(({ id }) => ids.has(id)), groups: groups.filter(({ id }) => ids.has(id)) };
}

async function transitiveIds(state: State, group: Group): Promise<Set<string>> {
  const groups = new Map((await state.list('group', tenant)).map((other) => [other.id, other]));
  const seen = new Set<string>();
  const queue = [...group.members];
  for (const id of queue) {
    if (seen.has(id)) continue;
    seen.add(id);
    queue.push(...(groups.get(id)?.members ?? []));
  }
  return seen;
}

export async function listMembers(
  state: State,
  group: Group,
  call: Call,
  { transitive, usersOnly }: { transitive: boolean; usersOnly: boolean },
): Promise<Answer> {
  const { accounts, groups } = await membersOf(state, group, transitive);
  if (usersOnly) return accountsPage(call, 'users', accounts);
  const rows = [
    ...accounts.map((account) => typed('#microsoft.graph.user', presentAccount(account, call))),
    ...groups.map((inner) => typed('#microsoft.graph.group', publicColumns(inner))),
  ];
  // What was selected has been picked above, per type.
  return page(call, 'directoryObjects', rows, (row) => row, ofAllTypes);
}

/** The groups that the account is in itself. */
export async function listMemberships(state: State, account: Account, call: Call): Promise<Answer> {
  const groups = (await state.list('group', tenant)).filter(({ members }) => members.includes(account.id));
  const { select } = readQuery(call.query, knownProperty);
  const shaped = (row: Columns): Columns => typed('#microsoft.graph.group', pick(row, select, []));
  return page(call, 'directoryObjects', groups.map(publicColumns), shaped, properties);
}

export async function checkMemberGroups(state: State, account: Account, call: Call): Promise<Answer> {
  const { groupIds } = fieldsOf(call.body);
  if (!Array.isArray(groupIds)) throw graphProblems.invalid('groupIds');
  const value: string[] = [];
  for (const id of groupIds as unknown[]) {
    const group = await state.get('group', tenant, String(id));
    if (group && (await transitiveIds(state, group)).has(account.id)) value.push(group.id);
  }
  return { status: 200, body: { '@odata.context': `${call.root}/$metadata#Collection(Edm.String)`, value } };
}

export async function addMember(state: State, group: Group, call: Call): Promise<Answer> {
  const address = fieldsOf(call.body)['@odata.id'];
  const id = typeof address === 'string' ? (address.split('/').at(-1) ?? '') : '';
  const member = (await state.get('account', tenant, id)) ?? (await state.get('group', tenant, id));
  if (!member) throw graphProblems.notFound(id);
  if (group.members.includes(id)) throw graphProblems.memberExists();
  await putGroup(state, { ...group, members: [...group.members, id] });
  return { status: 204 };
}

export async function removeMember(state: State, group: Group, id: string): Promise<Answer> {
  if (!group.members.includes(id)) throw graphProblems.notFound(id);
  await putGroup(state, { ...group, members: group.members.filter((member) => member !== id) });
  return { status: 204 };
}
