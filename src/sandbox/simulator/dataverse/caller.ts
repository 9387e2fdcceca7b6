import type { Answer, Call } from '../http.ts';
import { isSoftDeleted } from '../model.ts';
import type { Environment, SystemUser } from '../model.ts';
import type { State } from '../state.ts';
import { problems } from './problems.ts';

const administrator = 'System Administrator';

/** Who the call is made as: the bot's application user, or whom it impersonates. */
export async function callerOf(state: State, environment: Environment, call: Call): Promise<SystemUser> {
  const bot = member(await state.get('systemuser', environment.key, environment.botUserId));
  const objectId = header(call, 'callerobjectid');
  const userId = header(call, 'mscrmcallerid');
  if (objectId === undefined && userId === undefined) return bot;
  const users = await state.list('systemuser', environment.key);
  return member(
    users.find(
      (user) =>
        user.systemuserid === userId || (objectId !== undefined && user.azureactivedirectoryobjectid === objectId),
    ),
  );
}

/** The rights of an impersonated call are those that both the caller and the bot have. */
export async function requirePrivilege(
  state: State,
  environment: Environment,
  call: Call,
  privilege: string,
  entity = 'systemuser',
): Promise<void> {
  const caller = await callerOf(state, environment, call);
  const administrators = await administratorsOf(state, environment);
  for (const id of [environment.botUserId, caller.systemuserid]) {
    if (!administrators.has(id)) throw problems.missingPrivilege(id, privilege, entity);
  }
}

/** Only administrators may do anything with users here, so nobody else has these. */
const administrators = [
  'prvCreateUser',
  'prvReadUser',
  'prvWriteUser',
  'prvDisableUser',
  'prvReadRole',
  'prvAssignRole',
];

export async function privilegesOf(
  state: State,
  environment: Environment,
  call: Call,
  userId: string,
): Promise<Answer> {
  const names = (await administratorsOf(state, environment)).has(userId)
    ? administrators
    : ['prvReadUser', 'prvReadRole'];
  const RolePrivileges = names.map((PrivilegeName) => ({ Depth: 'Global', PrivilegeName }));
  const context = `${call.root}/$metadata#Microsoft.Dynamics.CRM.RetrieveUserPrivilegesResponse`;
  return { status: 200, body: { '@odata.context': context, RolePrivileges } };
}

export async function administratorsOf(state: State, environment: Environment): Promise<Set<string>> {
  const roles = await state.list('role', environment.key);
  const ids = new Set(roles.filter(({ name }) => name === administrator).map(({ roleid }) => roleid));
  const assignments = await state.list('assignment', environment.key);
  return new Set(assignments.filter(({ roleId }) => ids.has(roleId)).map(({ userId }) => userId));
}

function member(user: SystemUser | undefined): SystemUser {
  if (!user || isSoftDeleted(user)) throw problems.notAMember();
  if (user.isdisabled) throw problems.callerDisabled();
  return user;
}

function header(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}
