import { checkEnvironment, checkUntil, latestDay } from '../domain/ask.ts';
import type { Environment } from '../domain/environment.ts';
import { termsFor } from '../domain/policy.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import { dayOf, type Day, type EnvironmentKey, type Person, type Role } from '../domain/words.ts';
import { environmentOf, policyOf, type App } from './app.ts';
import { checkAccount } from './checkAccounts.ts';
import { checkMayAsk } from './checkTerms.ts';
import type { FoundAccount } from './findAccount.ts';
import type { FormRefusal, FormStep, FormValues } from './form.ts';
import { tidy } from './tidy.ts';

const longest = { integration: 60, purpose: 500 } as const;

export interface FormChoices {
  readonly environments: readonly Environment[];
  readonly today: Day;
}

export function formChoices(app: App): FormChoices {
  return { environments: [...app.settings.environments.values()], today: dayOf(app.world.now()) };
}

/** The last day that may be asked for in this environment, as long as no rule says otherwise. */
export function latestDayFor(app: App, key: EnvironmentKey): Day {
  const { terms } = policyOf(app.settings, environmentOf(app.settings, key));
  return latestDay(terms, dayOf(app.world.now()));
}

/** The environment's real roles, live. */
export function readRoles(app: App, key: EnvironmentKey): Promise<readonly Role[]> {
  return app.dataverse.readRoles(environmentOf(app.settings, key));
}

/**
 * Checks one step against the rules and the world. Values come back as they are kept: an owner as an object id, and of a
 * user that is changed, what it has today for whatever nobody has said.
 */
export async function checkStep(
  app: App,
  input: { readonly step: FormStep; readonly values: FormValues; readonly requester: Person },
): Promise<Result<FormValues, readonly FormRefusal[]>> {
  const { step, values, requester } = input;
  if (step === 'what') {
    const what = await checkWhat(app, values);
    if (!what.ok) return what;
    // Said now, rather than after all the other questions.
    const unmet = await checkMayAsk(app, what.value.environment, requester);
    return unmet.length > 0 ? refuse(unmet) : accept({ ...values, ...what.value.texts });
  }
  const environment = values.environment && app.settings.environments.get(values.environment);
  if (!environment) return refuse([{ field: 'environment', code: 'Missing' }]);
  if (step === 'account') {
    const found = await checkAccount(app, environment, values, requester);
    if (!found.ok) return found;
    const { account, owner } = found.value;
    return accept({ ...asItIs(account), ...values, owner: owner.id });
  }
  const access = await checkAccess(app, environment, values);
  return access.ok ? accept(values) : access;
}

function asItIs(account: FoundAccount): Pick<FormValues, 'roleIds' | 'until'> {
  if (account.kind !== 'user') return {};
  const { roles, record } = account;
  return { roleIds: roles.map(({ id }) => id), ...(record && { until: record.until }) };
}

export async function checkWhat(
  app: App,
  values: FormValues,
): Promise<
  Result<{ environment: Environment; texts: { integration: string; purpose: string } }, readonly FormRefusal[]>
> {
  const environment = values.environment && app.settings.environments.get(values.environment);
  const texts = { integration: tidy(values.integration), purpose: tidy(values.purpose) };
  const refusals: FormRefusal[] = [];
  if (!values.environment) refusals.push({ field: 'environment', code: 'Missing' });
  else if (!environment) {
    const known = [...app.settings.environments.values()].map(({ name }) => name);
    refusals.push({ field: 'environment', code: 'UnknownEnvironment', known });
  } else if (!(await isOnline(app, environment))) {
    refusals.push({ field: 'environment', code: 'OnPremises', environment: environment.name });
  }
  for (const field of ['integration', 'purpose'] as const) {
    if (texts[field] === '') refusals.push({ field, code: 'Missing' });
    const { length } = texts[field];
    if (length > longest[field]) refusals.push({ field, code: 'TooLong', length, longest: longest[field] });
  }
  return environment && refusals.length === 0 ? accept({ environment, texts }) : refuse(refusals);
}

/** What the environment itself says counts more than what is configured. */
async function isOnline(app: App, environment: Environment): Promise<boolean> {
  if (!checkEnvironment(environment).ok) return false;
  return (await app.dataverse.readOrganization(environment)).online;
}

export async function checkAccess(
  app: App,
  environment: Environment,
  values: FormValues,
): Promise<Result<{ roles: readonly Role[]; until: Day }, readonly FormRefusal[]>> {
  const known = await app.dataverse.readRoles(environment);
  const wanted = values.roleIds ?? [];
  const roles = known.filter((role) => wanted.includes(role.id));
  const refusals: FormRefusal[] = [];
  if (wanted.length === 0) refusals.push({ field: 'roleIds', code: 'Missing' });
  else if (roles.length < new Set(wanted).size) {
    refusals.push({ field: 'roleIds', code: 'RoleNotFound', environment: environment.name });
  }
  const until = values.until;
  if (until === undefined) return refuse([...refusals, { field: 'until', code: 'Missing' }]);
  const today = dayOf(app.world.now());
  const asked = {
    environment: environment.key,
    roles,
    until,
    ...(values.accountKind && { account: { kind: values.accountKind } }),
  };
  const checked = checkUntil(until, termsFor(policyOf(app.settings, environment), asked, today), today);
  if (!checked.ok) refusals.push({ field: 'until', ...checked.refusal });
  return refusals.length === 0 ? accept({ roles, until }) : refuse(refusals);
}
