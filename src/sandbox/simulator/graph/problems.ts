import { randomUUID } from 'node:crypto';
import { ServiceError } from '../http.ts';
import type { Answer } from '../http.ts';
import { timestamp } from '../model.ts';
import { ODataSyntaxError } from '../odata/syntax.ts';

const bad = (message: string): ServiceError => new ServiceError(400, 'Request_BadRequest', message);

/** Graph's refusals, in its own words where they are known. */
export const graphProblems = {
  notFound: (id: string) =>
    new ServiceError(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    ),
  noSuchSegment: (segment: string) => bad(`Resource not found for the segment '${segment}'.`),
  noSuchProperty: (property: string, type = 'user') =>
    bad(`Could not find a property named '${property}' on type 'microsoft.graph.${type}'.`),
  required: (property: string) => bad(`A value is required for property '${property}' of resource 'User'.`),
  invalid: (property: string) => bad(`Invalid value specified for property '${property}' of resource 'User'.`),
  domain: () =>
    bad(
      'The domain portion of the userPrincipalName property is invalid. ' +
        'You must use one of the verified domain names in your organization.',
    ),
  password: () =>
    bad(
      'The specified password does not comply with password complexity requirements. Please provide a different password.',
    ),
  nameTaken: () => bad('Another object with the same value for property userPrincipalName already exists.'),
  usageLocation: () => bad('License assignment cannot be done for user with invalid usage location.'),
  noSuchSku: (skuId: string) => bad(`License ${skuId} does not correspond to a valid company License.`),
  noUnits: (skuId: string) => bad(`Subscription with SKU ${skuId} does not have any available licenses.`),
  notHeld: () => bad('User does not have a corresponding license.'),
  inherited: () =>
    bad('User license is inherited from a group membership and it cannot be removed directly from the user.'),
  memberExists: () =>
    bad("One or more added object references already exist for the following modified properties: 'members'."),
  unsupported: (message: string) => new ServiceError(400, 'Request_UnsupportedQuery', message),
  noMailbox: () =>
    new ServiceError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    ),
  invalidSetting: (message: string) => new ServiceError(400, 'ErrorInvalidRequest', message),
  methodNotAllowed: () =>
    new ServiceError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.'),
};

export function graphProblem(error: unknown, now: Date): Answer {
  const problem =
    error instanceof ServiceError
      ? error
      : error instanceof ODataSyntaxError
        ? bad(error.message)
        : new ServiceError(500, 'Service_InternalServerError', 'Encountered an internal server error.');
  const id = randomUUID();
  return {
    status: problem.status,
    headers: { 'request-id': id, 'client-request-id': id, ...problem.headers },
    body: {
      error: {
        code: problem.code,
        message: problem.message,
        innerError: { date: timestamp(now).replace('Z', ''), 'request-id': id, 'client-request-id': id },
      },
    },
  };
}

export function graphUnauthorised(): ServiceError {
  return new ServiceError(401, 'InvalidAuthenticationToken', 'Access token is empty.');
}
