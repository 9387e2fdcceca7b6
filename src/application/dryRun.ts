import type { Person, RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { isFailure } from './failures.ts';
import type { Look } from './checks/look.ts';
import type { PlanCheck } from './checks/planCheck.ts';
import { lookAhead } from './checks/lookAhead.ts';
import type { DryRunView, RequestView } from './views.ts';
import { viewRequest } from './viewRequest.ts';

/**
 * What would be done for a request that is not being worked on yet, and what the world says about it now. Changes
 * nothing. Undefined when there is no such request, or none that concerns this person.
 */
export async function dryRun(
  app: App,
  input: { readonly id: RequestId; readonly reader: Person },
): Promise<DryRunView | undefined> {
  const view = await viewRequest(app, input);
  if (!view) return undefined;
  const { request, environment } = view;
  if (!['Draft', 'Pending', 'Waiting'].includes(request.status)) return { view, checks: [] };
  const { ask, mark } = request;
  const looks = lookAhead({ app, ask, mark, environment });
  const checks = await Promise.all(looks.map((look) => checkOf(app, look)));
  return { view, checks: checks.map((check) => withQueue(view, check)) };
}

/** A seat that is free is given to whoever waits longest. */
function withQueue({ request, seats, waiting }: RequestView, check: PlanCheck): PlanCheck {
  if (check.about !== 'seats' || check.obstacle || !seats) return check;
  const ahead = waiting ? waiting.position - 1 : 0;
  if (ahead === 0 && (seats.free > 0 || request.status === 'Waiting')) return check;
  const detail = ahead > 0 ? `${ahead} others wait before it` : 'Every seat that is free is promised to somebody';
  return { ...check, obstacle: { code: 'NoFreeSeat', service: 'seatkeeper', detail } };
}

/** A service that does not answer is in the way of its own check alone. */
async function checkOf(app: App, { about, result }: Look): Promise<PlanCheck> {
  try {
    return (await result).check;
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ about, err }, 'A check of a dry run failed');
    const service = err.service === 'teams' ? 'seatkeeper' : err.service;
    return { about, obstacle: { code: err.code, service, detail: err.message } };
  }
}
