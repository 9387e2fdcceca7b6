import { openStatuses, type AccessRequest } from '../domain/request.ts';
import type { Person } from '../domain/words.ts';
import type { App } from './app.ts';
import { isAdmin, reviewsIn } from './rights.ts';

/**
 * `mine`: what this person asked for. `open`: what is under way and theirs to see: an admin sees all of it, an approver
 * the environments whose policy names them, anybody else nothing. Newest first.
 */
export async function listRequests(
  app: App,
  input: {
    readonly reader: Person;
    readonly scope: 'mine' | 'open';
    readonly offset: number;
    readonly limit: number;
  },
): Promise<{ readonly requests: readonly AccessRequest[]; readonly total: number }> {
  const { reader, scope, offset, limit } = input;
  if (scope === 'mine') return app.store.listRequests({ requester: reader.id }, { offset, limit });
  if (await isAdmin(app, reader)) return app.store.listRequests({ statuses: openStatuses }, { offset, limit });
  const environments = [...app.settings.environments.values()];
  const reviews = await Promise.all(environments.map((environment) => reviewsIn(app, reader, environment)));
  const keys = environments.filter((_, index) => reviews[index]).map(({ key }) => key);
  if (keys.length === 0) return { requests: [], total: 0 };
  return app.store.listRequests({ statuses: openStatuses, environments: keys }, { offset, limit });
}
