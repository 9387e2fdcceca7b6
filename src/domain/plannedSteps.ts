import { roleChanges, takesSeat, type Account, type Application, type Ask } from './ask.ts';
import type { Environment } from './environment.ts';

/** The pieces of a creation or a change, in the only order that works: see `stepsFor`. */
export type StepName =
  | 'check'
  | 'storePassword'
  | 'account'
  | 'lendLicence'
  | 'bringIn'
  | 'applicationUser'
  | 'enable'
  | 'assignRoles'
  | 'removeRoles'
  | 'setNonInteractive'
  | 'returnLicence'
  | 'confirm';

export interface PlannedCall {
  readonly service: 'graph' | 'powerPlatform' | 'dataverse' | 'keyVault';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /**
   * With `{account}` and `{user}` for ids that exist only once the user does, `{securityGroup}` for the environment's and
   * `{businessUnit}` for its root business unit.
   */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Left out where what it brings about is so already. Absent: always made. */
  readonly onlyIf?: CallCondition;
}

export type CallCondition = 'unlicensed' | 'securityGroup' | 'notArrived' | 'disabled' | 'licensed';

export interface PlannedStep {
  readonly name: StepName;
  readonly calls: readonly PlannedCall[];
}

/** In Key Vault and on cards: the account's name without its domain. */
export function secretNameOf(upn: string): string {
  return (upn.split('@')[0] ?? '').replaceAll(/[^0-9A-Za-z-]/g, '-');
}

const webApi = '/api/data/v9.2';
const graphApi = '/v1.0';
const admin = '/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments';
const anyUser = `${webApi}/systemusers({user})`;
/** Who takes a seat, counted beside the environment's own number. */
const seatFilter = '$filter=accessmode eq 4 and isdisabled eq false and applicationid eq null …&$count=true';

export function stepsFor(ask: Ask, environment: Environment): readonly PlannedStep[] {
  const { account } = ask;
  switch (account.kind) {
    case 'new':
      return [
        checkStep(environment, account),
        ...passwordSteps(account.upn, environment),
        { name: 'account', calls: [createAccount(account.upn, account.displayName, environment)] },
        ...seatSteps(ask, environment),
      ];
    case 'existing':
      return [
        checkStep(environment, account),
        {
          name: 'account',
          calls: [{ service: 'graph', method: 'GET', path: `${graphApi}/users/${account.objectId}` }],
        },
        ...seatSteps(ask, environment),
      ];
    case 'application':
      return [
        checkStep(environment, account),
        { name: 'applicationUser', calls: [makeApplicationUser(account)] },
        ...roleSteps(ask, anyUser),
        confirmStep(anyUser),
      ];
    case 'user': {
      const user = `${webApi}/systemusers(${account.systemUserId})`;
      return [checkStep(environment, account), ...roleSteps(ask, user), confirmStep(user)];
    }
  }
}

/**
 * The documented choreography. Roles come while the user is enabled (a disabled user takes none), the access mode
 * changes while the licence is there (0x80041d66 without one), and the licence goes last, before the result is read back.
 */
function seatSteps(ask: Ask, environment: Environment): readonly PlannedStep[] {
  const { licenceSku, environmentId } = environment;
  const setLicence = (onlyIf: CallCondition, body: Readonly<Record<string, unknown>>): PlannedCall => {
    return { service: 'graph', method: 'POST', path: `${graphApi}/users/{account}/assignLicense`, body, onlyIf };
  };
  return [
    {
      name: 'lendLicence',
      calls: [
        setLicence('unlicensed', { addLicenses: [{ skuId: licenceSku, disabledPlans: [] }], removeLicenses: [] }),
      ],
    },
    {
      name: 'bringIn',
      calls: [
        {
          service: 'graph',
          method: 'POST',
          path: `${graphApi}/groups/{securityGroup}/members/$ref`,
          body: { '@odata.id': `${graphApi}/directoryObjects/{account}` },
          onlyIf: 'securityGroup',
        },
        {
          service: 'powerPlatform',
          method: 'POST',
          path: `${admin}/${environmentId}/addUser?api-version=2020-10-01`,
          body: { objectId: '{account}' },
          onlyIf: 'notArrived',
        },
      ],
    },
    {
      name: 'enable',
      calls: [
        { service: 'dataverse', method: 'PATCH', path: anyUser, body: { isdisabled: false }, onlyIf: 'disabled' },
      ],
    },
    ...roleSteps(ask, anyUser),
    {
      name: 'setNonInteractive',
      calls: [{ service: 'dataverse', method: 'PATCH', path: anyUser, body: { accessmode: 4 } }],
    },
    { name: 'returnLicence', calls: [setLicence('licensed', { addLicenses: [], removeLicenses: [licenceSku] })] },
    confirmStep(anyUser),
  ];
}

