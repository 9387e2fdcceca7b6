import { sql } from 'kysely';
import { environmentOf, type App } from '../src/application/app.ts';
import { planOf } from '../src/application/planOf.ts';
import type { NewCard } from '../src/application/ports/store.ts';
import type { RequestBase } from '../src/domain/request.ts';
import { type Day, type PersonId, type RequestId } from '../src/domain/words.ts';
import { ask as sample, baseOf, requestIn } from '../test/support/cardViews.ts';
import type { BenchBot } from './bot.ts';

/** What all of them are alike in: the plan is the one that the configuration gives, or an approval would not hold. */
export function openBase({ settings, world }: App): RequestBase {
  const ask = { ...sample, until: '2099-12-31' as Day };
  const environment = environmentOf(settings, ask.environment);
  const base = baseOf(ask);
  return { ...base, ...planOf({ settings, world }, environment, base) };
}

/** Requests of the one environment, each with its cards for the requester and its approvers. */
export function addOpenRequests(
  { app }: BenchBot,
  count: number,
  status: 'Pending' | 'Waiting',
  asked: readonly string[] = ['megan', 'lee'],
): Promise<readonly RequestId[]> {
  const base = openBase(app);
  return app.store.transaction(async (transaction) => {
    const ids: RequestId[] = [];
    for (let number = 0; number < count; number++) {
      const { request } = await transaction.insertRequest(
        (id) => ({
          request: requestIn(status, { ...base, id }),
          events: [{ type: 'Drafted', at: base.draftedAt, base }],
        }),
        { actor: base.requester.id, correlationId: 'bench' },
      );
      const posted = { activityId: `card-${request.id}`, conversationId: 'chat' };
      await transaction.addCards([
        { requestId: request.id, reader: base.requester, part: 'requester', posted },
        ...asked.map((id): NewCard => {
          return { requestId: request.id, reader: { id: id as PersonId, name: id }, part: 'approver', posted };
        }),
      ]);
      ids.push(request.id);
    }
    return ids;
  });
}

/** So that the next one finds as many open requests, and as many free seats, as this one did. */
export async function close({ db }: BenchBot, id: RequestId): Promise<void> {
  await db.updateTable('request').set({ status: 'Withdrawn' }).where('id', '=', id).execute();
}

/** As the server does by itself, some time after many rows came or went. */
export async function analyze({ db }: BenchBot): Promise<void> {
  await sql`vacuum analyze request, card, request_event`.execute(db);
}
