import { openStatuses, type AccessRequest, type RequestStatus } from '../domain/request.ts';
import type { Day, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';

/** A request that is to change a user, from its submission until it is decided and done. */
export interface OpenChange {
  readonly id: RequestId;
  readonly status: RequestStatus;
  readonly until: Day;
}

/** The one for the user that this record answers for. */
export async function findChange(
  { store }: Pick<App, 'store'>,
  record: AccessRequest,
): Promise<OpenChange | undefined> {
  if (record.status !== 'Active') return undefined;
  const { systemUserId, ask } = record;
  const { requests } = await store.listRequests(
    { systemUserId, environments: [ask.environment], statuses: openStatuses },
    { offset: 0, limit: 1 },
  );
  return requests.map(({ id, status, ask: { until } }) => ({ id, status, until }))[0];
}
