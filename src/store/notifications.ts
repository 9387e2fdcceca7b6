import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { NotificationState, NotificationStore, NotificationWriter } from '../application/ports/notifications.ts';
import { addMilliseconds, type Instant } from '../domain/words.ts';
import type { Schema } from './schema.ts';

export function createNotifications(db: Kysely<Schema>): NotificationStore {
  return {
    async findNotification(id) {
      const row = await db
        .selectFrom('notification')
        .select(['reader_id', 'content', 'state'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row && { reader: row.reader_id, content: row.content, state: row.state };
    },

    async claimNotification(id) {
      const { numUpdatedRows } = await db
        .updateTable('notification')
        .set(newState('sending'))
        .where('id', '=', id)
        .where('state', '=', 'due')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async setNotification(id, state) {
      await db.updateTable('notification').set(newState(state)).where('id', '=', id).execute();
    },

    async stuckNotifications(since) {
      return db
        .selectFrom('notification')
        .select(['id', 'state'])
        .where('state', 'in', ['due', 'sending'])
        .where('state_since', '<', since)
        .$narrowType<{ state: 'due' | 'sending' }>()
        .execute();
    },

    async environmentsToReconcile(keys, now, every) {
      if (keys.length === 0) return [];
      const reconcile_at = addMilliseconds(now, every);
      await db
        .insertInto('environment')
        .values(keys.map((key) => ({ key, reconcile_at })))
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({ reconcile_at }).where('environment.reconcile_at', 'is', null),
        )
        .execute();
      const rows = await db
        .selectFrom('environment')
        .select('key')
        .where('key', 'in', keys)
        .where('reconcile_at', '<=', now)
        .execute();
      return rows.map(({ key }) => key);
    },
  };
}

export function createNotificationWriter(trx: Kysely<Schema>): NotificationWriter {
  return {
    async addNotifications(notifications) {
      if (notifications.length === 0) return [];
      const rows = await trx
        .insertInto('notification')
        .values(
          notifications.map(({ reader, content }) => ({
            reader_id: reader,
            content: JSON.stringify(content),
            ...newState('due'),
          })),
        )
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },

    async postponeReconcile(environment, again) {
      await trx.updateTable('environment').set({ reconcile_at: again }).where('key', '=', environment).execute();
    },

    async noteDiscrepancies(environment, keys, again) {
      const known = await trx.selectFrom('discrepancy').select('key').where('environment', '=', environment).execute();
      const told = new Set(known.map(({ key }) => key));
      await trx.deleteFrom('discrepancy').where('environment', '=', environment).execute();
      const distinct = [...new Set(keys)];
      if (distinct.length > 0) {
        await trx
          .insertInto('discrepancy')
          .values(distinct.map((key) => ({ environment, key })))
          .execute();
      }
      await trx.updateTable('environment').set({ reconcile_at: again }).where('key', '=', environment).execute();
      return distinct.filter((key) => !told.has(key));
    },
  };
}

function newState(state: NotificationState): { state: NotificationState; state_since: RawBuilder<Instant> } {
  return { state, state_since: sql<Instant>`now()` };
}
