import { z } from 'zod';
import type { CrmUser, Dataverse } from '../application/ports/crm.ts';
import type { Environment } from '../domain/environment.ts';
import type { Role, SystemUserId } from '../domain/words.ts';
import { notSettled } from './answers.ts';
import { guidOf } from './ids.ts';
import type { WebApi } from './webApi.ts';

const RoleRow = z.object({
  roleid: z.string(),
  name: z.string(),
  /** The role of the root business unit that this one is a copy of; a root role names itself. */
  _parentrootroleid_value: z.string().nullish(),
});
const UserRow = z.object({
  systemuserid: z.string(),
  domainname: z.string().nullish(),
  fullname: z.string().nullish(),
  accessmode: z.number(),
  isdisabled: z.boolean(),
  islicensed: z.boolean().nullish(),
  _businessunitid_value: z.string(),
  systemuserroles_association: z.array(RoleRow),
});

const select = [
  'systemuserid',
  'domainname',
  'fullname',
  'accessmode',
  'isdisabled',
  'islicensed',
  '_businessunitid_value',
];
const expand = [{ property: 'systemuserroles_association', select: ['roleid', 'name', '_parentrootroleid_value'] }];

/** A role as the user holds it: `id` is the role of the root business unit, `heldId` the copy that is really assigned. */
export interface HeldRole extends Role {
  readonly heldId: string;
}

export interface UserRecord extends CrmUser {
  readonly businessUnitId: string;
  readonly roles: readonly HeldRole[];
}

export interface SystemUsers extends Pick<
  Dataverse,
  'findUser' | 'ensureEnabled' | 'ensureDisabled' | 'ensureAccessMode'
> {
  readUser(environment: Environment, id: SystemUserId): Promise<UserRecord>;
}

export function createSystemUsers(webApi: WebApi): SystemUsers {
  /** Application users are another kind, also when they have the same object id. */
  async function findUser(environment: Environment, objectId: string): Promise<UserRecord | undefined> {
    const filter = `azureactivedirectoryobjectid eq ${guidOf(objectId)} and applicationid eq null`;
    const { value } = await webApi.call(environment, { method: 'GET', path: '/systemusers' }, (client, signal) =>
      client.retrieveMultiple<object>({ collection: 'systemusers', select, expand, filter, signal }),
    );
    const [row] = value;
    return row === undefined ? undefined : recordOf(UserRow.parse(row));
  }

  async function readUser(environment: Environment, id: SystemUserId): Promise<UserRecord> {
    const key = guidOf(id);
    const row = await webApi.call(environment, { method: 'GET', path: '/systemusers({id})' }, (client, signal) =>
      client.retrieve<object>({ collection: 'systemusers', key, select, expand, ifnonematch: 'null', signal }),
    );
    return recordOf(UserRow.parse(row));
  }

  /** Changes what is not so yet, and sees whether it held. */
  async function ensure(
    environment: Environment,
    id: SystemUserId,
    data: { isdisabled: boolean } | { accessmode: number },
    isSo: (user: UserRecord) => boolean,
  ): Promise<void> {
    if (isSo(await readUser(environment, id))) return;
    const key = guidOf(id);
    await webApi.call(environment, { method: 'PATCH', path: '/systemusers({id})' }, (client, signal) =>
      client.update({ collection: 'systemusers', key, data, ifmatch: '*', signal }),
    );
    if (!isSo(await readUser(environment, id))) throw notSettled('dataverse', Object.keys(data).join());
  }

  return {
    findUser,
    readUser,
    ensureEnabled: (environment, id) => ensure(environment, id, { isdisabled: false }, ({ disabled }) => !disabled),
    ensureDisabled: (environment, id) => ensure(environment, id, { isdisabled: true }, ({ disabled }) => disabled),
    ensureAccessMode: (environment, id, accessmode) =>
      ensure(environment, id, { accessmode }, ({ accessMode }) => accessMode === accessmode),
  };
}

function recordOf(row: z.infer<typeof UserRow>): UserRecord {
  return {
    id: row.systemuserid as SystemUserId,
    upn: row.domainname ?? '',
    fullName: row.fullname ?? '',
    accessMode: row.accessmode,
    disabled: row.isdisabled,
    licensed: row.islicensed ?? false,
    businessUnitId: row._businessunitid_value,
    roles: row.systemuserroles_association.map((role) => ({
      id: role._parentrootroleid_value ?? role.roleid,
      heldId: role.roleid,
      name: role.name,
    })),
  };
}