function checkStep({ environmentId }: Environment, account: Account): PlannedStep {
  const calls: PlannedCall[] = [
    { service: 'dataverse', method: 'GET', path: `${webApi}/RetrieveCurrentOrganization(AccessType=…)` },
  ];
  if (takesSeat(account)) {
    calls.push(
      { service: 'dataverse', method: 'GET', path: `${webApi}/RetrieveOrganizationResources()` },
      { service: 'dataverse', method: 'GET', path: `${webApi}/systemusers?${seatFilter}` },
      { service: 'powerPlatform', method: 'GET', path: `${admin}/${environmentId}?api-version=2020-10-01` },
      { service: 'graph', method: 'GET', path: `${graphApi}/subscribedSkus` },
    );
  }
  if (account.kind === 'application') {
    calls.push({
      service: 'graph',
      method: 'GET',
      path: `${graphApi}/servicePrincipals(appId='${account.applicationId}')`,
    });
  }
  if (account.kind === 'user') {
    calls.push({ service: 'dataverse', method: 'GET', path: `${webApi}/systemusers(${account.systemUserId})` });
  }
  return { name: 'check', calls };
}

/** The secret is there before the account: a password that nobody could ever read would otherwise be in use. */
function passwordSteps(upn: string, { keyVault }: Environment): readonly PlannedStep[] {
  if (keyVault === undefined) return [];
  const path = `${keyVault}/secrets/${secretNameOf(upn)}`;
  return [
    { name: 'storePassword', calls: [{ service: 'keyVault', method: 'PUT', path, body: { value: '(random)' } }] },
  ];
}

function createAccount(upn: string, displayName: string, { keyVault }: Environment): PlannedCall {
  const password = keyVault === undefined ? '(random, kept nowhere)' : '(the one in the key vault)';
  return {
    service: 'graph',
    method: 'POST',
    path: `${graphApi}/users`,
    body: {
      accountEnabled: true,
      displayName,
      userPrincipalName: upn,
      mailNickname: upn.split('@')[0],
      usageLocation: "(the tenant's country)",
      employeeType: "(the request's mark)",
      passwordProfile: { password, forceChangePasswordNextSignIn: false },
    },
  };
}

/** To enable one that is there, both columns must be written together. */
function makeApplicationUser({ applicationId, systemUserId }: Application): PlannedCall {
  const service = 'dataverse';
  if (systemUserId !== undefined) {
    const path = `${webApi}/systemusers(${systemUserId})`;
    return { service, method: 'PATCH', path, body: { applicationid: applicationId, isdisabled: false } };
  }
  const businessUnit = { 'businessunitid@odata.bind': '/businessunits({businessUnit})' };
  const body = { applicationid: applicationId, accessmode: 4, isdisabled: false, ...businessUnit };
  return { service, method: 'POST', path: `${webApi}/systemusers`, body };
}

/** What a user gains comes before what it loses, so that it is never without. */
function roleSteps(ask: Ask, user: string): readonly PlannedStep[] {
  const { added, removed } = roleChanges(ask);
  const path = `${user}/systemuserroles_association/$ref`;
  const assign: PlannedStep = {
    name: 'assignRoles',
    calls: added.map(({ id }) => {
      return { service: 'dataverse', method: 'POST', path, body: { '@odata.id': `${webApi}/roles(${id})` } };
    }),
  };
  const remove: PlannedStep = {
    name: 'removeRoles',
    calls: removed.map(({ id }) => ({
      service: 'dataverse',
      method: 'DELETE',
      path: `${path}?$id=${webApi}/roles(${id})`,
    })),
  };
  return [assign, remove].filter(({ calls }) => calls.length > 0);
}

function confirmStep(user: string): PlannedStep {
  return {
    name: 'confirm',
    calls: [
      { service: 'dataverse', method: 'GET', path: user },
      { service: 'dataverse', method: 'GET', path: `${user}/systemuserroles_association` },
    ],
  };
}
