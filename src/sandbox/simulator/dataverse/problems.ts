import { ServiceError } from '../http.ts';

/** The platform's refusals, with the codes and, where it is known, the very words of the service. */
export const problems = {
  quotaReached: () =>
    new ServiceError(400, '0x8004B050', 'You have reached the maximum number of non-interactive users/'),
  accessModeNeedsLicence: () =>
    new ServiceError(
      400,
      '0x80041d66',
      'The client access license cannot be changed because the user does not have a Microsoft Dynamics 365 Online license. ' +
        'To change the access mode, you must first add a license for this user in the Microsoft Online Service portal.',
    ),
  readOnlyMode: () => new ServiceError(400, '0x80041d40', 'The read-only access mode is not supported'),
  applicationUserMode: () =>
    new ServiceError(400, '0x80040d40', 'The access mode of an application user cannot be changed.'),
  applicationIdNeeded: () =>
    new ServiceError(
      400,
      '0x80040203',
      'isdisabled of an application user can only be changed together with applicationid.',
    ),
  applicationIdFixed: () => new ServiceError(400, '0x80040203', 'The applicationid of a user cannot be changed.'),
  noServicePrincipal: (applicationId: string) =>
    new ServiceError(
      400,
      '0x80040203',
      `The application with id ${applicationId} has no service principal in the tenant of this organization.`,
    ),
  applicationUserExists: (applicationId: string) =>
    new ServiceError(400, '0x8004F511', `An application user with the application id ${applicationId} already exists.`),
  licenceNotWritable: () => new ServiceError(400, '0x80041d4c', 'The islicensed property of a user cannot be set.'),
  notLicensed: () => new ServiceError(400, '0x8004D24B', 'The user is not assigned any License'),
  otherBusinessUnit: () =>
    new ServiceError(400, '0x80041409', 'The user and the role are not in the same business unit.'),
  roleToDisabledUser: () =>
    new ServiceError(400, '0x80048d35', 'You cannot assign a security role to a disabled user.'),
  lastAdministrator: () =>
    new ServiceError(400, '0x80041d2f', 'You cannot disable the last user who has the System Administrator role.'),
  duplicate: () => new ServiceError(412, '0x80040237', 'A record with matching key values already exists.'),
  versionMismatch: () =>
    new ServiceError(
      412,
      '0x80060882',
      "The version of the existing record doesn't match the RowVersion property provided.",
    ),
  noSuchRow: (entity: string, id: string) =>
    new ServiceError(404, '0x80040217', `Entity '${entity}' With Id = ${id} Does Not Exist`),
  noSuchSegment: (segment: string) =>
    new ServiceError(404, '0x8006088a', `Resource not found for the segment '${segment}'.`),
  noSuchProperty: (property: string, type: string) =>
    new ServiceError(
      400,
      '0x80060888',
      `Could not find a property named '${property}' on type 'Microsoft.Dynamics.CRM.${type}'.`,
    ),
  badPayload: (reason: string) =>
    new ServiceError(
      400,
      '0x80048d19',
      `Error identified in Payload provided by the user for Entity :'systemusers': ${reason}`,
    ),
  outOfRange: (column: string, value: unknown, accepted: string) =>
    new ServiceError(
      400,
      '0x8004431A',
      `A validation error occurred. The value ${String(value)} of '${column}' on record of type 'systemuser' ` +
        `is outside the valid range. Accepted Values: ${accepted}`,
    ),
  badRequest: (message: string) => new ServiceError(400, '0x80060888', message),
  missingPrivilege: (userId: string, privilege: string, entity: string) =>
    new ServiceError(
      403,
      '0x80040220',
      `Principal user (Id=${userId}, type=8) is missing ${privilege} privilege on OTC=8 for entity '${entity}'.`,
    ),
  notAMember: () => new ServiceError(403, '0x80072560', 'The user is not a member of the organization.'),
  callerDisabled: () =>
    new ServiceError(403, '0x8004A112', 'The user that you are trying to act as is disabled in this organization.'),
  onlyDisabledApplicationUsers: () =>
    new ServiceError(400, '0x80040203', 'Only a disabled application user can be deleted.'),
  methodNotAllowed: (method: string) =>
    new ServiceError(405, '0x80060884', `The requested resource does not support http method '${method}'.`),
};
