import type { Dataverse } from '../application/ports/crm.ts';
import type { Environment } from '../domain/environment.ts';
import type { SystemUserId } from '../domain/words.ts';
import { notSettled } from './answers.ts';
import { guidOf } from './ids.ts';
import { recordOf, userColumns, type UserRecord } from './userRecords.ts';
import type { WebApi } from './webApi.ts';

export interface SystemUsers extends Pick<
  Dataverse,
  'findUser' | 'listUsers' | 'ensureEnabled' | 'ensureDisabled' | 'ensureAccessMode'
> {
  readUser(environment: Environment, id: SystemUserId): Promise<UserRecord>;
}

/** None of the platform's own users. */
const worksForPrograms =
  '(accessmode eq 4 or applicationid ne null) and isintegrationuser eq false ' +
  "and fullname ne 'SYSTEM' and fullname ne 'INTEGRATION'";

export function createSystemUsers(webApi: WebApi): SystemUsers {
  /** Application users are another kind, also when they have the same object id. */
  async function findUser(environment: Environment, objectId: string): Promise<UserRecord | undefined> {
    const filter = `azureactivedirectoryobjectid eq ${guidOf(objectId)} and applicationid eq null`;
    const { value } = await webApi.call(environment, { method: 'GET', path: '/systemusers' }, (client, signal) =>
      client.retrieveMultiple<object>({ collection: 'systemusers', ...userColumns, filter, signal }),
    );
    const [row] = value;
    return row === undefined ? undefined : recordOf(row);
  }

  async function readUser(environment: Environment, id: SystemUserId): Promise<UserRecord> {
    const key = guidOf(id);
    const row = await webApi.call(environment, { method: 'GET', path: '/systemusers({id})' }, (client, signal) =>
      client.retrieve<object>({ collection: 'systemusers', key, ...userColumns, ifnonematch: 'null', signal }),
    );
    return recordOf(row);
  }

  async function listUsers(environment: Environment): Promise<readonly UserRecord[]> {
    const request = { collection: 'systemusers', ...userColumns, filter: worksForPrograms };
    const { value } = await webApi.call(environment, { method: 'GET', path: '/systemusers' }, (client, signal) =>
      client.retrieveAll<object>({ ...request, signal }),
    );
    return value.map(recordOf);
  }

  /** Changes what is not so yet, and sees whether it held. */
  async function ensure(
    environment: Environment,
    id: SystemUserId,
    change: { isdisabled: boolean } | { accessmode: number },
    isSo: (user: UserRecord) => boolean,
  ): Promise<void> {
    const user = await readUser(environment, id);
    if (isSo(user)) return;
    const key = guidOf(id);
    // An application user is neither disabled nor enabled by a change that does not name its application too.
    const named = 'isdisabled' in change && user.applicationId && { applicationid: user.applicationId };
    const data = { ...change, ...named };
    await webApi.call(environment, { method: 'PATCH', path: '/systemusers({id})' }, (client, signal) =>
      client.update({ collection: 'systemusers', key, data, ifmatch: '*', signal }),
    );
    if (!isSo(await readUser(environment, id))) throw notSettled('dataverse', Object.keys(change).join());
  }

  return {
    findUser,
    readUser,
    listUsers,
    ensureEnabled: (environment, id) => ensure(environment, id, { isdisabled: false }, ({ disabled }) => !disabled),
    ensureDisabled: (environment, id) => ensure(environment, id, { isdisabled: true }, ({ disabled }) => disabled),
    ensureAccessMode: (environment, id, accessmode) =>
      ensure(environment, id, { accessmode }, ({ accessMode }) => accessMode === accessmode),
  };
}
