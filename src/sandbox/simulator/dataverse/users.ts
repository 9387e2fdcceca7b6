import { randomUUID } from 'node:crypto';
import { fieldsOf, preference } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import type { Columns, Environment, SystemUser } from '../model.ts';
import { readPath } from '../odata/path.ts';
import type { State } from '../state.ts';
import { newApplicationUser, removeApplicationUser } from './applicationUsers.ts';
import { requirePrivilege } from './caller.ts';
import { changeUser } from './changeUser.ts';
import { entitySet } from './entities.ts';
import { newSystemUser } from './newUser.ts';
import { problems } from './problems.ts';
import { readOne } from './read.ts';
import { etag } from './rows.ts';

export async function createUser(
  state: State,
  environment: Environment,
  call: Call,
  id: string = randomUUID(),
): Promise<Answer> {
  await requirePrivilege(state, environment, call, 'prvCreateUser');
  const body = fieldsOf(call.body);
  if ('islicensed' in body) throw problems.licenceNotWritable();
  const unitId = await boundBusinessUnit(state, environment, body);
  const user = newSystemUser({
    environment,
    at: state.now,
    version: await state.nextVersion(),
    systemuserid: id,
    ...(environment.deployment === 'online' || 'applicationid' in body
      ? await newApplicationUser(state, environment, body)
      : directoryUser(body)),
    ...(unitId !== undefined && { _businessunitid_value: unitId }),
  });
  await state.put('systemuser', environment.key, id, user);
  return answerFor(state, environment, id, call, 201);
}

function directoryUser(body: Columns): Partial<SystemUser> {
  const { domainname, firstname, lastname } = body;
  if (typeof domainname !== 'string') throw problems.badPayload('domainname is required.');
  const names = [firstname, lastname].filter((name) => typeof name === 'string');
  return { domainname, fullname: names.join(' ') || domainname, firstname, lastname };
}

export async function patchUser(state: State, environment: Environment, id: string, call: Call): Promise<Answer> {
  const user = await state.get('systemuser', environment.key, id);
  const match = call.headers['if-match'];
  if (!user) {
    if (match !== undefined) throw problems.noSuchRow('SystemUser', id);
    return createUser(state, environment, call, id);
  }
  if (call.headers['if-none-match'] === '*') throw problems.duplicate();
  if (match !== undefined && match !== '*' && match !== etag(user)) throw problems.versionMismatch();
  await requirePrivilege(state, environment, call, 'prvWriteUser');
  const body = fieldsOf(call.body);
  const changed = await changeUser(state, environment, user, body);
  const unitId = await boundBusinessUnit(state, environment, body);
  await state.put('systemuser', environment.key, id, changed);
  if (unitId !== undefined && unitId !== user._businessunitid_value)
    await moveUser(state, environment, changed, unitId);
  return answerFor(state, environment, id, call, 204);
}

// Roles belong to a business unit, so a user who moves loses them.
export async function moveUser(
  state: State,
  environment: Environment,
  user: SystemUser,
  unitId: string,
): Promise<void> {
  await state.put('systemuser', environment.key, user.systemuserid, { ...user, _businessunitid_value: unitId });
  if (environment.modernisedBusinessUnits) return;
  for (const { userId, roleId } of await state.list('assignment', environment.key)) {
    if (userId === user.systemuserid) await state.remove('assignment', environment.key, `${userId}/${roleId}`);
  }
}

export async function deleteUser(state: State, environment: Environment, id: string, call: Call): Promise<Answer> {
  const user = await state.get('systemuser', environment.key, id);
  if (!user) throw problems.noSuchRow('SystemUser', id);
  await requirePrivilege(state, environment, call, 'prvDeleteUser');
  await removeApplicationUser(state, environment, user);
  return { status: 204 };
}

async function boundBusinessUnit(state: State, environment: Environment, body: Columns): Promise<string | undefined> {
  const bound = body['businessunitid@odata.bind'];
  if (typeof bound !== 'string') return undefined;
  const id = readPath(bound).at(-1)?.key ?? '';
  const unit = await state.get('businessunit', environment.key, id.toLowerCase());
  if (!unit) throw problems.noSuchRow('BusinessUnit', id);
  return unit.businessunitid;
}

async function answerFor(
  state: State,
  environment: Environment,
  id: string,
  call: Call,
  created: 201 | 204,
): Promise<Answer> {
  const address = `${call.root}/systemusers(${id})`;
  const location = { 'OData-EntityId': address, ...(created === 201 && { Location: address }) };
  if (preference(call.headers, 'return') !== 'representation') return { status: 204, headers: location };
  const answer = await readOne(state, environment, entitySet('systemusers'), id, call);
  return { ...answer, status: created === 201 ? 201 : 200, headers: { ...answer.headers, ...location } };
}
