import type { ApproverRef, Policy } from '../domain/policy.ts';
import type { Person, PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import { attempt, finding } from './attempts.ts';
import type { Finding, Principals } from './findings.ts';
import type { Directory } from './ports/crm.ts';
import type { DatabaseState } from './ports/probes.ts';

type Means = Pick<App, 'directory' | 'settings' | 'log'> & { readonly contacts: Pick<App['contacts'], 'findContacts'> };

/** Whether there is somebody to decide, and whether the bot can write to them. */
export async function examinePeople(app: Means, database: Promise<DatabaseState>): Promise<readonly Finding[]> {
  const findings = await Promise.all([
    ...[...app.settings.policies.values()].map((policy) => examinePolicy(app, policy, database)),
    attempt(app, 'people', 'readAdmins', async () => {
      const found = await findPrincipals(app.directory, app.settings.admins);
      return finding('people', verdictOn(found, 1), { check: 'admins', found });
    }),
  ]);
  return findings.flat();
}

async function examinePolicy(
  app: Means,
  { name, approvers, required }: Policy,
  database: Promise<DatabaseState>,
): Promise<readonly Finding[]> {
  let people: readonly Person[] = [];
  const approversFound = await attempt(app, 'people', 'readApprovers', async () => {
    const found = await findPrincipals(app.directory, approvers);
    people = found.people;
    return finding('people', verdictOn(found, required), { check: 'approvers', policy: name, required, found });
  });
  // Without its tables the database knows nobody, which its own line says.
  if (people.length === 0 || (await database).kind !== 'ready') return approversFound;
  const contacts = await attempt(app, 'people', 'readContacts', async () => {
    const met = await app.contacts.findContacts(people.map(({ id }) => id));
    const unmet = people.filter(({ id }) => !met.has(id));
    const enough = people.length - unmet.length >= required;
    const verdict = unmet.length === 0 ? 'good' : enough ? 'warning' : 'bad';
    return finding('people', verdict, { check: 'contacts', policy: name, unmet });
  });
  return [...approversFound, ...contacts];
}

function verdictOn({ people, missing, empty }: Principals, required: number): Finding['verdict'] {
  if (people.length < required) return 'bad';
  return missing.length + empty.length > 0 ? 'warning' : 'good';
}

async function findPrincipals(directory: Directory, refs: readonly ApproverRef[]): Promise<Principals> {
  const answers = await Promise.all(
    refs.map(async (ref) => {
      if (ref.kind === 'person') {
        const person = await directory.findPerson(ref.id);
        return { ref, people: person && [person], name: '' };
      }
      const group = await directory.findGroup(ref.id);
      return { ref, people: group?.members, name: group?.name ?? '' };
    }),
  );
  const people = new Map<PersonId, Person>();
  for (const person of answers.flatMap((answer) => answer.people ?? [])) people.set(person.id, person);
  return {
    people: [...people.values()],
    missing: answers.filter((answer) => !answer.people).map(({ ref }) => ref.id),
    empty: answers.filter((answer) => answer.people?.length === 0).map(({ name }) => name),
  };
}
