import { z } from 'zod';
import type { Dataverse } from '../application/ports/crm.ts';
import type { Environment } from '../domain/environment.ts';
import type { Role, SystemUserId } from '../domain/words.ts';
import { hasCode, notSettled } from './answers.ts';
import { findRootUnit } from './businessUnits.ts';
import { codes } from './codes.ts';
import { guidOf } from './ids.ts';
import type { SystemUsers } from './systemUsers.ts';
import type { HeldRole, UserRecord } from './userRecords.ts';
import type { WebApi } from './webApi.ts';

const RoleRows = z.array(z.object({ roleid: z.string(), name: z.string() }));
const association = { collection: 'systemusers', relationshipName: 'systemuserroles_association' } as const;

type SecurityRoles = Pick<Dataverse, 'readRoles' | 'ensureRoles' | 'ensureNoRoles'>;

export function createSecurityRoles(webApi: WebApi, users: SystemUsers): SecurityRoles {
  const rootUnits = new Map<string, string>();

  async function readRoles(environment: Environment): Promise<readonly Role[]> {
    const known = rootUnits.get(environment.url);
    const roles = known === undefined ? [] : await findRolesOf(environment, known);
    if (roles.length > 0) return roles;
    // An environment keeps its root unit, until a copy of another one takes its place.
    const unit = await findRootUnit(webApi, environment);
    if (unit === undefined) return [];
    rootUnits.set(environment.url, unit);
    return findRolesOf(environment, unit);
  }

  async function findRolesOf(environment: Environment, unit: string): Promise<readonly Role[]> {
    const roles = await findRoles(environment, `_businessunitid_value eq ${unit}`);
    return roles.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  async function findRoles(environment: Environment, filter: string): Promise<readonly Role[]> {
    const request = { collection: 'roles', select: ['roleid', 'name'], filter };
    const { value } = await webApi.call(environment, { method: 'GET', path: '/roles' }, (client, signal) =>
      client.retrieveAll<object>({ ...request, signal }),
    );
    return RoleRows.parse(value).map(({ roleid, name }) => ({ id: roleid, name }));
  }

  async function ensureRoles(environment: Environment, id: SystemUserId, roleIds: readonly string[]): Promise<void> {
    const user = await users.readUser(environment, id);
    const missing = roleIds.filter((roleId) => !held(user, roleId));
    if (missing.length === 0) return;
    for (const roleId of missing) await assign(environment, user, roleId);
    const after = await users.readUser(environment, id);
    if (!roleIds.every((roleId) => held(after, roleId))) throw notSettled('dataverse', 'the roles');
  }

  async function assign(environment: Environment, user: UserRecord, roleId: string): Promise<void> {
    try {
      await associate(environment, user.id, roleId);
    } catch (error) {
      if (!hasCode(error, codes.otherBusinessUnit)) throw error;
      // Each business unit has its own copy of a role, and a user can only have those of the own unit.
      const unit = guidOf(user.businessUnitId);
      const [copy] = await findRoles(
        environment,
        `_businessunitid_value eq ${unit} and _parentrootroleid_value eq ${guidOf(roleId)}`,
      );
      if (!copy) throw error;
      await associate(environment, user.id, copy.id);
    }
  }

  async function associate(environment: Environment, userId: SystemUserId, roleId: string): Promise<void> {
    const request = {
      ...association,
      primaryKey: guidOf(userId),
      relatedCollection: 'roles',
      relatedKey: guidOf(roleId),
    };
    const call = {
      method: 'POST',
      path: '/systemusers({id})/systemuserroles_association/$ref',
      repeatable: true,
    } as const;
    try {
      await webApi.call(environment, call, (client, signal) => client.associate({ ...request, signal }));
    } catch (error) {
      if (!hasCode(error, codes.duplicate)) throw error;
    }
  }

  async function ensureNoRoles(environment: Environment, id: SystemUserId, roleIds: readonly string[]): Promise<void> {
    const user = await users.readUser(environment, id);
    // One role can be held twice: as the copies of two business units.
    const surplus = user.roles.filter((role) => roleIds.some((roleId) => isSame(role, roleId)));
    if (surplus.length === 0) return;
    for (const { heldId } of surplus) await disassociate(environment, id, heldId);
    const after = await users.readUser(environment, id);
    if (roleIds.some((roleId) => held(after, roleId))) throw notSettled('dataverse', 'the removed roles');
  }

  async function disassociate(environment: Environment, userId: SystemUserId, roleId: string): Promise<void> {
    const request = { ...association, primaryKey: guidOf(userId), relatedKey: guidOf(roleId) };
    const call = {
      method: 'DELETE',
      path: '/systemusers({id})/systemuserroles_association({id})/$ref',
    } as const;
    try {
      await webApi.call(environment, call, (client, signal) => client.disassociate({ ...request, signal }));
    } catch (error) {
      // Gone already; what is read next decides.
      if (!hasCode(error, codes.notFound)) throw error;
    }
  }

  return { readRoles, ensureRoles, ensureNoRoles };
}

function held(user: UserRecord, roleId: string): boolean {
  return user.roles.some((role) => isSame(role, roleId));
}

function isSame({ id, heldId }: HeldRole, roleId: string): boolean {
  const wanted = roleId.toLowerCase();
  return id.toLowerCase() === wanted || heldId.toLowerCase() === wanted;
}
