import type { Environment } from '../domain/environment.ts';
import { recordStatuses, type AccessRequest, type RequestStatus } from '../domain/request.ts';
import type { SystemUserId } from '../domain/words.ts';
import type { App } from './app.ts';
import type { CrmUser } from './ports/crm.ts';

/** A user as the environment says, and the request that answers for it. */
export interface UserEntry {
  readonly user: CrmUser;
  readonly record: AccessRequest | undefined;
  /** Where none does: the one that makes it, or made it once. Absent too when it was made without Seatkeeper. */
  readonly origin?: AccessRequest;
  /** Seatkeeper's own user, which nobody answers for here. */
  readonly own?: true;
}

/** An environment has a handful of seats; application users may be some hundreds. */
const mostRecords = 5_000;

/** All non-interactive and application users of the environment, read live, by name. */
export async function listUsers(app: App, environment: Environment): Promise<readonly UserEntry[]> {
  const filter = { environments: [environment.key], statuses: recordStatuses };
  const [users, own, { requests }] = await Promise.all([
    app.dataverse.listUsers(environment),
    app.dataverse.readOwnId(environment),
    app.store.listRequests(filter, { offset: 0, limit: mostRecords }),
  ]);
  const records = new Map<SystemUserId, AccessRequest>();
  for (const request of requests) if ('systemUserId' in request) records.set(request.systemUserId, request);
  const origins = await findOrigins(
    app,
    environment,
    users.map(({ id }) => id).filter((id) => !records.has(id)),
  );
  return users
    .map((user): UserEntry => {
      const origin = origins.get(user.id);
      return { user, record: records.get(user.id), ...(origin && { origin }), ...(user.id === own && { own: true }) };
    })
    .toSorted((a, b) => a.user.fullName.localeCompare(b.user.fullName, 'en'));
}

const originStatuses = ['Provisioning', 'Undoing', 'Failed', 'Revoked'] as const satisfies readonly RequestStatus[];

/** The newest request for each of these users that made it. */
async function findOrigins(
  { store }: App,
  { key }: Environment,
  systemUserIds: readonly SystemUserId[],
): Promise<ReadonlyMap<SystemUserId, AccessRequest>> {
  const origins = new Map<SystemUserId, AccessRequest>();
  if (systemUserIds.length === 0) return origins;
  const filter = { environments: [key], statuses: originStatuses, systemUserIds };
  const { requests } = await store.listRequests(filter, { offset: 0, limit: mostRecords });
  for (const request of requests.toReversed()) {
    const id = 'made' in request && hasMade(request) ? request.made.systemUserId : undefined;
    if (id) origins.set(id, request);
  }
  return origins;
}

/** A change that failed, or a conversion that was taken back, leaves a user that somebody else made. */
function hasMade(request: AccessRequest): boolean {
  if (request.status === 'Revoked') return true;
  const { kind } = request.ask.account;
  return kind !== 'user' && !(kind === 'existing' && request.status === 'Failed');
}
