import { newSystemUser } from '../dataverse/newUser.ts';
import { accessMode } from '../model.ts';
import type { Account, Environment, SystemUser } from '../model.ts';
import { seedId } from './environments.ts';
import type { RoleName } from './environments.ts';
import { legacyReports, personAccounts, serviceAccount } from './people.ts';

export interface SeededUser {
  user: SystemUser;
  roles: RoleName[];
}

interface Integration {
  number: number;
  alias: string;
  name: string;
  created: string;
  roles: RoleName[];
  isdisabled?: boolean;
}

const production: readonly Integration[] = [
  {
    number: 1,
    alias: 'svc-sharepoint-sync',
    name: 'SharePoint sync',
    created: '2022-04-11T10:12:04Z',
    roles: ['Integration Reader'],
  },
  {
    number: 2,
    alias: 'svc-dwh-export',
    name: 'Data warehouse export',
    created: '2022-09-02T06:40:51Z',
    roles: ['Report Reader'],
  },
  {
    number: 3,
    alias: 'svc-telephony',
    name: 'Telephony integration',
    created: '2023-02-20T13:05:37Z',
    roles: ['Integration Writer'],
  },
  {
    number: 4,
    alias: 'svc-mail-archive',
    name: 'Mail archive',
    created: '2023-11-06T08:27:19Z',
    roles: ['Integration Reader'],
  },
  {
    number: 5,
    alias: 'svc-webshop-orders',
    name: 'Web shop orders',
    created: '2025-06-30T15:48:02Z',
    roles: ['Integration Writer', 'Sales Manager'],
  },
  {
    number: 6,
    alias: 'svc-newsletter',
    name: 'Newsletter sync (retired)',
    created: '2021-12-01T11:00:00Z',
    roles: [],
    isdisabled: true,
  },
];

const testing: readonly Integration[] = [
  {
    number: 11,
    alias: 'svc-test-sharepoint',
    name: 'SharePoint sync (test)',
    created: '2022-04-04T09:30:00Z',
    roles: ['Integration Reader'],
  },
  {
    number: 12,
    alias: 'svc-test-dwh',
    name: 'Data warehouse export (test)',
    created: '2022-08-22T07:15:10Z',
    roles: ['Report Reader'],
  },
  {
    number: 13,
    alias: 'svc-test-telephony',
    name: 'Telephony integration (test)',
    created: '2023-02-13T12:44:25Z',
    roles: ['Integration Writer'],
  },
  {
    number: 14,
    alias: 'svc-test-loadtest-1',
    name: 'Load test 1',
    created: '2024-05-14T16:02:48Z',
    roles: ['Service Reader'],
  },
  {
    number: 15,
    alias: 'svc-test-loadtest-2',
    name: 'Load test 2',
    created: '2024-05-14T16:03:11Z',
    roles: ['Service Reader'],
  },
  {
    number: 16,
    alias: 'svc-test-migration',
    name: 'Data migration 2024',
    created: '2024-10-01T05:50:33Z',
    roles: ['Integration Writer'],
  },
  {
    number: 17,
    alias: 'svc-test-webshop',
    name: 'Web shop orders (test)',
    created: '2025-06-12T14:20:07Z',
    roles: ['Integration Writer'],
  },
];

export const integrationAccounts: readonly Account[] = [...production, ...testing].map(
  ({ number, alias, name, created }) => serviceAccount(number, alias, name, created),
);

export function usersOf(environment: Environment, version: number): SeededUser[] {
  let number = 100;
  const user = (fields: Partial<SystemUser>, account?: Account, roles: RoleName[] = []): SeededUser => ({
    user: newSystemUser({
      environment,
      at: new Date('2022-03-01T09:00:00Z'),
      version,
      systemuserid: seedId('d0000000', environment.key, (number += 1)),
      ...(account && { account }),
      ...fields,
    }),
    roles,
  });
  if (environment.deployment === 'onPremises') return onPremisesUsers(environment, user);
  const integrations = environment.key === 'prod' ? production : testing;
  return [
    ...platformUsers(environment, user),
    ...personAccounts.map((account) =>
      user(
        { islicensed: true },
        account,
        account.mailNickname === 'meganb' ? ['System Administrator'] : ['Basic User'],
      ),
    ),
    ...(environment.key === 'prod' ? [user({ islicensed: true }, legacyReports, ['Report Reader'])] : []),
    ...integrations.map(({ number: account, created, roles, isdisabled = false }) =>
      user(
        { accessmode: accessMode.nonInteractive, isdisabled, createdon: created, modifiedon: created },
        integrationAccounts.find(({ id }) => id.endsWith(String(account).padStart(12, '0'))),
        roles,
      ),
    ),
  ];
}

type MakeUser = (fields: Partial<SystemUser>, account?: Account, roles?: RoleName[]) => SeededUser;

/** Users that no seat is counted for. */
function platformUsers(environment: Environment, user: MakeUser): SeededUser[] {
  const application = (applicationid: string, name: string): Partial<SystemUser> => ({
    applicationid,
    fullname: `# ${name}`,
    domainname: `${applicationid}@onmicrosoft.com`,
    azureactivedirectoryobjectid: `a3${applicationid.slice(2)}`,
    accessmode: accessMode.nonInteractive,
  });
  const support = { islicensed: false, issyncwithdirectory: false };
  return [
    user(
      { ...application('f0000000-0000-4000-8000-000000000001', 'Seatkeeper'), systemuserid: environment.botUserId },
      undefined,
      ['System Administrator'],
    ),
    user(application('f0000000-0000-4000-8000-000000000002', 'Power BI connector'), undefined, ['Report Reader']),
    user({ ...support, fullname: 'SYSTEM', isdisabled: true, accessmode: accessMode.support, setupuser: true }),
    user({ ...support, fullname: 'INTEGRATION', accessmode: accessMode.nonInteractive, isintegrationuser: true }),
    user({ ...support, fullname: 'Support User', domainname: 'crmoln2@microsoft.com', accessmode: accessMode.support }),
    user({ ...support, fullname: 'Delegated Admin', accessmode: accessMode.delegatedAdmin }),
  ];
}

function onPremisesUsers(environment: Environment, user: MakeUser): SeededUser[] {
  return [
    user(
      { systemuserid: environment.botUserId, fullname: 'Seatkeeper service', domainname: 'CONTOSO\\svc-seatkeeper' },
      undefined,
      ['System Administrator'],
    ),
    ...personAccounts.map(({ displayName, mailNickname }) =>
      user({ fullname: displayName, domainname: `CONTOSO\\${String(mailNickname)}` }, undefined, [
        mailNickname === 'meganb' ? 'System Administrator' : 'Basic User',
      ]),
    ),
  ];
}
