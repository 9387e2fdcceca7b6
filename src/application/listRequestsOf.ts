import { closedStatuses, openStatuses, recordStatuses, type AccessRequest } from '../domain/request.ts';
import type { EnvironmentKey, Person, PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import { isAdmin } from './rights.ts';
import { seenBy } from './statistics.ts';

/** `person`: what they asked for, and what they answer for. */
export type RequestsOf =
  { readonly kind: 'environment'; readonly key: EnvironmentKey } | { readonly kind: 'person'; readonly id: PersonId };

/** Drafts are nobody else's business. */
const submittedStatuses = [...openStatuses, ...recordStatuses, ...closedStatuses];

/**
 * All requests in an environment, for admins and its approvers; all of a person, for admins and that person. Undefined for
 * everybody else. Newest first.
 */
export async function listRequestsOf(
  app: App,
  input: { readonly reader: Person; readonly of: RequestsOf; readonly offset: number; readonly limit: number },
): Promise<{ readonly requests: readonly AccessRequest[]; readonly total: number } | undefined> {
  const { reader, of, offset, limit } = input;
  if (!(await maySee(app, reader, of))) return undefined;
  const concerned = of.kind === 'environment' ? { environments: [of.key] } : { concerned: of.id };
  return app.store.listRequests({ ...concerned, statuses: submittedStatuses }, { offset, limit });
}

async function maySee(app: App, reader: Person, of: RequestsOf): Promise<boolean> {
  if (of.kind === 'person') return of.id === reader.id || isAdmin(app, reader);
  return (await seenBy(app, reader)).some(({ key }) => key === of.key);
}
