import type { Dataverse } from '../application/ports/crm.ts';
import { createApplicationUsers } from './applicationUsers.ts';
import { createOrganization } from './organization.ts';
import { createSecurityRoles } from './securityRoles.ts';
import { createSystemUsers } from './systemUsers.ts';
import type { WebApi } from './webApi.ts';

/** The Dataverse Web API behind the port. */
export function createDataverse(webApi: WebApi): Dataverse {
  const users = createSystemUsers(webApi);
  return {
    ...createOrganization(webApi),
    ...users,
    ...createApplicationUsers(webApi, users),
    ...createSecurityRoles(webApi, users),
  };
}
