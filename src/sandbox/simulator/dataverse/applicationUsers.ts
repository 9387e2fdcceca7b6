import { isGuid } from '../http.ts';
import { accessMode, isSoftDeleted } from '../model.ts';
import type { ServicePrincipal } from '../graph/model.ts';
import type { Columns, Environment, SystemUser } from '../model.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { problems } from './problems.ts';

/** What the platform itself fills in when an application gets its user. */
export function applicationUserOf({ appId, id, displayName }: ServicePrincipal): Partial<SystemUser> {
  return {
    applicationid: appId,
    azureactivedirectoryobjectid: id,
    fullname: `# ${displayName}`,
    domainname: `${appId}@onmicrosoft.com`,
    accessmode: accessMode.nonInteractive,
  };
}

/** The columns of the application user that the body asks for. */
export async function newApplicationUser(
  state: State,
  environment: Environment,
  body: Columns,
): Promise<Partial<SystemUser>> {
  const { applicationid, accessmode = accessMode.nonInteractive, isdisabled = false } = body;
  if (typeof applicationid !== 'string' || !isGuid(applicationid)) {
    throw problems.badPayload(
      'A user is created by the directory; only an application user, with its applicationid, can be created here.',
    );
  }
  if (accessmode !== accessMode.nonInteractive) throw problems.applicationUserMode();
  const appId = applicationid.toLowerCase();
  const principals = await state.list('serviceprincipal', tenant);
  const principal = principals.find((candidate) => candidate.appId === appId);
  if (!principal) throw problems.noServicePrincipal(appId);
  const users = await state.list('systemuser', environment.key);
  // A soft-deleted row still holds its application id.
  if (users.some((user) => user.applicationid === appId)) throw problems.applicationUserExists(appId);
  return { ...applicationUserOf(principal), isdisabled: isdisabled === true };
}

/** What may not be changed of an application user, nor of another into one. */
export function refuseApplicationUserChange(user: SystemUser, changes: Columns): void {
  const named = changes['applicationid'];
  const same = typeof named === 'string' ? named.toLowerCase() === user.applicationid : named === user.applicationid;
  if (named !== undefined && !same) throw problems.applicationIdFixed();
  if (user.applicationid === null) return;
  if ('accessmode' in changes && changes['accessmode'] !== user.accessmode) throw problems.applicationUserMode();
  if ('isdisabled' in changes && named === undefined) throw problems.applicationIdNeeded();
}

/** First a soft delete, then a real one: of disabled application users only. */
export async function removeApplicationUser(state: State, environment: Environment, user: SystemUser): Promise<void> {
  if (user.applicationid === null || !user.isdisabled) throw problems.onlyDisabledApplicationUsers();
  const { systemuserid } = user;
  if (isSoftDeleted(user)) {
    await state.remove('systemuser', environment.key, systemuserid);
    return;
  }
  const deleted = { ...user, deletedstate: 1, versionnumber: await state.nextVersion() };
  await state.put('systemuser', environment.key, systemuserid, deleted);
}
