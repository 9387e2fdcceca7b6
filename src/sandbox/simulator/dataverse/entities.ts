import type { Columns, Environment, Kind } from '../model.ts';
import type { State } from '../state.ts';
import { problems } from './problems.ts';

export interface EntitySet {
  name: string;
  kind: Extract<Kind, 'systemuser' | 'role' | 'businessunit'>;
  /** The name the service uses in its messages. */
  entity: string;
  key: string;
  navigations: readonly string[];
}

const sets: readonly EntitySet[] = [
  {
    name: 'systemusers',
    kind: 'systemuser',
    entity: 'SystemUser',
    key: 'systemuserid',
    navigations: ['systemuserroles_association', 'businessunitid'],
  },
  {
    name: 'roles',
    kind: 'role',
    entity: 'Role',
    key: 'roleid',
    navigations: ['systemuserroles_association', 'businessunitid'],
  },
  {
    name: 'businessunits',
    kind: 'businessunit',
    entity: 'BusinessUnit',
    key: 'businessunitid',
    navigations: ['parentbusinessunitid'],
  },
];

export function entitySet(name: string): EntitySet {
  const found = sets.find((set) => set.name === name);
  if (!found) throw problems.noSuchSegment(name);
  return found;
}

/** The rows with what they are related to, under the names of the wanted navigation properties. */
export async function relate(
  state: State,
  environment: Environment,
  set: EntitySet,
  rows: readonly Columns[],
  wanted: ReadonlySet<string>,
): Promise<Columns[]> {
  let related = [...rows];
  if (wanted.has('systemuserroles_association') && set.kind !== 'businessunit') {
    const assigned = await assignedTo(state, environment.key, set.kind);
    related = related.map((row) => ({ ...row, systemuserroles_association: assigned.get(row[set.key]) ?? [] }));
  }
  for (const navigation of ['businessunitid', 'parentbusinessunitid'] as const) {
    if (!wanted.has(navigation) || !set.navigations.includes(navigation)) continue;
    const units = new Map(
      (await state.list('businessunit', environment.key)).map((unit) => [unit.businessunitid, unit]),
    );
    related = related.map((row) => ({ ...row, [navigation]: units.get(String(row[`_${navigation}_value`])) ?? null }));
  }
  return related;
}

/** The roles of each user, or the users of each role, by the id of the one. */
async function assignedTo(state: State, place: string, kind: 'systemuser' | 'role'): Promise<Map<unknown, Columns[]>> {
  const users = new Map((await state.list('systemuser', place)).map((user) => [user.systemuserid, user]));
  const roles = new Map((await state.list('role', place)).map((role) => [role.roleid, role]));
  const related = new Map<unknown, Columns[]>();
  for (const { userId, roleId } of await state.list('assignment', place)) {
    const [own, other] = kind === 'systemuser' ? [userId, roles.get(roleId)] : [roleId, users.get(userId)];
    if (other) related.set(own, [...(related.get(own) ?? []), other]);
  }
  return related;
}

export function withoutNavigations(row: Columns, set: EntitySet): Columns {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !set.navigations.includes(name)));
}

const relatedSets: Record<string, string> = {
  businessunitid: 'businessunits',
  parentbusinessunitid: 'businessunits',
};

/** The set that a navigation property of `set` leads to. */
export function relatedSet(set: EntitySet, navigation: string): EntitySet {
  if (!set.navigations.includes(navigation)) throw problems.noSuchSegment(navigation);
  return entitySet(relatedSets[navigation] ?? (set.kind === 'role' ? 'systemusers' : 'roles'));
}
