import type { Faults } from '../faults.ts';
import { ServiceError } from '../http.ts';
import { tenant } from '../state.ts';
import type { State, Store } from '../state.ts';
import type { Scenario } from './changes.ts';
import { changeAccount, changeApplication, changeGroup, changeSku } from './directory.ts';
import { changeEnvironment, changeUser, setApplicationUser } from './environment.ts';
import { ScenarioProblem } from './problem.ts';

/**
 * Makes the world as the scenario says, all of it or, with a `ScenarioProblem`, nothing. Its faults join those that wait.
 * Playing it again changes nothing but the faults.
 */
export async function playScenario(world: { store: Store; faults: Faults }, scenario: Scenario): Promise<void> {
  await world.store.write((state) => apply(state, scenario));
  world.faults.add(scenario.faults);
}

async function apply(state: State, { organization, ...scenario }: Scenario): Promise<void> {
  if (organization) await state.put('organization', tenant, 'organization', organization);
  await each(['groups'], scenario.groups, (id, change) => changeGroup(state, id, change));
  await each(['accounts'], scenario.accounts, (name, change) => changeAccount(state, name, change));
  await each(['applications'], scenario.applications, (name, change) => changeApplication(state, name, change));
  // After groups and accounts: what is spare depends on who holds a licence.
  await each(['skus'], scenario.skus, (name, change) => changeSku(state, name, change));
  await each(['environments'], scenario.environments, async (key, { users, applicationUsers, ...change }) => {
    const environment = await changeEnvironment(state, key, change);
    await each(['environments', key, 'users'], users, (name, user) => changeUser(state, environment, name, user));
    await each(['environments', key, 'applicationUsers'], applicationUsers, (name, wanted) =>
      setApplicationUser(state, environment, name, wanted),
    );
  });
}

/** One after the other, with the place in what goes wrong. */
async function each<Change>(
  path: readonly string[],
  changes: Readonly<Record<string, Change>>,
  work: (name: string, change: Change) => Promise<unknown>,
): Promise<void> {
  for (const [name, change] of Object.entries(changes)) {
    try {
      await work(name, change);
    } catch (error) {
      if (error instanceof ServiceError && !(error instanceof ScenarioProblem)) {
        throw new ScenarioProblem([...path, name], error.message);
      }
      throw error;
    }
  }
}
