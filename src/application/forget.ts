import { eraseFrom } from '../domain/erase.ts';
import { openStatuses, type RequestStatus } from '../domain/request.ts';
import type { Person } from '../domain/words.ts';
import type { App } from './app.ts';
import type { LivingTrace, Traces } from './ports/personalData.ts';
import { isAdmin } from './rights.ts';

export type Forgetting =
  | { readonly kind: 'notAdmin' }
  | { readonly kind: 'unknown' }
  /** Somebody else has to answer for these first. */
  | { readonly kind: 'blocked'; readonly traces: Traces; readonly by: readonly LivingTrace[] }
  | {
      readonly kind: 'possible' | 'forgotten';
      readonly traces: Traces;
      /** They name the person until they end, because they still live. */
      readonly kept: readonly LivingTrace[];
    };

interface Wish {
  /** An object id or a UPN. */
  readonly who: string;
  readonly by: Person;
}

/** What forgetting somebody would do; changes nothing. */
export async function planForgetting(app: App, { who, by }: Wish): Promise<Forgetting> {
  if (!(await isAdmin(app, by))) return { kind: 'notAdmin' };
  // Who only wrote to the bot is known by no UPN here. Who has left may be known to the directory no more.
  const person = await app.directory.findPerson(who);
  const traces = await app.personalData.findTraces(person?.id ?? who, person);
  if (!traces) return { kind: 'unknown' };
  const blocking = traces.living.filter(isInTheWay);
  if (blocking.length > 0) return { kind: 'blocked', traces, by: blocking };
  return { kind: 'possible', traces, kept: traces.living };
}

/** Takes somebody who has left out of everything that is over. The audit says that it was done, by the object id alone. */
export async function forgetPerson(app: App, wish: Wish & { readonly correlationId: string }): Promise<Forgetting> {
  const planned = await planForgetting(app, wish);
  if (planned.kind !== 'possible') return planned;
  const { traces } = planned;
  const { id, closed } = traces;
  await app.personalData.forget(traces, (request) => eraseFrom(request, traces), {
    at: app.world.now(),
    actor: wish.by.id,
    correlationId: wish.correlationId,
    details: { person: id, requests: closed },
  });
  app.log.info({ personId: id, requests: closed.length, correlationId: wish.correlationId }, 'A person was forgotten');
  return { ...planned, kind: 'forgotten' };
}

/** A user needs an owner, and an open request somebody who wants it. Of a user that is there, only the history names others. */
function isInTheWay({ as, status }: LivingTrace): boolean {
  if (as === 'owner') return true;
  return as === 'requester' && (openStatuses as readonly RequestStatus[]).includes(status);
}
