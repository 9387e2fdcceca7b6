import { sql, type Kysely } from 'kysely';
import type { AbsenceStore, Transaction } from '../application/ports/store.ts';
import type { Absence } from '../domain/roster.ts';
import type { PersonId } from '../domain/words.ts';
import type { Schema } from './schema.ts';

export function createAbsenceStore(db: Kysely<Schema>): AbsenceStore {
  return {
    async findAbsences(ids, today) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .selectFrom('absence')
        .select('absence')
        .where('person_id', 'in', ids)
        .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', today)]))
        // Later ones replace earlier ones below, so what a person said themselves comes last.
        .orderBy('source')
        .execute();
      return new Map(rows.map(({ absence }): [PersonId, Absence] => [absence.person.id, absence]));
    },
  };
}

export function changeAbsences(trx: Kysely<Schema>): Pick<Transaction, 'saveAbsence' | 'removeAbsence'> {
  return {
    async saveAbsence(absence) {
      const { person, source, until } = absence;
      const row = { until: until ?? null, absence: JSON.stringify(absence) };
      const changed = await trx
        .insertInto('absence')
        .values({ person_id: person.id, source, ...row })
        .onConflict((conflict) =>
          conflict
            .columns(['person_id', 'source'])
            .doUpdateSet(row)
            .where(sql<boolean>`absence.absence - 'since' is distinct from excluded.absence - 'since'`),
        )
        .returning('person_id')
        .executeTakeFirst();
      return changed !== undefined;
    },

    async removeAbsence(id, source) {
      let query = trx.deleteFrom('absence').where('person_id', '=', id);
      if (source) query = query.where('source', '=', source);
      const { numDeletedRows } = await query.executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}
