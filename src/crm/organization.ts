import { z } from 'zod';
import { PermanentFailure } from '../application/failures.ts';
import type { Dataverse } from '../application/ports/crm.ts';
import type { Environment } from '../domain/environment.ts';
import { orUndefined } from './answers.ts';
import type { WebApi } from './webApi.ts';

const OrganizationAnswer = z.object({
  Detail: z.object({
    FriendlyName: z.string().nullish(),
    UniqueName: z.string().nullish(),
    EnvironmentId: z.string().nullish(),
    TenantId: z.string().nullish(),
    Geo: z.string().nullish(),
  }),
});
const ResourcesAnswer = z.object({
  OrganizationResources: z.object({
    CurrentNumberOfNonInteractiveUsers: z.number().nullish(),
    MaxNumberOfNonInteractiveUsers: z.number().nullish(),
  }),
});
/** Whoever takes a seat: no application user, nobody disabled, none of the platform's own users. */
const takesSeat =
  'accessmode eq 4 and isdisabled eq false and applicationid eq null and isintegrationuser eq false ' +
  "and fullname ne 'SYSTEM' and fullname ne 'INTEGRATION'";

export function createOrganization(webApi: WebApi): Pick<Dataverse, 'readOrganization' | 'readQuota'> {
  async function readOrganization(environment: Environment): ReturnType<Dataverse['readOrganization']> {
    const request = {
      name: 'RetrieveCurrentOrganization',
      parameters: { AccessType: "Microsoft.Dynamics.CRM.EndpointAccessType'Default'" },
    };
    const call = { method: 'GET', path: '/RetrieveCurrentOrganization(AccessType=Default)' } as const;
    const answer = await webApi.call(environment, call, (client) => client.callFunction<object>(request));
    const { FriendlyName, UniqueName, EnvironmentId, TenantId, Geo } = OrganizationAnswer.parse(answer).Detail;
    // An on-premises organisation belongs to no tenant, and lies in no region of the cloud.
    return {
      name: FriendlyName ?? UniqueName ?? environment.name,
      online: [EnvironmentId, TenantId, Geo].some(Boolean),
    };
  }

  async function readQuota(environment: Environment): ReturnType<Dataverse['readQuota']> {
    const [resources, counted] = await Promise.all([readResources(environment), countSeats(environment)]);
    const limit = atLeastZero(resources?.MaxNumberOfNonInteractiveUsers) ?? configuredLimit(environment);
    if (limit === undefined) throw noQuota();
    return { limit, used: atLeastZero(resources?.CurrentNumberOfNonInteractiveUsers) ?? counted, counted };
  }

  async function readResources(environment: Environment) {
    const call = { method: 'GET', path: '/RetrieveOrganizationResources()' } as const;
    const answer = await orUndefined(
      webApi.call(environment, call, (client) =>
        client.callFunction<object>({ name: 'RetrieveOrganizationResources' }),
      ),
    );
    return ResourcesAnswer.safeParse(answer).data?.OrganizationResources;
  }

  async function countSeats(environment: Environment): Promise<number> {
    const request = { collection: 'systemusers', select: ['systemuserid'], filter: takesSeat };
    const { value } = await webApi.call(environment, { method: 'GET', path: '/systemusers' }, (client, signal) =>
      client.retrieveAll<object>({ ...request, signal }),
    );
    return value.length;
  }

  return { readOrganization, readQuota };
}

function configuredLimit({ limit }: Environment): number | undefined {
  return limit === 'live' ? undefined : limit;
}

/** Less than zero stands for "not limited here", which says nothing. */
function atLeastZero(count: number | null | undefined): number | undefined {
  return typeof count === 'number' && count >= 0 ? count : undefined;
}

function noQuota(): PermanentFailure {
  const message = 'The environment does not say how many non-interactive users it allows, and no limit is configured';
  return new PermanentFailure(message, { service: 'dataverse', code: 'NoQuota' });
}
