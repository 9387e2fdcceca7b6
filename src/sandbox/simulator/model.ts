import type { Account, Group, ServicePrincipal, Sku } from './graph/model.ts';
import type { Secret } from './vault/model.ts';

/** What the simulator keeps. A systemuser, a role and a business unit are kept as the very columns that the Web API returns. */

export const tenantId = '00000000-0000-0000-0000-000000000001';

export interface Environment {
  key: string;
  name: string;
  environmentId: string;
  organizationId: string;
  uniqueName: string;
  deployment: 'online' | 'onPremises';
  version: string;
  rootBusinessUnitId: string;
  /** The application user that the fixed bearer token stands for. */
  botUserId: string;
  limit: number;
  /** The limit that it keeps to, where that is not the one it tells. */
  trueLimit?: number | null;
  syncSeconds: number;
  forcedSyncSeconds: number;
  arrivesDisabled: boolean;
  arrivesUnnamed: boolean;
  /** The name of the business unit of new users, where it is not the root. */
  arrivesInBusinessUnit?: string | null;
  /** The access mode of a non-interactive user returns to read-write when its licence goes. */
  flipsBack: boolean;
  modernisedBusinessUnits: boolean;
  securityGroup: string | null;
  /** How far the environment's own count of its seats is off. Absent in a sandbox from before this could be. */
  miscount?: number;
}

/** Columns beyond the named ones are allowed, as in Dataverse. */
export type Columns = Record<string, unknown>;

export interface SystemUser extends Columns {
  systemuserid: string;
  fullname: string;
  domainname: string;
  accessmode: number;
  isdisabled: boolean;
  disabledreason: string | null;
  islicensed: boolean;
  isintegrationuser: boolean;
  /** 0 not deleted, 1 soft deleted. */
  deletedstate: number;
  applicationid: string | null;
  azureactivedirectoryobjectid: string | null;
  _businessunitid_value: string;
  createdon: string;
  modifiedon: string;
  versionnumber: number;
}

export interface Role extends Columns {
  roleid: string;
  name: string;
  _businessunitid_value: string;
  versionnumber: number;
}

export interface BusinessUnit extends Columns {
  businessunitid: string;
  name: string;
  versionnumber: number;
}

export interface Assignment {
  userId: string;
  roleId: string;
}

/** What is due to arrive in an environment from the directory. */
export interface PendingSync {
  environmentKey: string;
  accountId: string;
  dueAt: string;
}

/** Every kind of record by its name; each lives in an environment, or in `tenant`. */
export interface Records {
  environment: Environment;
  systemuser: SystemUser;
  role: Role;
  businessunit: BusinessUnit;
  assignment: Assignment;
  account: Account;
  serviceprincipal: ServicePrincipal;
  sku: Sku;
  group: Group;
  /** Absent as long as it is as at first. */
  organization: { country: string | null };
  secret: Secret;
  pendingsync: PendingSync;
  clock: { advancedSeconds: number };
}
export type Kind = keyof Records;

export const accessMode = {
  readWrite: 0,
  administrative: 1,
  read: 2,
  support: 3,
  nonInteractive: 4,
  delegatedAdmin: 5,
} as const;

/** Still there, but out of sight: it comes up only where a query names `deletedstate`. */
export function isSoftDeleted(user: Columns): boolean {
  return user['deletedstate'] === 1;
}

/** Application, integration and disabled users take no seat. */
export function takesSeat(user: SystemUser): boolean {
  return (
    user.accessmode === accessMode.nonInteractive &&
    !user.isdisabled &&
    user.applicationid === null &&
    !user.isintegrationuser
  );
}

/** Dataverse writes whole seconds. */
export function timestamp(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}
