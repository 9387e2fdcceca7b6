import { randomUUID } from 'node:crypto';
import { accessMode, timestamp } from '../model.ts';
import type { Account } from '../graph/model.ts';
import type { Columns, Environment, SystemUser } from '../model.ts';

/** A `systemuser` row with all the columns that the simulator knows; those without a value hold null, as in Dataverse. */
export function newSystemUser(
  from: { environment: Environment; at: Date; version: number; account?: Account } & Partial<SystemUser>,
): SystemUser {
  const { environment, at, version, account, ...given } = from;
  const upn = account?.userPrincipalName ?? null;
  const columns = {
    systemuserid: randomUUID(),
    fullname: account?.displayName ?? '',
    firstname: textOrNull(account, 'givenName'),
    lastname: textOrNull(account, 'surname'),
    title: null,
    jobtitle: textOrNull(account, 'jobTitle'),
    domainname: upn ?? '',
    windowsliveid: upn,
    internalemailaddress: upn,
    azureactivedirectoryobjectid: account?.id ?? null,
    applicationid: null,
    applicationiduri: null,
    accessmode: accessMode.readWrite,
    caltype: 7,
    userlicensetype: 38,
    azurestate: 0,
    deletedstate: 0,
    identityid: version,
    isdisabled: false,
    disabledreason: null,
    islicensed: false,
    isintegrationuser: false,
    issyncwithdirectory: account !== undefined,
    setupuser: false,
    displayinserviceviews: null,
    employeeid: null,
    mobilephone: null,
    preferredphonecode: 1,
    _businessunitid_value: environment.rootBusinessUnitId,
    _parentsystemuserid_value: null,
    _positionid_value: null,
    _territoryid_value: null,
    _queueid_value: null,
    _createdby_value: null,
    _modifiedby_value: null,
    organizationid: environment.organizationId,
    createdon: timestamp(at),
    modifiedon: timestamp(at),
    versionnumber: version,
  };
  return { ...columns, ...given };
}

function textOrNull(account: Columns | undefined, name: string): string | null {
  const value = account?.[name];
  return typeof value === 'string' ? value : null;
}
