import { wait, type ObstacleWords } from './obstacleWords.ts';

/** Accounts, applications, licences, groups, and the way from Entra into an environment. */
export const entraObstacles: Readonly<Record<string, ObstacleWords>> = {
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
  GroupGivesLicence: {
    what: 'The security group of the environment gives the licence to its members, so it could not be taken back from the account.',
    todo: 'An administrator gives the licence through another group, or lets the environment use another security group; then ask again. An application user needs neither.',
  },
  AccountNotFound: { what: 'The account no longer exists in the directory.', todo: 'Ask again for another account.' },
  AccountGone: {
    what: 'The account of this user no longer exists in Microsoft Entra, so no licence can be lent to it.',
    todo: 'Its owner or an admin revokes what is left of it. If it is still needed, ask for a new user.',
  },
  ApplicationNotFound: {
    what: 'The application no longer exists in the directory.',
    todo: 'Ask again with the id of another application.',
  },
  ApplicationDisabled: {
    what: 'The application may not sign in: it is disabled in Microsoft Entra.',
    todo: 'An administrator allows users to sign in to it in the Microsoft Entra admin centre, Enterprise applications; then ask again.',
  },
  GroupNotWritable: {
    what: 'The account must be in the security group of the environment, and Seatkeeper cannot change who is in it.',
    todo: 'An administrator adds the account to the group by hand, or gives Seatkeeper the permission GroupMember.ReadWrite.All; then ask again.',
  },
  userNotInSecurityGroup: {
    what: 'The account is no direct member of the security group of the environment.',
    todo: 'An administrator adds the account itself to the group, not a group that it is in; then ask again.',
  },
  SyncPending: { what: 'The account has not appeared in the environment yet.', todo: wait },
  NotLicensedYet: { what: 'The lent licence has not reached the platform yet.', todo: wait },
  userNotLicensed: { what: 'The lent licence has not reached the platform yet.', todo: wait },
  AppNotRegistered: {
    what: 'Seatkeeper is not registered with the Power Platform admin API.',
    todo: 'An administrator runs New-PowerAppManagementApp once with Seatkeeper’s application id.',
  },
  NoFederatedToken: {
    what: 'The token that proves to Microsoft Entra who Seatkeeper is cannot be read.',
    todo: 'An admin of Seatkeeper looks at the workload identity of the place where it runs, and at AZURE_FEDERATED_TOKEN_FILE.',
  },
};
