import { blankAccount, domain } from '../graph/users.ts';
import type { Account, Group, Sku } from '../graph/model.ts';

export const enterpriseSku = '50000000-0000-4000-8000-000000000001';
const officeSku = '50000000-0000-4000-8000-000000000002';

export const approversGroup = 'c0000000-0000-4000-8000-000000000001';
const adminsGroup = 'c0000000-0000-4000-8000-000000000002';
const operationsGroup = 'c0000000-0000-4000-8000-000000000003';
const licencesGroup = 'c0000000-0000-4000-8000-000000000004';
const usersGroup = 'c0000000-0000-4000-8000-000000000005';

export function personId(number: number): string {
  return `a1e00000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function serviceId(number: number): string {
  return `a2e00000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

interface Person {
  alias: string;
  givenName: string;
  surname: string;
  jobTitle: string;
  department: string;
  manager?: number;
  /** The group that the licence comes from. */
  licenceGroup?: string;
}

const people: readonly Person[] = [
  {
    alias: 'alexw',
    givenName: 'Alex',
    surname: 'Wilber',
    jobTitle: 'Integration Specialist',
    department: 'IT',
    manager: 2,
  },
  { alias: 'meganb', givenName: 'Megan', surname: 'Bowen', jobTitle: 'CRM Manager', department: 'IT', manager: 7 },
  {
    alias: 'nestorw',
    givenName: 'Nestor',
    surname: 'Wilke',
    jobTitle: 'Director',
    department: 'Operations',
    manager: 7,
  },
  {
    alias: 'adelev',
    givenName: 'Adele',
    surname: 'Vance',
    jobTitle: 'Retail Manager',
    department: 'Retail',
    manager: 3,
  },
  { alias: 'leeg', givenName: 'Lee', surname: 'Gu', jobTitle: 'Director', department: 'Manufacturing', manager: 7 },
  {
    alias: 'diegos',
    givenName: 'Diego',
    surname: 'Siciliani',
    jobTitle: 'HR Manager',
    department: 'HR',
    manager: 3,
    licenceGroup: licencesGroup,
  },
  {
    alias: 'pattif',
    givenName: 'Patti',
    surname: 'Fernandez',
    jobTitle: 'President',
    department: 'Executive Management',
  },
];

function licensed(fromGroup: string | null = null): Account['licences'] {
  return [{ skuId: enterpriseSku, disabledPlans: [], fromGroup }];
}

export const personAccounts: readonly Account[] = people.map((person, index) => ({
  ...blankAccount,
  id: personId(index + 1),
  displayName: `${person.givenName} ${person.surname}`,
  givenName: person.givenName,
  surname: person.surname,
  jobTitle: person.jobTitle,
  department: person.department,
  mail: `${person.alias}@${domain}`,
  mailNickname: person.alias,
  userPrincipalName: `${person.alias}@${domain}`,
  accountEnabled: true,
  usageLocation: 'DE',
  createdDateTime: '2023-01-09T08:00:00Z',
  managerId: person.manager === undefined ? null : personId(person.manager),
  licences: licensed(person.licenceGroup),
}));

/** An account that an integration signs in with. */
export function serviceAccount(number: number, alias: string, displayName: string, createdDateTime: string): Account {
  return {
    ...blankAccount,
    id: serviceId(number),
    displayName,
    mailNickname: alias,
    userPrincipalName: `${alias}@${domain}`,
    accountEnabled: true,
    usageLocation: 'DE',
    createdDateTime,
    licences: [],
  };
}

/** An ordinary account, licensed and read-write, that waits to be converted. */
export const legacyReports: Account = {
  ...serviceAccount(20, 'svc-legacy-reports', 'Legacy reports', '2022-05-17T07:30:00Z'),
  licences: licensed(),
};

const plan = (number: number, servicePlanName: string): Sku['servicePlans'][number] => ({
  servicePlanId: `51000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  servicePlanName,
  provisioningStatus: 'Success',
  appliesTo: 'User',
});

export const skus: readonly Sku[] = [
  {
    skuId: enterpriseSku,
    skuPartNumber: 'DYN365_ENTERPRISE_PLAN1',
    enabled: 25,
    usedElsewhere: 22 - people.length - 1,
    servicePlans: [plan(1, 'DYN365_CDS_P2'), plan(2, 'DYN365_ENTERPRISE_P1'), plan(3, 'SHAREPOINTWAC')],
  },
  {
    skuId: officeSku,
    skuPartNumber: 'ENTERPRISEPACK',
    enabled: 100,
    usedElsewhere: 61,
    servicePlans: [plan(4, 'EXCHANGE_S_ENTERPRISE'), plan(5, 'TEAMS1'), plan(6, 'SHAREPOINTENTERPRISE')],
  },
];

export const groups: readonly Group[] = [
  {
    id: approversGroup,
    displayName: 'CRM Approvers',
    description: 'People who approve access to the CRM',
    members: [personId(2), operationsGroup],
  },
  { id: adminsGroup, displayName: 'CRM Admins', description: 'People who run the CRM', members: [personId(2)] },
  { id: operationsGroup, displayName: 'CRM Operations', description: null, members: [personId(5)] },
  {
    id: licencesGroup,
    displayName: 'Dynamics 365 licences',
    description: null,
    members: [personId(6)],
    grants: [enterpriseSku],
  },
  { id: usersGroup, displayName: 'CRM Users', description: 'People who may use the CRM', members: [] },
];
