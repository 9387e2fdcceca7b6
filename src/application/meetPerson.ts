import type { Person, PersonId } from '../domain/words.ts';
import type { App } from './app.ts';

/** Remembers how to reach somebody. Whoever is met for the first time gets what could not reach them before. */
export async function meetPerson(
  app: App,
  { person, reference }: { readonly person: Person; readonly reference: unknown },
): Promise<void> {
  const isNews = await app.contacts.saveContact(person, reference);
  if (!isNews) return;
  await app.store.transaction((transaction) => transaction.addTasks([{ name: 'catchUp', person: person.id }]));
}

/** The bot was removed: until they write again, this person cannot be reached. */
export function losePerson(app: App, id: PersonId): Promise<void> {
  return app.contacts.removeContact(id);
}
