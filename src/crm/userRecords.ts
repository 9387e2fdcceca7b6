import { z } from 'zod';
import type { CrmUser } from '../application/ports/crm.ts';
import type { ApplicationId, Role, SystemUserId } from '../domain/words.ts';

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
  applicationid: z.string().nullish(),
  azureactivedirectoryobjectid: z.string().nullish(),
  _businessunitid_value: z.string(),
  systemuserroles_association: z.array(RoleRow),
});

/** What a user is asked for. */
export const userColumns = {
  select: [
    'systemuserid',
    'domainname',
    'fullname',
    'accessmode',
    'isdisabled',
    'islicensed',
    'applicationid',
    'azureactivedirectoryobjectid',
    '_businessunitid_value',
  ],
  expand: [{ property: 'systemuserroles_association', select: ['roleid', 'name', '_parentrootroleid_value'] }],
};

/** A role as the user holds it: `id` is the role of the root business unit, `heldId` the copy that is really assigned. */
export interface HeldRole extends Role {
  readonly heldId: string;
}

export interface UserRecord extends CrmUser {
  readonly businessUnitId: string;
  readonly roles: readonly HeldRole[];
}

export function recordOf(answer: unknown): UserRecord {
  const row = UserRow.parse(answer);
  return {
    id: row.systemuserid as SystemUserId,
    upn: row.domainname ?? '',
    fullName: row.fullname ?? '',
    accessMode: row.accessmode,
    disabled: row.isdisabled,
    licensed: row.islicensed ?? false,
    ...(row.azureactivedirectoryobjectid && { objectId: row.azureactivedirectoryobjectid.toLowerCase() }),
    ...(row.applicationid && { applicationId: row.applicationid.toLowerCase() as ApplicationId }),
    businessUnitId: row._businessunitid_value,
    roles: row.systemuserroles_association.map((role) => ({
      id: role._parentrootroleid_value ?? role.roleid,
      heldId: role.roleid,
      name: role.name,
    })),
  };
}
