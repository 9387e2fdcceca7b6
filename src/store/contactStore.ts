import { sql, type Kysely } from 'kysely';
import type { ContactStore } from '../application/ports/store.ts';
import type { Schema } from './schema.ts';

export function createContactStore(db: Kysely<Schema>): ContactStore {
  return {
    async saveContact(reader, reference) {
      const row = { person: JSON.stringify(reader), reference: JSON.stringify(reference) };
      const known = await db
        .selectFrom('contact')
        .select([
          sql<boolean>`person = ${row.person}::jsonb`.as('samePerson'),
          sql<boolean>`reference = ${row.reference}::jsonb`.as('samePlace'),
          sql<boolean>`seen_on = current_date`.as('seenToday'),
        ])
        .where('person_id', '=', reader.id)
        .executeTakeFirst();
      // Called with every message that comes in, nearly all of which tell nothing new.
      if (known?.samePerson && known.samePlace && known.seenToday) return 'known';
      await db
        .insertInto('contact')
        .values({ person_id: reader.id, ...row })
        .onConflict((conflict) =>
          conflict.column('person_id').doUpdateSet({ ...row, seen_on: sql<string>`current_date` }),
        )
        .execute();
      if (!known) return 'new';
      return known.samePlace ? 'known' : 'moved';
    },

    async findContact(id) {
      return db.selectFrom('contact').select(['person', 'reference']).where('person_id', '=', id).executeTakeFirst();
    },

    async findContacts(ids) {
      if (ids.length === 0) return new Map();
      const rows = await db
        .selectFrom('contact')
        .select(['person_id', 'reference'])
        .where('person_id', 'in', ids)
        .execute();
      return new Map(rows.map((row) => [row.person_id, row.reference]));
    },

    async removeContact(id) {
      await db.deleteFrom('contact').where('person_id', '=', id).execute();
    },
  };
}
