import type { ChannelId, Person, PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import { loseReader } from './deliverCards.ts';

/**
 * Remembers how to reach somebody. Whoever is met for the first time gets what could not reach them before.
 * True when the person was known already.
 */
export async function meetPerson(
  app: App,
  { person, reference }: { readonly person: Person; readonly reference: unknown },
): Promise<boolean> {
  const before = await app.contacts.saveContact(person, reference);
  if (before !== 'known') {
    await app.store.transaction((transaction) => transaction.addTasks([{ name: 'catchUp', person: person.id }]));
  }
  return before !== 'new';
}

/** The same for a channel, if approvers are asked in it. */
export async function meetChannel(
  app: App,
  { id, reference }: { readonly id: ChannelId; readonly reference: unknown },
): Promise<void> {
  if ([...app.settings.policies.values()].every(({ channel }) => channel !== id)) return;
  if ((await app.contacts.saveContact({ id }, reference)) === 'known') return;
  await app.store.transaction((transaction) => transaction.addTasks([{ name: 'catchUp', person: id }]));
}

/** The bot was removed: until they write again, this person cannot be reached. */
export function losePerson(app: App, id: PersonId): Promise<void> {
  return loseReader(app, id);
}
