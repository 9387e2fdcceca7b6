import type { Person } from '../domain/words.ts';
import type { App } from './app.ts';

/** Everybody who runs the bot, each once. */
export async function findAdmins(app: App): Promise<readonly Person[]> {
  const found = await Promise.all(
    app.settings.admins.map(async (ref) => {
      if (ref.kind === 'person') return [await app.directory.findPerson(ref.id)];
      return ref.kind === 'group' ? ((await app.directory.findGroup(ref.id))?.members ?? []) : [];
    }),
  );
  const people = found.flat().filter((person) => person !== undefined);
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
