import type { Obstacle } from '../../domain/request.ts';

export interface ObstacleWords {
  /** What is in the way, as a sentence. */
  readonly what: string;
  /** What a person can do about it, or that nothing is needed. */
  readonly todo: string;
  /** Where our words say less than the service's code, which an admin may look up. */
  readonly code?: string;
}

const wait = 'Nothing is needed from you: it is tried again by itself.';
const tellAdmin = 'Tell an admin of Seatkeeper; the log has the details.';
const grantRights =
  'An administrator gives Seatkeeper’s application user the System Administrator role in the environment.';

/** Ours and the services'. Dataverse's codes: the Web API's list of error codes. */
const known: Readonly<Record<string, ObstacleWords>> = {
  NoSpareLicence: {
    what: 'No spare licence is free to lend during the set-up.',
    todo: 'Free or buy one licence of the kind that the environment’s users have, then ask again. It is given back afterwards.',
  },
  NoUsageLocation: {
    what: 'The account has no usage location, and without one no licence can be lent to it.',
    todo: 'An administrator sets the usage location of the account, or the country of the organisation, in the Microsoft 365 admin centre; then ask again.',
  },
  UpnTaken: {
    what: 'The sign-in name is taken by an account that Seatkeeper did not create.',
    todo: 'Ask again with another integration name, or ask to convert the existing account.',
  },
  InheritedLicence: {
    what: 'The account gets the licence from a group, so it cannot be taken from the account alone.',
    todo: 'An administrator takes the account out of the group that gives the licence; then ask again.',
  },
  GroupNotWritable: {
    what: 'The account must be in the security group of the environment, and Seatkeeper cannot change who is in it.',
    todo: 'An administrator adds the account to the group by hand, or gives Seatkeeper the permission GroupMember.ReadWrite.All; then ask again.',
  },
  userNotInSecurityGroup: {
    what: 'The account is no direct member of the security group of the environment.',
    todo: 'An administrator adds the account itself to the group, not a group that it is in; then ask again.',
  },
  NoQuota: {
    what: 'The environment does not say how many non-interactive users it allows.',
    todo: 'An admin of Seatkeeper sets `limit` to a number for this environment in the configuration.',
  },
  AppNotRegistered: {
    what: 'Seatkeeper is not registered with the Power Platform admin API.',
    todo: 'An administrator runs New-PowerAppManagementApp once with Seatkeeper’s application id.',
  },
  NoFederatedToken: {
    what: 'The token that proves to Microsoft Entra who Seatkeeper is cannot be read.',
    todo: 'An admin of Seatkeeper looks at the workload identity of the place where it runs, and at AZURE_FEDERATED_TOKEN_FILE.',
  },
  OnPremises: {
    what: 'The environment is on-premises, and the non-interactive access mode exists online only.',
    todo: 'Ask for an online environment.',
  },
  RoleNotFound: {
    what: 'A security role no longer exists in the environment.',
    todo: 'Ask again and choose from the current roles.',
  },
  AccountChanged: {
    what: 'The account has other roles by now than those that were approved.',
    todo: 'Ask again: the approvers then see what it has today.',
  },
  AccountNotFound: { what: 'The account no longer exists in the directory.', todo: 'Ask again for another account.' },
  GaveUp: {
    what: 'It did not work for hours, so Seatkeeper gave up.',
    todo: 'Ask again later. If it happens again, tell an admin of Seatkeeper.',
  },
  SyncPending: { what: 'The account has not appeared in the environment yet.', todo: wait },
  NotLicensedYet: { what: 'The lent licence has not reached the platform yet.', todo: wait },
  userNotLicensed: { what: 'The lent licence has not reached the platform yet.', todo: wait },
  NotSettled: { what: 'The change was accepted but does not show yet.', todo: wait },
  NoFreeSeat: {
    what: 'All seats of the environment are used.',
    todo: 'Free a seat by ending a non-interactive user that is no longer needed, or use an application user, which needs none.',
  },
  LicenceStillShown: { what: 'The licence is taken back, but the environment still shows it.', todo: wait },
  Unexpected: { what: 'Something broke in Seatkeeper itself.', todo: tellAdmin },
  ForeignNextLink: { what: 'An answer pointed to another server, and Seatkeeper did not follow it.', todo: tellAdmin },
  DidNotHold: {
    what: 'The change did not hold: read back, the user was different again.',
    todo: 'An administrator looks for a policy or a flow that changes users in this environment; then ask again.',
  },
  Throttled: { what: 'The service asks to slow down.', todo: wait },
  CircuitOpen: { what: 'The service has failed again and again, so it is left alone for a moment.', todo: wait },
  OutOfTime: { what: 'The service took too long.', todo: wait },
  NoAnswer: { what: 'The service did not answer.', todo: wait },
  '0x8004B050': {
    what: 'The environment has no seat left for a non-interactive user.',
    todo: 'Free a seat by ending a non-interactive user that is no longer needed, or use an application user, which needs none.',
  },
  '0x80041D66': {
    what: 'The environment did not see the lent licence when the access mode was to change.',
    todo: 'Ask again in an hour: licences sometimes take that long to arrive.',
  },
  '0x80041D40': { what: 'The environment does not support this access mode.', todo: tellAdmin },
  '0x80040D40': {
    what: 'The account is an application user, and its access mode is fixed.',
    todo: 'Use it as it is: it needs no seat. Or ask for another account.',
  },
  '0x80041D4C': { what: 'The environment does not let the licence field be written.', todo: tellAdmin },
  '0x8004D24B': {
    what: 'The environment says that the user has no licence.',
    todo: 'Ask again in an hour: licences sometimes take that long to arrive.',
  },
  '0x8004D24C': {
    what: 'The environment does not enable a user without a licence.',
    todo: 'Ask again in an hour: licences sometimes take that long to arrive.',
  },
  '0x80041409': {
    what: 'A security role belongs to another business unit than the user.',
    todo: 'An administrator moves the user to the root business unit, or chooses roles of the user’s own; then ask again.',
  },
  '0x80048D35': {
    what: 'The user is disabled in the environment, and a disabled user takes no roles.',
    todo: 'An administrator enables the user in the environment; then ask again.',
  },
  '0x80040237': {
    what: 'The environment has a record with the same key already.',
    todo: 'Ask again. If it happens again, tell an admin of Seatkeeper.',
  },
  '0x80040217': {
    what: 'The environment no longer has the record.',
    todo: 'Ask again. If it happens again, tell an admin of Seatkeeper.',
  },
  '0x80040220': { what: 'Seatkeeper lacks a privilege in the environment.', todo: grantRights },
  '0x80048306': { what: 'Seatkeeper lacks access in the environment.', todo: grantRights },
  '0x80041D2F': {
    what: 'The user is the last system administrator of the environment and cannot be disabled.',
    todo: 'An administrator gives somebody else the System Administrator role first.',
  },
  '0x80044160': {
    what: 'A non-interactive user cannot open the user interface.',
    todo: 'Use the APIs, or an ordinary account.',
  },
  '0x8004A112': { what: 'Seatkeeper’s own user is disabled in the environment.', todo: 'An administrator enables it.' },
  '0x80072560': {
    what: 'Seatkeeper’s own user is not a member of the environment.',
    todo: 'An administrator adds its application user to the environment.',
  },
  '0x80040216': { what: 'The environment met an error of its own.', todo: wait },
  '0x80072322': { what: 'The environment received too many calls and asks to slow down.', todo: wait },
  '0x80072321': { what: 'The environment is busy and asks to slow down.', todo: wait },
  '0x80072326': { what: 'The environment handles too many calls at once and asks to slow down.', todo: wait },
  Http401: {
    what: 'The service did not accept Seatkeeper’s credentials.',
    todo: 'An admin of Seatkeeper renews the client secret or certificate.',
  },
  Http403: {
    what: 'Seatkeeper lacks a permission for this call.',
    todo: 'An administrator grants the permissions that the README lists.',
  },
  Http429: { what: 'The service asks to slow down.', todo: wait },
};

