/** Dataverse's codes, in the one spelling that failures carry: the services themselves mix upper and lower case. */
export const codes = {
  quotaReached: '0x8004B050',
  accessModeNeedsLicence: '0x80041D66',
  readOnlyModeUnsupported: '0x80041D40',
  applicationUserModeFixed: '0x80040D40',
  licensedNotWritable: '0x80041D4C',
  notLicensed: '0x8004D24B',
  cannotEnableUnlicensed: '0x8004D24C',
  otherBusinessUnit: '0x80041409',
  roleToDisabledUser: '0x80048D35',
  duplicate: '0x80040237',
  applicationUserExists: '0x8004F511',
  notFound: '0x80040217',
  privilegeDenied: '0x80040220',
  accessDenied: '0x80048306',
  lastAdministrator: '0x80041D2F',
  noUserInterface: '0x80044160',
  userDisabled: '0x8004A112',
  notAMember: '0x80072560',
  tooManyRequests: '0x80072322',
  tooMuchExecutionTime: '0x80072321',
  tooManyConcurrent: '0x80072326',
} as const;

/** Words of ours, for what the services say in words only, or that we find out ourselves. */
export const words = {
  noSpareLicence: 'NoSpareLicence',
  noUsageLocation: 'NoUsageLocation',
  inheritedLicence: 'InheritedLicence',
  upnTaken: 'UpnTaken',
  userNotLicensed: 'userNotLicensed',
  applicationUserDeleted: 'ApplicationUserDeleted',
  noRootUnit: 'NoRootUnit',
  secretTaken: 'SecretTaken',
  groupNotWritable: 'GroupNotWritable',
  circuitOpen: 'CircuitOpen',
  outOfTime: 'OutOfTime',
} as const;

/** A code can be missing, or say no more than "bad request"; then the message tells. */
const messages: readonly (readonly [RegExp, string])[] = [
  [/reached the maximum number of non-interactive users/i, codes.quotaReached],
  [/client access license cannot be changed/i, codes.accessModeNeedsLicence],
  [/read-only access mode is not supported/i, codes.readOnlyModeUnsupported],
  [/not assigned any License/i, codes.notLicensed],
  [/the role are not in the same business unit/i, codes.otherBusinessUnit],
  [/cannot assign a (security )?role to a disabled user/i, codes.roleToDisabledUser],
  [/with matching key values already exists/i, codes.duplicate],
  [/With Id = \S+ Does Not Exist/i, codes.notFound],
  [/disable the last user who has the System Administrator role/i, codes.lastAdministrator],
  [/invalid usage location/i, words.noUsageLocation],
  [/does not have any available licenses/i, words.noSpareLicence],
  [/inherited from a group/i, words.inheritedLicence],
  [/same value for property userPrincipalName already exists/i, words.upnTaken],
  [/userNotLicensed/i, words.userNotLicensed],
];

const vague = new Set(['', '0x0', 'Request_BadRequest', 'BadRequest', 'ObjectConflict']);
const throttled = new Set<string>([codes.tooManyRequests, codes.tooMuchExecutionTime, codes.tooManyConcurrent]);

/** The code that a failure carries: the service's own in one spelling, else what its message says, else the status. */
export function codeOf(status: number, code: string | undefined, message: string): string {
  const own = code ?? '';
  if (!vague.has(own)) return /^0x[0-9a-f]+$/i.test(own) ? `0x${own.slice(2).toUpperCase()}` : own;
  const told = messages.find(([pattern]) => pattern.test(message))?.[1];
  return told ?? (own === '' || own === '0x0' ? `Http${status}` : own);
}

export function isThrottled(code: string): boolean {
  return throttled.has(code);
}
