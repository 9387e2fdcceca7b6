import { sql, type Kysely } from 'kysely';
import type { CardState } from '../application/ports/store.ts';
import type { RequestStatus } from '../domain/request.ts';
import type { Schema } from './schema.ts';

const noRequests = {
  Draft: 0,
  Pending: 0,
  Waiting: 0,
  Provisioning: 0,
  Undoing: 0,
  Active: 0,
  Revoking: 0,
  Revoked: 0,
  Replaced: 0,
  Rejected: 0,
  Withdrawn: 0,
  Expired: 0,
  Failed: 0,
} as const satisfies Record<RequestStatus, number>;

const noCards = { due: 0, sending: 0, sent: 0, unknown: 0, unreachable: 0, gone: 0 } as const satisfies Record<
  CardState,
  number
>;

/** For whoever watches from outside: one statement each, also where there is nothing to count. */
export function createCounts(db: Kysely<Schema>) {
  return {
    async countRequests(): Promise<Record<RequestStatus, number>> {
      const rows = await db
        .selectFrom('request')
        .select(['status', sql<number>`count(*)`.as('count')])
        .groupBy('status')
        .execute();
      return { ...noRequests, ...Object.fromEntries(rows.map(({ status, count }) => [status, count])) };
    },

    /** `outdated`: sent, and the request has changed since. */
    async countCards(): Promise<{ states: Record<CardState, number>; outdated: number }> {
      const rows = await db
        .selectFrom('card')
        .innerJoin('request', 'request.id', 'card.request_id')
        .select([
          'card.state',
          sql<number>`count(*)`.as('count'),
          sql<number>`count(*) filter (where card.state = 'sent' and card.shown_version < request.version)`.as(
            'outdated',
          ),
        ])
        .groupBy('card.state')
        .execute();
      return {
        states: { ...noCards, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) },
        outdated: rows.reduce((sum, row) => sum + row.outdated, 0),
      };
    },
  };
}
