import type { Ask } from './ask.ts';
import type { Environment } from './environment.ts';
import type { Policy } from './policy.ts';
import type { EnvironmentKey } from './words.ts';

/** The pieces of a creation, in the only order that works: see `planFor`. */
export type StepName =
  | 'check'
  | 'account'
  | 'lendLicence'
  | 'bringIn'
  | 'enable'
  | 'assignRoles'
  | 'setNonInteractive'
  | 'returnLicence'
  | 'confirm';

export interface PlannedCall {
  readonly service: 'graph' | 'powerPlatform' | 'dataverse';
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{account}` and `{user}` for ids that exist only once the user does, and `{securityGroup}` for the environment's. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface PlannedStep {
  readonly name: StepName;
  readonly calls: readonly PlannedCall[];
}

/** Everything an approval is bound to. Its hash changes when anything in it changes. */
export interface Plan {
  readonly environment: EnvironmentKey;
  readonly url: string;
  readonly upn: string;
  readonly owner: string;
  readonly until: string;
  /** Roles that an existing account has and keeps, by name. */
  readonly keeps: readonly string[];
  /** Who decides: with another policy, an approval given before says nothing. */
  readonly policy: { readonly name: string; readonly required: number; readonly approvers: readonly string[] };
  readonly steps: readonly PlannedStep[];
}

/**
 * The documented choreography. Roles come while the user is enabled (a disabled user takes none), the access mode
 * changes while the licence is there (0x80041d66 without one), and the licence goes last, before the result is read back.
 */
export function planFor(ask: Ask, environment: Environment, policy: Policy): Plan {
  const user = '/systemusers({user})';
  const licence = { skuId: environment.licenceSku };
  const account: PlannedStep =
    ask.account.kind === 'new'
      ? {
          name: 'account',
          calls: [
            {
              service: 'graph',
              method: 'POST',
              path: '/users',
              body: {
                userPrincipalName: ask.account.upn,
                displayName: ask.account.displayName,
                accountEnabled: true,
                passwordProfile: { password: '(random, kept nowhere)' },
              },
            },
          ],
        }
      : { name: 'account', calls: [{ service: 'graph', method: 'GET', path: `/users/${ask.account.objectId}` }] };
  return {
    environment: environment.key,
    url: environment.url,
    upn: ask.account.upn,
    owner: ask.owner.id,
    until: ask.until,
    keeps: ask.account.kind === 'existing' ? ask.account.roles.map((role) => role.name).sort() : [],
    policy: {
      name: policy.name,
      required: policy.required,
      approvers: policy.approvers.map(({ kind, id }) => `${kind}:${id}`).sort(),
    },
    steps: [
      {
        name: 'check',
        calls: [
          { service: 'dataverse', method: 'GET', path: '/RetrieveCurrentOrganization' },
          { service: 'dataverse', method: 'GET', path: '/RetrieveOrganizationResources()' },
          { service: 'powerPlatform', method: 'GET', path: `/environments/${environment.environmentId}` },
          { service: 'graph', method: 'GET', path: '/subscribedSkus' },
        ],
      },
      account,
      {
        name: 'lendLicence',
        calls: [
          {
            service: 'graph',
            method: 'POST',
            path: '/users/{account}/assignLicense',
            body: { addLicenses: [licence], removeLicenses: [] },
          },
        ],
      },
      {
        name: 'bringIn',
        calls: [
          {
            service: 'graph',
            method: 'POST',
            path: '/groups/{securityGroup}/members/$ref',
            body: { '@odata.id': '/directoryObjects/{account}' },
          },
          {
            service: 'powerPlatform',
            method: 'POST',
            path: `/environments/${environment.environmentId}/addUser`,
            body: { objectId: '{account}' },
          },
        ],
      },
      {
        name: 'enable',
        calls: [{ service: 'dataverse', method: 'PATCH', path: user, body: { isdisabled: false } }],
      },
      {
        name: 'assignRoles',
        calls: ask.roles.map((role) => ({
          service: 'dataverse',
          method: 'POST',
          path: `${user}/systemuserroles_association/$ref`,
          body: { '@odata.id': `/roles(${role.id})` },
        })),
      },
      {
        name: 'setNonInteractive',
        calls: [{ service: 'dataverse', method: 'PATCH', path: user, body: { accessmode: 4 } }],
      },
      {
        name: 'returnLicence',
        calls: [
          {
            service: 'graph',
            method: 'POST',
            path: '/users/{account}/assignLicense',
            body: { addLicenses: [], removeLicenses: [environment.licenceSku] },
          },
        ],
      },
      {
        name: 'confirm',
        calls: [
          { service: 'dataverse', method: 'GET', path: user },
          { service: 'dataverse', method: 'GET', path: `${user}/systemuserroles_association` },
        ],
      },
    ],
  };
}

/** JSON with sorted keys and no white space: equal values give equal text, which is what a hash needs. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}
