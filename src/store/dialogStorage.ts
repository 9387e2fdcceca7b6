import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type Items = Record<string, unknown>;

/** Has the shape of botbuilder's `Storage`, so that the bot can keep its conversations here. */
export interface DialogStorage {
  read(keys: string[]): Promise<Items>;
  /**
   * All changes or none. An item without `eTag`, or with `*`, overwrites.
   * @throws when an item was read before somebody else changed or deleted it
   */
  write(changes: Items): Promise<void>;
  delete(keys: string[]): Promise<void>;
}

export function createDialogStorage(db: Kysely<Schema>): DialogStorage {
  return {
    async read(keys) {
      if (keys.length === 0) return {};
      const rows = await db
        .selectFrom('dialog_state')
        .select(['key', 'version', 'value'])
        .where('key', 'in', keys)
        .execute();
      return Object.fromEntries(rows.map(({ key, version, value }) => [key, { ...value, eTag: String(version) }]));
    },

    async write(changes) {
      // One order for all writers, so that two of them never wait for each other.
      const entries = Object.entries(changes).sort(([a], [b]) => (a < b ? -1 : 1));
      await db.transaction().execute(async (trx) => {
        for (const [key, item] of entries) await writeItem(trx, key, item as Items);
      });
    },

    async delete(keys) {
      if (keys.length > 0) await db.deleteFrom('dialog_state').where('key', 'in', keys).execute();
    },
  };
}

async function writeItem(trx: Kysely<Schema>, key: string, { eTag, ...item }: Items): Promise<void> {
  const value = JSON.stringify(item);
  const change = { value, version: sql<number>`nextval('dialog_version')`, updated_at: sql<never>`now()` };
  if (typeof eTag !== 'string' || eTag === '*') {
    await trx
      .insertInto('dialog_state')
      .values({ key, value })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(change))
      .execute();
    return;
  }
  const { numUpdatedRows } = await trx
    .updateTable('dialog_state')
    .set(change)
    .where('key', '=', key)
    .where('version', '=', Number(eTag))
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Error(`The state "${key}" was changed by somebody else (eTag ${eTag})`);
}
