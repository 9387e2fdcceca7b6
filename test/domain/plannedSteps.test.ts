import { describe, expect, test } from '@jest/globals';
import type { Ask } from '../../src/domain/ask.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { stepsFor } from '../../src/domain/plannedSteps.ts';
import { asks, production } from '../support/requests.ts';

/** The plan is what people approve, so every call of it stands here word for word. */
function told(ask: Ask, environment: Environment = production): readonly string[] {
  return stepsFor(ask, environment).flatMap(({ name, calls }) => [
    `# ${name}`,
    ...calls.map(({ service, method, path, body, onlyIf }) =>
      [
        `${service} ${method} ${path}`,
        ...(body ? [JSON.stringify(body)] : []),
        ...(onlyIf ? [`if ${onlyIf}`] : []),
      ].join(' '),
    ),
  ]);
}

const user = '/api/data/v9.2/systemusers({user})';
const changed = '/api/data/v9.2/systemusers(d0000000-0000-4000-8000-000000000088)';
const admin = '/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/e0000000-0000-4000-8000-000000000001';
const sku = '50000000-0000-4000-8000-000000000001';
const reader = '{"@odata.id":"/api/data/v9.2/roles(70000000-0000-4000-8000-000000000004)"}';

const organization = 'dataverse GET /api/data/v9.2/RetrieveCurrentOrganization(AccessType=…)';
const seatCheck = [
  '# check',
  organization,
  'dataverse GET /api/data/v9.2/RetrieveOrganizationResources()',
  'dataverse GET /api/data/v9.2/systemusers?$filter=accessmode eq 4 and isdisabled eq false and applicationid eq null …&$count=true',
  `powerPlatform GET ${admin}?api-version=2020-10-01`,
  'graph GET /v1.0/subscribedSkus',
];
const seatSteps = [
  '# lendLicence',
  `graph POST /v1.0/users/{account}/assignLicense {"addLicenses":[{"skuId":"${sku}","disabledPlans":[]}],"removeLicenses":[]} if unlicensed`,
  '# bringIn',
  'graph POST /v1.0/groups/{securityGroup}/members/$ref {"@odata.id":"/v1.0/directoryObjects/{account}"} if securityGroup',
  `powerPlatform POST ${admin}/addUser?api-version=2020-10-01 {"objectId":"{account}"} if notArrived`,
  '# enable',
  `dataverse PATCH ${user} {"isdisabled":false} if disabled`,
  '# assignRoles',
  `dataverse POST ${user}/systemuserroles_association/$ref ${reader}`,
  '# setNonInteractive',
  `dataverse PATCH ${user} {"accessmode":4}`,
  '# returnLicence',
  `graph POST /v1.0/users/{account}/assignLicense {"addLicenses":[],"removeLicenses":["${sku}"]} if licensed`,
];

function confirmed(path: string): readonly string[] {
  return ['# confirm', `dataverse GET ${path}`, `dataverse GET ${path}/systemuserroles_association`];
}

function account(password: string): string {
  return (
    'graph POST /v1.0/users {"accountEnabled":true,"displayName":"SAP order sync (integration)",' +
    '"userPrincipalName":"svc-sap-order-sync-104@contoso.onmicrosoft.com","mailNickname":"svc-sap-order-sync-104",' +
    `"usageLocation":"(the tenant's country)","employeeType":"(the request's mark)",` +
    `"passwordProfile":{"password":"${password}","forceChangePasswordNextSignIn":false}}`
  );
}

describe('the calls of a plan', () => {
  test('for a new account', () => {
    const created = ['# account', account('(random, kept nowhere)')];
    expect(told(asks.new)).toEqual([...seatCheck, ...created, ...seatSteps, ...confirmed(user)]);
  });

  test('for a new account with a key vault', () => {
    const kept = [
      '# storePassword',
      'keyVault PUT https://contoso.vault.azure.net/secrets/svc-sap-order-sync-104 {"value":"(random)"}',
      '# account',
      account('(the one in the key vault)'),
    ];
    const environment = { ...production, keyVault: 'https://contoso.vault.azure.net' };
    expect(told(asks.new, environment)).toEqual([...seatCheck, ...kept, ...seatSteps, ...confirmed(user)]);
  });

  test('for an account that exists', () => {
    const found = ['# account', 'graph GET /v1.0/users/b0000000-0000-4000-8000-000000000201'];
    expect(told(asks.existing)).toEqual([...seatCheck, ...found, ...seatSteps, ...confirmed(user)]);
  });

  const application = [
    '# check',
    organization,
    "graph GET /v1.0/servicePrincipals(appId='f0000000-0000-4000-8000-000000000301')",
    '# applicationUser',
  ];
  const roles = ['# assignRoles', `dataverse POST ${user}/systemuserroles_association/$ref ${reader}`];

  test('for an application', () => {
    const made =
      'dataverse POST /api/data/v9.2/systemusers {"applicationid":"f0000000-0000-4000-8000-000000000301",' +
      '"accessmode":4,"isdisabled":false,"businessunitid@odata.bind":"/businessunits({businessUnit})"}';
    expect(told(asks.application)).toEqual([...application, made, ...roles, ...confirmed(user)]);
  });

  test('for an application whose user is there, disabled', () => {
    const there = { ...asks.application.account, systemUserId: 'd0000000-0000-4000-8000-000000000301' } as never;
    const enabled =
      'dataverse PATCH /api/data/v9.2/systemusers(d0000000-0000-4000-8000-000000000301) ' +
      '{"applicationid":"f0000000-0000-4000-8000-000000000301","isdisabled":false}';
    const asked = { ...asks.application, account: there };
    expect(told(asked)).toEqual([...application, enabled, ...roles, ...confirmed(user)]);
  });

  test('for a change', () => {
    expect(told(asks.user)).toEqual([
      '# check',
      organization,
      `dataverse GET ${changed}`,
      '# assignRoles',
      `dataverse POST ${changed}/systemuserroles_association/$ref ${reader}`,
      '# removeRoles',
      `dataverse DELETE ${changed}/systemuserroles_association/$ref?$id=/api/data/v9.2/roles(70000000-0000-4000-8000-000000000005)`,
      ...confirmed(changed),
    ]);
  });
});
