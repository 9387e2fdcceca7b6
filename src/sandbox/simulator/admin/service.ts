import { randomUUID } from 'node:crypto';
import { ServiceError, fieldsOf } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import type { Environment } from '../model.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { hasDataverseLicence } from '../directory.ts';
import { isInSecurityGroup, schedule } from '../sync.ts';

const root =
  /^\/providers\/Microsoft\.BusinessAppPlatform(?:\/scopes\/admin)?\/environments(?:\/([^/]+))?(?:\/([^/]+))?$/i;

/** The Power Platform admin API: environments, and bringing an account into one. */
export async function answerAdmin(state: State, call: Call): Promise<Answer> {
  const match = root.exec(call.path);
  if (!match) throw new ServiceError(404, 'InvalidRequestUri', 'The request URI is not valid.');
  if (!call.query.has('api-version')) {
    throw new ServiceError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required.',
    );
  }
  const answer = await route(state, call, match[1], match[2]);
  return { ...answer, headers: { 'x-ms-request-id': randomUUID() } };
}

async function route(state: State, call: Call, id: string | undefined, action: string | undefined): Promise<Answer> {
  const environments = (await state.list('environment', tenant)).filter(({ deployment }) => deployment === 'online');
  if (id === undefined)
    return { status: 200, body: { value: environments.map((environment) => present(environment, call)) } };
  const environment = environments.find(({ environmentId }) => environmentId === id.toLowerCase());
  if (!environment) {
    throw new ServiceError(404, 'EnvironmentNotFound', `The environment '${id}' could not be found in the tenant.`);
  }
  if (call.method === 'GET' && action === undefined) return { status: 200, body: present(environment, call) };
  if (call.method === 'POST' && action?.toLowerCase() === 'adduser') return addUser(state, environment, call);
  throw new ServiceError(404, 'InvalidRequestUri', 'The request URI is not valid.');
}

async function addUser(state: State, environment: Environment, call: Call): Promise<Answer> {
  const { objectId } = fieldsOf(call.body);
  const account = typeof objectId === 'string' ? await state.get('account', tenant, objectId.toLowerCase()) : undefined;
  if (!account) {
    throw new ServiceError(404, 'userNotFound', `The user with object id '${String(objectId)}' could not be found.`);
  }
  if (!(await hasDataverseLicence(state, account))) {
    throw new ServiceError(
      400,
      'userNotLicensed',
      `The user with object id '${account.id}' has no license for Dataverse.`,
    );
  }
  if (!(await isInSecurityGroup(state, environment, account.id))) {
    throw new ServiceError(
      400,
      'userNotInSecurityGroup',
      `The user with object id '${account.id}' is not a member of the security group of the environment.`,
    );
  }
  await schedule(state, environment, account.id, environment.forcedSyncSeconds);
  return { status: 200, body: {} };
}

function present(environment: Environment, call: Call): object {
  const { environmentId, name, organizationId, uniqueName, version, key, securityGroup } = environment;
  const address = `${call.root.replace(/\/bap$/, '')}/${key}/`;
  return {
    id: `/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/${environmentId}`,
    type: 'Microsoft.BusinessAppPlatform/scopes/environments',
    location: 'europe',
    name: environmentId,
    properties: {
      displayName: name,
      environmentSku: key === 'prod' ? 'Production' : 'Sandbox',
      isDefault: false,
      provisioningState: 'Succeeded',
      linkedEnvironmentMetadata: {
        resourceId: organizationId,
        friendlyName: name,
        uniqueName,
        domainName: key,
        version,
        instanceUrl: address,
        instanceApiUrl: address,
        securityGroupId: securityGroup ?? '00000000-0000-0000-0000-000000000000',
        instanceState: 'Ready',
      },
    },
  };
}

export function adminProblem(error: unknown): Answer {
  const problem =
    error instanceof ServiceError ? error : new ServiceError(500, 'InternalServerError', 'An internal error occurred.');
  return {
    status: problem.status,
    headers: { 'x-ms-request-id': randomUUID(), ...problem.headers },
    body: { error: { code: problem.code, message: problem.message } },
  };
}

export function adminUnauthorised(): ServiceError {
  return new ServiceError(401, 'AuthenticationFailed', 'Authentication failed.');
}
