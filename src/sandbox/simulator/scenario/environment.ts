import { applicationUserOf } from '../dataverse/applicationUsers.ts';
import { newSystemUser } from '../dataverse/newUser.ts';
import { moveUser } from '../dataverse/users.ts';
import { timestamp } from '../model.ts';
import type { BusinessUnit, Environment, SystemUser } from '../model.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import type { ApplicationUserState, EnvironmentChange, UserChange } from './changes.ts';
import { findApplication } from './directory.ts';
import { notThere } from './problem.ts';

export async function changeEnvironment(state: State, key: string, change: EnvironmentChange): Promise<Environment> {
  const environments = await state.list('environment', tenant);
  const before = environments.find((environment) => environment.key === key);
  if (!before) throw notThere('environment', key, `There are: ${environments.map((other) => other.key).join(', ')}`);
  if (change.arrivesInBusinessUnit) await findUnit(state, before, change.arrivesInBusinessUnit);
  const changed = { ...before, ...change } as Environment; // what is not given is not there, rather than undefined
  await state.put('environment', tenant, key, changed);
  return changed;
}

/** As it is to be, whatever the rules of the platform say. */
export async function changeUser(
  state: State,
  environment: Environment,
  name: string,
  { businessUnit, roles, ...columns }: UserChange,
): Promise<void> {
  const found = await findUser(state, environment, name);
  const user = {
    ...found,
    ...columns,
    modifiedon: timestamp(state.now),
    versionnumber: await state.nextVersion(),
  } as SystemUser;
  await state.put('systemuser', environment.key, user.systemuserid, user);
  const unitId = businessUnit === undefined ? undefined : await findUnit(state, environment, businessUnit);
  if (unitId !== undefined && unitId !== user._businessunitid_value) await moveUser(state, environment, user, unitId);
  if (roles) await setRoles(state, environment, user.systemuserid, unitId ?? user._businessunitid_value, roles);
}

async function setRoles(
  state: State,
  environment: Environment,
  userId: string,
  unitId: string,
  names: readonly string[],
): Promise<void> {
  const roles = (await state.list('role', environment.key)).filter((role) => role._businessunitid_value === unitId);
  const known = roles.map(({ name }) => name).join(', ');
  for (const held of await state.list('assignment', environment.key)) {
    if (held.userId === userId) await state.remove('assignment', environment.key, `${userId}/${held.roleId}`);
  }
  for (const name of names) {
    const role = roles.find((candidate) => candidate.name === name);
    if (!role) throw notThere('role', name, `There are: ${known}`);
    await state.put('assignment', environment.key, `${userId}/${role.roleid}`, { userId, roleId: role.roleid });
  }
}

export async function setApplicationUser(
  state: State,
  environment: Environment,
  name: string,
  wanted: ApplicationUserState,
): Promise<void> {
  const principal = await findApplication(state, name);
  const users = await state.list('systemuser', environment.key);
  const before = users.find((user) => user.applicationid === principal.appId);
  if (wanted === 'absent') {
    if (before) await state.remove('systemuser', environment.key, before.systemuserid);
    return;
  }
  const version = await state.nextVersion();
  const user = before ?? newSystemUser({ environment, at: state.now, version, ...applicationUserOf(principal) });
  await state.put('systemuser', environment.key, user.systemuserid, {
    ...user,
    isdisabled: wanted !== 'active',
    deletedstate: wanted === 'softDeleted' ? 1 : 0,
    versionnumber: version,
  });
}

async function findUser(state: State, environment: Environment, name: string): Promise<SystemUser> {
  const users = await state.list('systemuser', environment.key);
  const alias = (user: SystemUser): string => user.domainname.split('@')[0] ?? '';
  const found = users.find((user) => [alias(user), user.domainname, user.fullname, user.systemuserid].includes(name));
  if (!found) throw notThere('user', name, 'Users are named by alias, user name, full name or id');
  return found;
}

/** The id of the unit of this name. */
export async function findUnit(state: State, environment: Environment, name: string): Promise<string> {
  const units: readonly BusinessUnit[] = await state.list('businessunit', environment.key);
  const found = units.find((unit) => unit.name === name);
  if (!found) throw notThere('business unit', name, `There are: ${units.map((unit) => unit.name).join(', ')}`);
  return found.businessunitid;
}
