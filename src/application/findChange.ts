import { openStatuses, type AccessRequest } from '../domain/request.ts';
import type { App } from './app.ts';
import type { OpenChange } from './views.ts';

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