/** The services write their hexadecimal codes in either case. */
const byCode = new Map(Object.entries(known).map(([code, words]) => [code.toLowerCase(), words]));

export const knownObstacles: readonly string[] = Object.keys(known);

/** In people's words, whatever the code: one that is not known is for the admins, and stands apart. */
export function obstacleText({ service, code, detail }: Obstacle): ObstacleWords {
  const words = (code === 'NoSpareLicence' && licenceText(detail)) || byCode.get(code.toLowerCase());
  if (words) return words;
  const name = serviceNames[service];
  // As in HTTP: the fault is the service's, and passes.
  if (/^http(408|5\d\d)$/i.test(code)) return { what: `${name} cannot answer at the moment.`, todo: wait, code };
  return { what: `${name} turned down a call of Seatkeeper.`, todo: tellAdmin, code };
}

/** For somebody who cannot ask again, because `requester` did. */
export function adviceFor(requester: string, todo: string): string {
  return todo.replace(/\b([Aa])sk (again|for)\b/g, (_, first: string, rest: string) =>
    first === 'A' ? `Tell ${requester} to ask ${rest}` : `tell ${requester} to ask ${rest}`,
  );
}

/** The check of the licences tells the name of the SKU and how many are used. */
function licenceText(detail: string): ObstacleWords | undefined {
  const [, name, used, total] = /\((\w+): (\d+) of (\d+) used\)/.exec(detail) ?? [];
  if (name === undefined) return undefined;
  return {
    what: `No spare licence of ${name} is free to lend during the set-up: ${used} of ${total} are used.`,
    todo: `Free or buy one licence of ${name}, then ask again. It is given back afterwards.`,
  };
}

export const serviceNames = {
  dataverse: 'The environment',
  graph: 'Microsoft Entra',
  powerPlatform: 'The Power Platform',
  teams: 'Teams',
  seatkeeper: 'Seatkeeper',
} as const;
