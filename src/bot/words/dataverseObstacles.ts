import { tellAdmin, wait, type ObstacleWords } from './obstacleWords.ts';

const grantRights =
  'An administrator gives Seatkeeper’s application user the System Administrator role in the environment.';

/** What an environment says, by the Web API’s list of error codes, and what Seatkeeper finds out about it. */
export const dataverseObstacles: Readonly<Record<string, ObstacleWords>> = {
  OnPremises: {
    what: 'The environment is on-premises, and the non-interactive access mode exists online only.',
    todo: 'Ask for an online environment.',
  },
  NoQuota: {
    what: 'The environment does not say how many non-interactive users it allows.',
    todo: 'An admin of Seatkeeper sets `limit` to a number for this environment in the configuration.',
  },
  NoFreeSeat: {
    what: 'All seats of the environment are used.',
    todo: 'Free a seat by ending a non-interactive user that is no longer needed, or use an application user, which needs none.',
  },
  RoleNotFound: {
    what: 'A security role no longer exists in the environment.',
    todo: 'Ask again and choose from the current roles.',
  },
  AccountChanged: {
    what: 'It is no longer as it was when it was asked for.',
    todo: 'Ask again: the approvers then see what it is and has today.',
  },
  ApplicationUserDeleted: {
    what: 'The application’s user in the environment was deleted, and the deleted one still blocks a new one.',
    todo: 'An administrator restores or permanently deletes it in the Power Platform admin centre: the environment, Settings, Application users; then ask again.',
  },
  LicenceStillShown: { what: 'The licence is taken back, but the environment still shows it.', todo: wait },
  DidNotHold: {
    what: 'The change did not hold: read back, the user was different again.',
    todo: 'An administrator looks for a policy or a flow that changes users in this environment; then ask again.',
  },
  '0x8004B050': {
    what: 'Dataverse turned the user away: it says that no seat is left, whatever it counts.',
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
  '0x8004F511': {
    what: 'The environment has a user of this application already.',
    todo: 'Ask for a change of that user instead.',
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
};
