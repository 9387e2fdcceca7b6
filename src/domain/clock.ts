import { tickActive, wakeActiveAt } from './decideLife.ts';
import { tickPending, wakePendingAt } from './decideReview.ts';
import type { CommandOf, Decision } from './decision.ts';
import type { AccessRequest } from './request.ts';
import { refuse } from './result.ts';
import type { Instant } from './words.ts';

export function decideTick(request: AccessRequest, command: CommandOf<'tick'>): Decision {
  if (request.status === 'Pending') return tickPending(request, command);
  if (request.status === 'Active') return tickActive(request, command);
  return refuse({ code: 'NotPending' });
}

/** When the clock must look at the request again. */
export function wakeAt(request: AccessRequest): Instant | undefined {
  if (request.status === 'Pending') return wakePendingAt(request);
  return request.status === 'Active' ? wakeActiveAt(request) : undefined;
}
