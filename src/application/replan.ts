import type { AccessRequest } from '../domain/request.ts';
import type { App } from './app.ts';
import { changeRequest } from './changeRequest.ts';
import { planOf } from './planOf.ts';
import type { Cause } from './ports/store.ts';

const page = 200;

/**
 * After a start, which is when the configuration can have changed: every request that is not being created yet gets the
 * plan that the configuration now gives. Where it differs, approvals start anew and new approvers get their card.
 */
export async function replanRequests(app: App, correlationId: string): Promise<void> {
  const cause: Cause = { actor: 'seatkeeper', correlationId };
  for (let offset = 0; ; offset += page) {
    const { requests } = await app.store.listRequests(
      { statuses: ['Draft', 'Pending', 'Waiting'] },
      { offset, limit: page },
    );
    for (const request of requests) await replanRequest(app, request, cause);
    if (requests.length < page) return;
  }
}

/** One request; does nothing, without asking anybody, when its plan is the one that the configuration gives. */
export async function replanRequest(app: App, request: AccessRequest, cause: Cause): Promise<void> {
  const { id, ask } = request;
  const environment = app.settings.environments.get(ask.environment);
  if (!environment) {
    app.log.warn(
      { requestId: id, environment: ask.environment },
      'A request is for an environment that is not configured',
    );
    return;
  }
  const planned = planOf(app, environment, request);
  if (planned.planHash === request.planHash) return;
  const command = { type: 'replan', at: app.world.now(), ...planned } as const;
  const saved = await changeRequest(app, id, command, cause);
  if (saved.ok) app.log.info({ requestId: id }, 'The plan of a request changed with the configuration');
}
