import type { ApproverRef } from '../domain/approvers.ts';
import type { Policy, Stage } from '../domain/policy.ts';
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

/** Every stage of the policy and of its rules. Managers are known with a request only, so they are not counted here. */
async function examinePolicy(
  app: Means,
  policy: Policy,
  database: Promise<DatabaseState>,
): Promise<readonly Finding[]> {
  const { name, terms, rules } = policy;
  const own = terms.stages.map((stage, index) =>
    examineStage(app, { policy: name, number: index + 1, stage }, database),
  );
  const ofRules = rules.flatMap((rule) =>
    (rule.stages ?? []).map((stage, index) =>
      examineStage(app, { policy: `${name}, ${rule.name}`, number: index + 1, stage }, database),
    ),
  );
  return (await Promise.all([...own, ...ofRules, examineChannel(app, policy, database)])).flat();
}

async function examineChannel(
  { contacts, log }: Means,
  { name: policy, channel }: Pick<Policy, 'name' | 'channel'>,
  database: Promise<DatabaseState>,
): Promise<readonly Finding[]> {
  if (channel === undefined || (await database).kind !== 'ready') return [];
  return attempt({ log }, 'people', 'readContacts', async () => {
    const met = await contacts.findContacts([channel]);
    return finding('people', met.has(channel) ? 'good' : 'warning', { check: 'channel', policy });
  });
}

async function examineStage(
  app: Means,
  { policy, number, stage }: { readonly policy: string; readonly number: number; readonly stage: Stage },
  database: Promise<DatabaseState>,
): Promise<readonly Finding[]> {
  const refs = stage.approvers.filter(({ kind }) => kind === 'person' || kind === 'group');
  if (refs.length < stage.approvers.length) return [];
  const { required } = stage;
  let people: readonly Person[] = [];
  const approversFound = await attempt(app, 'people', 'readApprovers', async () => {
    const found = await findPrincipals(app.directory, refs);
    people = found.people;
    return finding('people', verdictOn(found, required), {
      check: 'approvers',
      policy,
      stage: number,
      required,
      found,
    });
  });
  // Without its tables the database knows nobody, which its own line says.
  if (people.length === 0 || (await database).kind !== 'ready') return approversFound;
  const contacts = await attempt(app, 'people', 'readContacts', async () => {
    const met = await app.contacts.findContacts(people.map(({ id }) => id));
    const unmet = people.filter(({ id }) => !met.has(id));
    const enough = people.length - unmet.length >= required;
    const verdict = unmet.length === 0 ? 'good' : enough ? 'warning' : 'bad';
    return finding('people', verdict, { check: 'contacts', policy, stage: number, unmet });
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
        return { id: ref.id, people: person && [person], name: '' };
      }
      if (ref.kind !== 'group') return { id: '', people: [], name: ref.kind };
      const group = await directory.findGroup(ref.id);
      return { id: ref.id, people: group?.members, name: group?.name ?? '' };
    }),
  );
  const people = new Map<PersonId, Person>();
  for (const person of answers.flatMap((answer) => answer.people ?? [])) people.set(person.id, person);
  return {
    people: [...people.values()],
    missing: answers.filter((answer) => !answer.people).map(({ id }) => id),
    empty: answers.filter((answer) => answer.people?.length === 0).map(({ name }) => name),
  };
}
