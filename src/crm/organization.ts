import { z } from 'zod';
import { PermanentFailure } from '../application/failures.ts';
import type { Dataverse } from '../application/ports/crm.ts';
import type { Environment } from '../domain/environment.ts';
import type { EnvironmentKey, SystemUserId } from '../domain/words.ts';
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

const WhoAmI = z.object({ UserId: z.string() });
const Privileges = z.object({ RolePrivileges: z.array(z.object({ PrivilegeName: z.string().nullish() })) });

export function createOrganization(
  webApi: WebApi,
): Pick<Dataverse, 'readOwnId' | 'readOwnPrivileges' | 'readOrganization' | 'readQuota'> {
  /** It does not change while the bot runs. */
  const ownIds = new Map<EnvironmentKey, SystemUserId>();

  async function readOwnId(environment: Environment): Promise<SystemUserId> {
    const known = ownIds.get(environment.key);
    if (known) return known;
    const answer = await webApi.call(environment, { method: 'GET', path: '/WhoAmI()' }, (client) =>
      client.callFunction<object>({ name: 'WhoAmI' }),
    );
    const id = WhoAmI.parse(answer).UserId.toLowerCase() as SystemUserId;
    ownIds.set(environment.key, id);
    return id;
  }

  async function readOwnPrivileges(environment: Environment): Promise<readonly string[]> {
    const key = await readOwnId(environment);
    const name = 'Microsoft.Dynamics.CRM.RetrieveUserPrivileges';
    const call = { method: 'GET', path: '/systemusers({id})/RetrieveUserPrivileges()' } as const;
    const answer = await webApi.call(environment, call, (client) =>
      client.callFunction<object>({ collection: 'systemusers', key, name }),
    );
    return Privileges.parse(answer).RolePrivileges.flatMap(({ PrivilegeName }) => PrivilegeName ?? []);
  }

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

  return { readOwnId, readOwnPrivileges, readOrganization, readQuota };
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
