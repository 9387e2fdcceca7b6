import { canonicalJson, planFor } from '../domain/plan.ts';
import type { AccessRequest } from '../domain/request.ts';
import { policyOf, type App } from './app.ts';
import { saveDecision } from './changeRequest.ts';
import type { Cause } from './ports/store.ts';
import { findApprovers } from './rights.ts';

const page = 200;

/**
 * After a start, which is when the configuration can have changed: every request that is not being created yet gets the
 * plan that the configuration now gives. Where it differs, approvals start anew and new approvers get their card.
 * @throws what the lookup of approvers throws; what was done until then stays
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
  const { id, ask, requester } = request;
  const environment = app.settings.environments.get(ask.environment);
  if (!environment) {
    app.log.warn(
      { requestId: id, environment: ask.environment },
      'A request is for an environment that is not configured',
    );
    return;
  }
  const policy = policyOf(app.settings, environment);
  const plan = planFor(ask, environment, policy);
  const planHash = app.world.sha256(canonicalJson(plan));
  if (planHash === request.planHash) return;
  const approvers = request.status === 'Draft' ? [] : await findApprovers(app, environment, requester.id);
  const command = { type: 'replan', at: app.world.now(), plan, planHash, required: policy.required } as const;
  await app.store.transaction(async (transaction) => {
    const saved = await saveDecision(transaction, await transaction.lockRequest(id), command, cause);
    if (!saved.ok) return;
    app.log.info({ requestId: id }, 'The plan of a request changed with the configuration');
    const cards = await transaction.addCards(
      approvers.map(({ person, because }) => ({ requestId: id, reader: person, part: 'approver', because })),
    );
    await transaction.addTasks(cards.map((card) => ({ name: 'sendCard', cardId: card.id })));
  });
}
