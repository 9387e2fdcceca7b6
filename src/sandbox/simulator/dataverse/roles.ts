import { fieldsOf } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import type { Environment, Role, SystemUser } from '../model.ts';
import { readPath } from '../odata/path.ts';
import type { State } from '../state.ts';
import { administratorsOf, requirePrivilege } from './caller.ts';
import { problems } from './problems.ts';

export async function assignRole(state: State, environment: Environment, userId: string, call: Call): Promise<Answer> {
  await requirePrivilege(state, environment, call, 'prvAssignRole', 'role');
  const user = await userOf(state, environment, userId);
  const role = await roleOf(state, environment, referredId(fieldsOf(call.body)['@odata.id']));
  if (user.isdisabled) throw problems.roleToDisabledUser();
  const elsewhere = role._businessunitid_value !== user._businessunitid_value;
  if (elsewhere && !environment.modernisedBusinessUnits) throw problems.otherBusinessUnit();
  const id = `${user.systemuserid}/${role.roleid}`;
  if (await state.get('assignment', environment.key, id)) throw problems.duplicate();
  await state.put('assignment', environment.key, id, { userId: user.systemuserid, roleId: role.roleid });
  return { status: 204 };
}

/** Removing a role that the user does not have is no error. */
export async function removeRole(
  state: State,
  environment: Environment,
  userId: string,
  roleId: string,
  call: Call,
): Promise<Answer> {
  await requirePrivilege(state, environment, call, 'prvAssignRole', 'role');
  const user = await userOf(state, environment, userId);
  const role = await roleOf(state, environment, roleId);
  await state.remove('assignment', environment.key, `${user.systemuserid}/${role.roleid}`);
  if (!user.isdisabled) await requireAnAdministrator(state, environment);
  return { status: 204 };
}

/** The id in an address such as `…/roles(id)`. */
export function referredId(address: unknown): string {
  const id = typeof address === 'string' ? readPath(address).at(-1)?.key : undefined;
  if (id === undefined) throw problems.badRequest('The reference must be the address of a row.');
  return id.toLowerCase();
}

async function requireAnAdministrator(state: State, environment: Environment): Promise<void> {
  const administrators = await administratorsOf(state, environment);
  const users = await state.list('systemuser', environment.key);
  if (users.some((user) => user.applicationid === null && !user.isdisabled && administrators.has(user.systemuserid)))
    return;
  throw problems.lastAdministrator();
}

async function userOf(state: State, environment: Environment, id: string): Promise<SystemUser> {
  const user = await state.get('systemuser', environment.key, id);
  if (!user) throw problems.noSuchRow('SystemUser', id);
  return user;
}

async function roleOf(state: State, environment: Environment, id: string): Promise<Role> {
  const role = await state.get('role', environment.key, id);
  if (!role) throw problems.noSuchRow('Role', id);
  return role;
}
