import { accept, refuse, type Result } from '../domain/result.ts';
import type { Person } from '../domain/words.ts';
import type { App } from './app.ts';

export type NameRefusal =
  | { readonly code: 'PersonNotFound'; readonly text: string }
  | { readonly code: 'SeveralPeople'; readonly text: string; readonly people: readonly Person[] };

const peopleShown = 5;
/** Nobody is called by more, and the directory takes no more. */
const longestName = 200;

/** The one person whom this UPN, object id or beginning of a name means. */
export async function findByName(
  { directory }: Pick<App, 'directory'>,
  text: string,
): Promise<Result<Person, NameRefusal>> {
  if (text.length > longestName) return refuse({ code: 'PersonNotFound', text });
  const exact = await directory.findPerson(text);
  if (exact) return accept(exact);
  const people = await directory.searchPeople(text, peopleShown);
  const [only, ...others] = people;
  if (!only) return refuse({ code: 'PersonNotFound', text });
  return others.length > 0 ? refuse({ code: 'SeveralPeople', text, people }) : accept(only);
}
