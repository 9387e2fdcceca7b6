import { policyOf, type App } from '../src/application/app.ts';
import { formChoices, latestDayFor, readRoles } from '../src/application/checkForm.ts';
import type { FormRefusal } from '../src/application/form.ts';
import type { FormView } from '../src/bot/cards/formFields.ts';
import { isFailure } from '../src/application/failures.ts';
import type { Turn } from '../src/bot/turn.ts';
import { checkUntil, latestDay } from '../src/domain/ask.ts';
import type { EnvironmentKey, Person, Role } from '../src/domain/words.ts';
import { stepBefore, type FormState } from './formState.ts';

/** Everything that the card of the current step shows; the roles live, or as they were known, when there is no `live`. */
export async function formView(
  { app, person }: Turn,
  state: FormState,
  { refusals, live }: { readonly refusals: readonly FormRefusal[]; readonly live: boolean },
): Promise<FormView> {
  const { step, nonce, values, understood, roleNames } = state;
  const { environments, today } = formChoices(app);
  const chosen = environments.find(({ key }) => key === values.environment);
  const [requester, owner, roles] = await Promise.all([
    findPerson(app, person.id),
    findPerson(app, values.owner),
    step === 'access' && chosen ? rolesOf(app, chosen.key, live ? undefined : state.known) : [],
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
    ...(roleNames && { roleNames }),
    canGoBack: stepBefore(step) !== undefined,
    requester: requester ?? person,
    ...(owner && { owner }),
  };
}

function rolesOf(app: App, key: EnvironmentKey, known: FormState['known']): Promise<readonly Role[]> | readonly Role[] {
  return known?.environment === key ? known.roles : readRoles(app, key);
}

/** A last day that a sentence named, against the rules that are known so far, before its step is reached. */
export function refusedDay({ app }: Turn, { until, environment }: FormState['values']): readonly FormRefusal[] {
  if (until === undefined) return [];
  const { environments, today } = formChoices(app);
  const chosen = environments.find(({ key }) => key === environment);
  const checked = checkUntil(until, chosen ? policyOf(app.settings, chosen).terms : loosest(app), today);
  return checked.ok ? [] : [{ field: 'until', ...checked.refusal }];
}

function loosest({ settings }: App): { readonly maxDays: number } {
  return { maxDays: Math.max(...[...settings.policies.values()].map(({ terms }) => terms.maxDays)) };
}

function latestOf(app: App, key: EnvironmentKey | undefined, today: FormView['today']): FormView['latest'] {
  if (key) return latestDayFor(app, key);
  return latestDay(loosest(app), today);
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
