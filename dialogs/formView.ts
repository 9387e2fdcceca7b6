import type { App } from '../src/application/app.ts';
import { formChoices, latestDayFor, readRoles } from '../src/application/checkForm.ts';
import type { FormRefusal } from '../src/application/form.ts';
import type { FormView } from '../src/bot/cards/formCards.ts';
import { isFailure } from '../src/bot/failures.ts';
import type { Turn } from '../src/bot/turn.ts';
import { latestDay } from '../src/domain/ask.ts';
import type { EnvironmentKey, Person } from '../src/domain/words.ts';
import { stepBefore, type FormState } from './formState.ts';

/** Everything that the card of the current step shows, read live where the world decides. */
export async function formView(
  { app, person }: Turn,
  state: FormState,
  refusals: readonly FormRefusal[],
): Promise<FormView> {
  const { step, nonce, values, understood } = state;
  const { environments, today } = formChoices(app);
  const chosen = environments.find(({ key }) => key === values.environment);
  const [requester, owner, roles] = await Promise.all([
    findPerson(app, person.id),
    findPerson(app, values.owner),
    step === 'access' && chosen ? readRoles(app, chosen.key) : [],
  ]);
  return {
    step,
    nonce,
    values,
    refusals,
    environments,
    roles,
    today,
    latest: latestOf(app, chosen?.key, today),
    understood,
    canGoBack: stepBefore(step) !== undefined,
    requester: requester ?? person,
    ...(owner && { owner }),
  };
}

function latestOf(app: App, key: EnvironmentKey | undefined, today: FormView['today']): FormView['latest'] {
  if (key) return latestDayFor(app, key);
  return latestDay({ maxDays: Math.max(...[...app.settings.policies.values()].map(({ maxDays }) => maxDays)) }, today);
}

/** Only for showing a name in place of an id: the form is as good without. */
async function findPerson(app: App, id: string | undefined): Promise<Person | undefined> {
  if (!id || !/^[0-9a-f-]{36}$/.test(id)) return undefined;
  try {
    return await app.directory.findPerson(id);
  } catch (err) {
    if (!isFailure(err)) throw err;
    return undefined;
  }
}
