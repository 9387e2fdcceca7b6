import type { ApproverRef } from '../domain/approvers.ts';
import type { Environment } from '../domain/environment.ts';
import type { AppliedTerms } from '../domain/policy.ts';
import type { Lookups } from '../domain/roster.ts';
import { dayOf, type GroupId, type Person, type PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import { isFailure } from './failures.ts';

/** What was found out, and whether something could not be: then a person who is not found may be one all the same. */
export interface Found {
  readonly lookups: Lookups;
  /** The first failure, for whoever must not go on without certainty. */
  readonly failure?: Error;
}

type Means = Pick<App, 'directory' | 'absences' | 'world' | 'log'>;

/**
 * Everybody whom these terms can mean. A lookup that fails finds nobody: alternates and the fallback are asked instead,
 * and nothing is ever approved for want of an answer.
 */
export async function lookUp(
  app: Means,
  {
    terms,
    environment,
    owner,
  }: { readonly terms: AppliedTerms; readonly environment: Environment; readonly owner: Person },
): Promise<Found> {
  const refs = [
    ...terms.stages.flatMap(({ approvers, alternates }) => [...approvers, ...alternates]),
    ...terms.fallback,
  ];
  const asksOwners = refs.some(({ kind }) => kind === 'environmentOwners');
  const all = asksOwners ? [...refs, ...environment.owners] : refs;
  const attempt = attempts(app);
  const [people, groups, manager] = await Promise.all([
    findAll(personIds(all), (id) => attempt.run(() => app.directory.findPerson(id))),
    findAll(groupIds(all), (id) => attempt.run(() => app.directory.findGroup(id))),
    refs.some(({ kind }) => kind === 'manager') ? attempt.run(() => app.directory.findManager(owner.id)) : undefined,
  ]);
  const named = [...people.keys(), ...[...groups.values()].flatMap(({ members }) => members.map(({ id }) => id))];
  const absences = await app.absences.findAbsences(manager ? [...named, manager.id] : named, dayOf(app.world.now()));
  return {
    lookups: { people, groups, owner, environmentOwners: environment.owners, absences, ...(manager && { manager }) },
    ...attempt.outcome(),
  };
}

function personIds(refs: readonly ApproverRef[]): readonly PersonId[] {
  return [...new Set(refs.flatMap((ref) => (ref.kind === 'person' ? [ref.id] : [])))];
}

function groupIds(refs: readonly ApproverRef[]): readonly GroupId[] {
  return [...new Set(refs.flatMap((ref) => (ref.kind === 'group' ? [ref.id] : [])))];
}

async function findAll<Id, Value>(
  ids: readonly Id[],
  find: (id: Id) => Promise<Value | undefined>,
): Promise<ReadonlyMap<Id, Value>> {
  const values = await Promise.all(ids.map(find));
  return new Map(ids.flatMap((id, index) => (values[index] === undefined ? [] : [[id, values[index]] as const])));
}

function attempts({ log }: Pick<Means, 'log'>) {
  let failure: Error | undefined;
  return {
    async run<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
      try {
        return await find();
      } catch (err) {
        if (!isFailure(err)) throw err;
        log.warn({ err }, 'Somebody whom a policy names could not be looked up');
        failure ??= err;
        return undefined;
      }
    },
    outcome: (): Pick<Found, 'failure'> => (failure ? { failure } : {}),
  };
}
