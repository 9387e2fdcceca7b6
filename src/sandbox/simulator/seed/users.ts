import { applicationUserOf } from '../dataverse/applicationUsers.ts';
import { newSystemUser } from '../dataverse/newUser.ts';
import { accessMode } from '../model.ts';
import type { Account } from '../graph/model.ts';
import type { Environment, SystemUser } from '../model.ts';
import { oldPortal, powerBi, sapConnector, seatkeeper } from './applications.ts';
import { seedId } from './environments.ts';
import type { RoleName } from './environments.ts';
import { integrationAccounts, production, testing } from './integrations.ts';
import { legacyReports, personAccounts } from './people.ts';

export interface SeededUser {
  user: SystemUser;
  roles: RoleName[];
}

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
    ...(environment.key === 'prod'
      ? [
          user(applicationUserOf(sapConnector), undefined, ['Integration Writer']),
          user({ ...applicationUserOf(oldPortal), isdisabled: true, deletedstate: 1 }),
        ]
      : []),
  ];
}

type MakeUser = (fields: Partial<SystemUser>, account?: Account, roles?: RoleName[]) => SeededUser;

/** Users that no seat is counted for. */
function platformUsers(environment: Environment, user: MakeUser): SeededUser[] {
  const support = { islicensed: false, issyncwithdirectory: false };
  return [
    user({ ...applicationUserOf(seatkeeper), systemuserid: environment.botUserId }, undefined, [
      'System Administrator',
    ]),
    user(applicationUserOf(powerBi), undefined, ['Report Reader']),
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
