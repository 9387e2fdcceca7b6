import { randomUUID } from 'node:crypto';
import { ServiceError, isGuid } from '../http.ts';
import type { Answer, Call } from '../http.ts';
import type { Environment } from '../model.ts';
import { readPath } from '../odata/path.ts';
import type { Segment } from '../odata/path.ts';
import { ODataSyntaxError } from '../odata/syntax.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { callerOf, privilegesOf } from './caller.ts';
import { entitySet, relate, relatedSet } from './entities.ts';
import type { EntitySet } from './entities.ts';
import { callFunction, isFunction } from './functions.ts';
import { problems } from './problems.ts';
import { countRows, readMany, readOne } from './read.ts';
import { assignRole, referredId, removeRole } from './roles.ts';
import { createUser, deleteUser, patchUser } from './users.ts';

/** The Web API of one environment. */
export async function answerDataverse(state: State, environmentKey: string, call: Call): Promise<Answer> {
  const environment = await state.get('environment', tenant, environmentKey);
  if (!environment) throw problems.noSuchSegment(environmentKey);
  await callerOf(state, environment, call);
  const answer = await route(state, environment, call, readPath(call.path));
  const type = answer.body !== undefined && { 'Content-Type': 'application/json; odata.metadata=minimal' };
  return { ...answer, headers: { ...standardHeaders(), ...type, ...answer.headers } };
}

async function route(
  state: State,
  environment: Environment,
  call: Call,
  [first, second, third]: readonly Segment[],
): Promise<Answer> {
  if (!first) throw problems.noSuchSegment('');
  if (isFunction(first.name)) return callFunction(state, environment, call, first);
  const set = entitySet(first.name);
  if (first.key === undefined) {
    if (second?.name === '$count') return countRows(state, environment, set, call);
    if (second) throw problems.noSuchSegment(second.name);
    return routeSet(state, environment, call, set);
  }
  const id = await idOf(state, environment, set, first.key);
  if (!second) return routeRow(state, environment, call, set, id);
  if (second.name === 'Microsoft.Dynamics.CRM.RetrieveUserPrivileges')
    return privilegesOf(state, environment, call, id);
  if (third?.name === '$ref') return routeReference(state, environment, call, id, second);
  return readRelated(state, environment, call, set, id, second);
}

function routeSet(state: State, environment: Environment, call: Call, set: EntitySet): Promise<Answer> {
  if (call.method === 'GET') return readMany(state, environment, set, call);
  if (call.method === 'POST' && set.kind === 'systemuser') return createUser(state, environment, call);
  throw problems.methodNotAllowed(call.method);
}

function routeRow(state: State, environment: Environment, call: Call, set: EntitySet, id: string): Promise<Answer> {
  if (call.method === 'GET') return readOne(state, environment, set, id, call);
  if (set.kind === 'systemuser') {
    if (call.method === 'PATCH') return patchUser(state, environment, id, call);
    if (call.method === 'DELETE') return deleteUser(state, environment, id, call);
  }
  throw problems.methodNotAllowed(call.method);
}

async function routeReference(
  state: State,
  environment: Environment,
  call: Call,
  userId: string,
  navigation: Segment,
): Promise<Answer> {
  if (navigation.name !== 'systemuserroles_association') throw problems.noSuchSegment(navigation.name);
  switch (call.method) {
    case 'POST':
      return assignRole(state, environment, userId, call);
    case 'DELETE': {
      const roleId = navigation.key ?? referredId(call.query.get('$id'));
      return removeRole(state, environment, userId, roleId.toLowerCase(), call);
    }
    case 'GET': {
      const assignments = await state.list('assignment', environment.key);
      const mine = assignments.filter((assignment) => assignment.userId === userId);
      const value = mine.map(({ roleId }) => ({ '@odata.id': `${call.root}/roles(${roleId})` }));
      return { status: 200, body: { '@odata.context': `${call.root}/$metadata#Collection($ref)`, value } };
    }
    default:
      throw problems.methodNotAllowed(call.method);
  }
}

async function readRelated(
  state: State,
  environment: Environment,
  call: Call,
  set: EntitySet,
  id: string,
  navigation: Segment,
): Promise<Answer> {
  if (call.method !== 'GET') throw problems.methodNotAllowed(call.method);
  const related = relatedSet(set, navigation.name);
  const found = await state.get(set.kind, environment.key, id);
  if (!found) throw problems.noSuchRow(set.entity, id);
  const [row] = await relate(state, environment, set, [found], new Set([navigation.name]));
  const target = row?.[navigation.name] as Record<string, unknown> | Record<string, unknown>[] | null;
  if (target === null) return { status: 204 };
  if (!Array.isArray(target)) return readOne(state, environment, related, String(target[related.key]), call);
  const ids = new Set(target.map((other) => other[related.key]));
  return readMany(state, environment, related, call, (other) => ids.has(other[related.key]));
}

/** The row's id out of `(id)` or of an alternate key such as `(azureactivedirectoryobjectid=…)`. */
async function idOf(state: State, environment: Environment, set: EntitySet, key: string): Promise<string> {
  if (isGuid(key)) return key.toLowerCase();
  const [column = '', value = ''] = key.split('=', 2);
  const alternate = set.kind === 'systemuser' && ['azureactivedirectoryobjectid', 'applicationid'].includes(column);
  if (!alternate) throw problems.badRequest(`Bad Request - Error in query syntax.`);
  const rows = await state.list(set.kind, environment.key);
  const row = rows.find((candidate) => candidate[column] === value.toLowerCase());
  if (!row) throw problems.noSuchRow(set.entity, value);
  return String(row[set.key as keyof typeof row]);
}

/** A problem in the shape of the Web API. */
export function dataverseProblem(error: unknown): Answer {
  const problem =
    error instanceof ServiceError
      ? error
      : error instanceof ODataSyntaxError
        ? problems.badRequest(error.message)
        : new ServiceError(500, '0x80040216', 'An unexpected error occurred.');
  return {
    status: problem.status,
    headers: { ...standardHeaders(), ...problem.headers },
    body: { error: { code: problem.code, message: problem.message } },
  };
}

export function dataverseUnauthorised(): ServiceError {
  return new ServiceError(401, '', 'The requested resource requires authentication.', {
    'WWW-Authenticate': 'Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize',
  });
}

function standardHeaders(): Record<string, string> {
  return {
    'OData-Version': '4.0',
    'Cache-Control': 'no-cache',
    'x-ms-service-request-id': randomUUID(),
    REQ_ID: randomUUID(),
  };
}
