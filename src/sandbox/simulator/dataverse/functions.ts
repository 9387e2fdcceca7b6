import type { Answer, Call } from '../http.ts';
import { takesSeat, tenantId } from '../model.ts';
import type { Environment } from '../model.ts';
import type { Segment } from '../odata/path.ts';
import type { State } from '../state.ts';
import { callerOf } from './caller.ts';
import { problems } from './problems.ts';

type DataverseFunction = (state: State, environment: Environment, call: Call, key: string) => Promise<object> | object;

const functions: Record<string, DataverseFunction> = {
  WhoAmI: async (state, environment, call) => {
    const caller = await callerOf(state, environment, call);
    return {
      BusinessUnitId: caller._businessunitid_value,
      UserId: caller.systemuserid,
      OrganizationId: environment.organizationId,
    };
  },
  RetrieveVersion: (_state, environment) => ({ Version: environment.version }),
  RetrieveCurrentOrganization: (_state, environment, call, key) => {
    requireAccessType(call, key);
    return { Detail: organizationDetail(environment, call) };
  },
  RetrieveOrganizationResources: async (state, environment) => {
    // The function belongs to the online service.
    if (environment.deployment === 'onPremises') throw problems.noSuchSegment('RetrieveOrganizationResources');
    const users = await state.list('systemuser', environment.key);
    return {
      OrganizationResources: {
        CurrentNumberOfActiveUsers: users.filter((user) => !user.isdisabled && user.islicensed).length,
        CurrentNumberOfCustomEntities: 12,
        CurrentNumberOfNonInteractiveUsers: users.filter(takesSeat).length + (environment.miscount ?? 0),
        CurrentNumberOfPublishedWorkflows: 4,
        CurrentStorage: 2048,
        MaxNumberOfActiveUsers: -1,
        MaxNumberOfCustomEntities: 300,
        MaxNumberOfNonInteractiveUsers: environment.limit,
        MaxNumberOfPublishedWorkflows: 200,
        MaxStorage: 10_240,
      },
    };
  },
};

export function isFunction(name: string): boolean {
  return name in functions;
}

export async function callFunction(
  state: State,
  environment: Environment,
  call: Call,
  segment: Segment,
): Promise<Answer> {
  const run = functions[segment.name];
  if (!run) throw problems.noSuchSegment(segment.name);
  const result = await run(state, environment, call, segment.key ?? '');
  return {
    status: 200,
    body: { '@odata.context': `${call.root}/$metadata#Microsoft.Dynamics.CRM.${segment.name}Response`, ...result },
  };
}

/** `AccessType=…'Default'`, or an alias whose value stands among the query options. */
function requireAccessType(call: Call, key: string): void {
  const [name, given = ''] = key.split('=', 2);
  const value = given.startsWith('@') ? (call.query.get(given) ?? '') : given;
  const type = /^Microsoft\.Dynamics\.CRM\.EndpointAccessType'(\w+)'$/.exec(value)?.[1];
  if (name === 'AccessType' && type !== undefined && ['Default', 'Internet', 'Intranet'].includes(type)) return;
  throw problems.badRequest('Invalid value for the parameter AccessType of the function RetrieveCurrentOrganization.');
}

function organizationDetail(environment: Environment, call: Call): object {
  const address = call.root.replace(/\/api\/data.*$/, '/');
  const endpoints = [
    address,
    `${address}XRMServices/2011/Organization.svc`,
    `${address}XRMServices/2011/OrganizationData.svc`,
  ];
  return {
    OrganizationId: environment.organizationId,
    FriendlyName: environment.name,
    OrganizationVersion: environment.version,
    ...(environment.deployment === 'online' && {
      EnvironmentId: environment.environmentId,
      DatacenterId: '2bd95f54-6e61-44f2-8d0d-6b6b1b3c4bd1',
      Geo: 'EMEA',
      TenantId: tenantId,
    }),
    UrlName: environment.uniqueName,
    UniqueName: environment.uniqueName,
    Endpoints: {
      Count: endpoints.length,
      IsReadOnly: false,
      Keys: ['WebApplication', 'OrganizationService', 'OrganizationDataService'],
      Values: endpoints,
    },
    State: 'Enabled',
  };
}
