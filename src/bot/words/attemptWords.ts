import type { Attempt, Right } from '../../application/findings.ts';

/** A read that worked, for the line of a check that is well. */
export const rights: Readonly<Record<Right, string>> = {
  signIn: 'A token is given.',
  readPeople: 'People can be read.',
  readGroups: 'Groups can be read.',
  readApplications: 'Applications can be read.',
  readTenant: 'The organisation can be read.',
  readMailboxes: 'Absences set in Outlook are seen.',
  readVault: 'Secrets can be read.',
  administer: 'The Power Platform admin API lets Seatkeeper in.',
  whoAmI: 'Seatkeeper is a user of it.',
  readUsers: 'Users can be read.',
  readRoles: 'Security roles can be read.',
};

interface AttemptWords {
  readonly tried: string;
  readonly remedy: string;
}

const grant = (permission: string): string =>
  `Grant CRM_CLIENT_ID the Microsoft Graph application permission ${permission}, with admin consent.`;
const systemAdministrator =
  'Add CRM_CLIENT_ID as an application user of the environment, with the role System Administrator.';

export const attempts: Readonly<Record<Attempt, AttemptWords>> = {
  signIn: {
    tried: 'Getting a token',
    remedy: 'Check the CRM_… variables: a secret or certificate may have run out.',
  },
  readPeople: { tried: 'Reading people', remedy: grant('User.ReadWrite.All') },
  readGroups: { tried: 'Reading groups', remedy: grant('GroupMember.Read.All') },
  readApplications: { tried: 'Reading applications', remedy: grant('Application.Read.All') },
  readTenant: {
    tried: 'Reading the organisation',
    remedy: grant('Organization.Read.All'),
  },
  readMailboxes: {
    tried: 'Reading the automatic replies of an approver',
    remedy: `Absences set in Outlook are not seen; approvers can say /away. To see them: ${grant('MailboxSettings.Read')}`,
  },
  readLicences: {
    tried: 'Reading licences',
    remedy: grant('LicenseAssignment.ReadWrite.All and Organization.Read.All'),
  },
  readVault: {
    tried: 'Reading a secret',
    remedy:
      'Give CRM_CLIENT_ID the role Key Vault Secrets Officer on the key vault, and open its network to Seatkeeper.',
  },
  administer: {
    tried: 'Reading the environment in the Power Platform',
    remedy: 'Correct `environmentId`, and register the application with New-PowerAppManagementApp.',
  },
  whoAmI: { tried: 'Asking who Seatkeeper is', remedy: systemAdministrator },
  readOrganization: { tried: 'Asking what it is', remedy: systemAdministrator },
  readUsers: { tried: 'Reading users', remedy: systemAdministrator },
  readRoles: { tried: 'Reading security roles', remedy: systemAdministrator },
  readPrivileges: { tried: 'Reading what Seatkeeper may do', remedy: systemAdministrator },
  readSeats: { tried: 'Reading the seats', remedy: systemAdministrator },
  readApprovers: {
    tried: 'Looking up the approvers',
    remedy: grant('GroupMember.Read.All'),
  },
  readAdmins: { tried: 'Looking up the admins', remedy: grant('GroupMember.Read.All') },
  readContacts: {
    tried: 'Looking up who can be reached',
    remedy: 'Check the database.',
  },
};
