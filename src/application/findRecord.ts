import { addressOf } from '../domain/ask.ts';
import type { Environment } from '../domain/environment.ts';
import type { AccessRequest } from '../domain/request.ts';
import { isApplicationId, type EnvironmentKey, type Person, type RequestId } from '../domain/words.ts';
import type { App } from './app.ts';
import { isFailure } from './failures.ts';
import type { FormValues } from './form.ts';
import type { DirectoryAccount } from './ports/crm.ts';
import type { RequestView } from './views.ts';
import { viewRequest } from './viewRequest.ts';

/**
 * The request that answers for a user, by the UPN or the application's id; looked for in one environment, else in all
 * of them. Undefined when there is none that concerns this person, or more than one: it only fills in a form.
 */
export async function findRecord(
  app: App,
  input: { readonly text: string; readonly environment?: EnvironmentKey; readonly reader: Person },
): Promise<RequestView | undefined> {
  const text = input.text.trim().toLowerCase();
  const environments = [...app.settings.environments.values()].filter(
    ({ key, deployment }) => deployment === 'online' && (input.environment === undefined || key === input.environment),
  );
  const account = isApplicationId(text) ? undefined : await lookUp(app, () => app.directory.findAccount(text));
  const found = await Promise.all(
    environments.map((environment) => lookUp(app, () => recordIn(app, environment, { text, account }))),
  );
  const [only, ...others] = found.filter((id) => id !== undefined);
  return only && others.length === 0 ? viewRequest(app, { id: only, reader: input.reader }) : undefined;
}

/**
 * The request that answered for a user until its end, by what the user is called; undefined too when it has been enabled
 * again since, which is somebody else's doing.
 */
export async function findEnded(
  app: App,
  input: { readonly text: string; readonly environment?: EnvironmentKey; readonly reader: Person },
): Promise<RequestView | undefined> {
  const { environment, reader } = input;
  const address = input.text.trim().toLowerCase();
  const { requests } = await app.store.listRequests(
    { address, statuses: ['Revoked'], ...(environment && { environments: [environment] }) },
    { offset: 0, limit: 1 },
  );
  const [last] = requests;
  const view = last && (await viewRequest(app, { id: last.id, reader }));
  if (view?.request.status !== 'Revoked') return undefined;
  const { systemUserId } = view.request;
  const user = await lookUp(app, () => app.dataverse.readUser(view.environment, systemUserId));
  return user && !user.disabled ? undefined : view;
}

/** The form that asks for a change of the user that this request answers for; the rest is read from the user itself. */
export function formOfChange({ ask }: AccessRequest): FormValues {
  const { environment, integration, purpose, account } = ask;
  return { environment, integration, purpose, accountKind: 'user', account: addressOf(account) };
}

async function recordIn(
  app: App,
  environment: Environment,
  { text, account }: { readonly text: string; readonly account: DirectoryAccount | undefined },
): Promise<RequestId | undefined> {
  const user = account
    ? await app.dataverse.findUser(environment, account.objectId)
    : isApplicationId(text) && (await app.dataverse.findApplicationUser(environment, text));
  if (!user || user === 'deleted') return undefined;
  const { requests } = await app.store.listRequests(
    { systemUserId: user.id, environments: [environment.key], statuses: ['Active'] },
    { offset: 0, limit: 1 },
  );
  return requests[0]?.id;
}

/** The form asks again, and tells of a world that does not answer. */
async function lookUp<T>(app: App, find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ err }, 'The record of a user could not be looked up');
    return undefined;
  }
}
