import type { Environment } from '../domain/environment.ts';
import { recordStatuses, type AccessRequest } from '../domain/request.ts';
import type { SystemUserId } from '../domain/words.ts';
import type { App } from './app.ts';
import type { CrmUser } from './ports/crm.ts';

/** A user as the environment says, and the request that answers for it; none when it was made without Seatkeeper. */
export interface UserEntry {
  readonly user: CrmUser;
  readonly record: AccessRequest | undefined;
}

/** An environment has a handful of seats; application users may be some hundreds. */
const mostRecords = 5_000;

/** All non-interactive and application users of the environment, read live, by name. */
export async function listUsers(app: App, environment: Environment): Promise<readonly UserEntry[]> {
  const filter = { environments: [environment.key], statuses: recordStatuses };
  const [users, { requests }] = await Promise.all([
    app.dataverse.listUsers(environment),
    app.store.listRequests(filter, { offset: 0, limit: mostRecords }),
  ]);
  const records = new Map<SystemUserId, AccessRequest>();
  for (const request of requests) if ('systemUserId' in request) records.set(request.systemUserId, request);
  return users
    .map((user) => ({ user, record: records.get(user.id) }))
    .toSorted((a, b) => a.user.fullName.localeCompare(b.user.fullName, 'en'));
}
