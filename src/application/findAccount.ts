import type { Account, Application, ExistingAccount, ExistingUser } from '../domain/ask.ts';
import type { Environment } from '../domain/environment.ts';
import { openStatuses } from '../domain/request.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import { isApplicationId, type ApplicationId, type Person, type SystemUserId } from '../domain/words.ts';
import { nonInteractive } from './accessModes.ts';
import type { App } from './app.ts';
import type { FormRefusal, FormValues, Unconvertible } from './form.ts';
import type { CrmUser, DirectoryAccount } from './ports/crm.ts';
import { isAdmin, reviewsIn } from './rights.ts';
import { tidy } from './tidy.ts';

/** It is managed by Microsoft and has this name in every language's base. */
const systemAdministrator = 'System Administrator';

/** The UPN of a new account is chosen when the request has its number. */
export type FoundAccount = Exclude<Account, { readonly kind: 'new' }> | { readonly kind: 'new' };

type Found<Kind extends FoundAccount> = Promise<Result<Kind, FormRefusal>>;

/** The account, the application or the user that the form names, if it is fit for what is asked. */
export async function findAccount(
  app: App,
  environment: Environment,
  values: FormValues,
  requester: Person,
): Found<FoundAccount> {
  const kind = values.accountKind;
  if (kind === undefined) return refuse({ field: 'accountKind', code: 'Missing' });
  if (kind === 'new') return accept({ kind });
  const text = tidy(values.account);
  if (text === '') return refuse({ field: 'account', code: 'Missing' });
  switch (kind) {
    case 'existing':
      return findExisting(app, environment, text, requester);
    case 'application':
      return findApplication(app, environment, text);
    case 'user':
      return findUser(app, environment, text);
  }
}

async function findExisting(
  app: App,
  environment: Environment,
  text: string,
  requester: Person,
): Found<ExistingAccount> {
  const field = 'account';
  const account = await app.directory.findAccount(text);
  if (!account) return refuse({ field, code: 'AccountNotFound', text });
  const { upn, objectId, displayName } = account;
  const facts = { field, upn, environment: environment.name } as const;
  const user = await app.dataverse.findUser(environment, objectId);
  if (user?.accessMode === nonInteractive && !user.disabled) return refuse({ ...facts, code: 'AlreadyNonInteractive' });
  const reason = await whyNotConvertible(app, environment, { account, user, requester });
  if (reason) return refuse({ ...facts, code: 'Unconvertible', reason });
  return accept({
    kind: 'existing',
    upn,
    displayName,
    objectId,
    roles: user?.roles ?? [],
    ...(user && { accessMode: user.accessMode }),
    ...(user?.disabled && { disabled: true as const }),
    licences: await Promise.all(account.licenceSkus.map(async (sku) => (await app.licences(sku))?.name ?? sku)),
  });
}

/** Accounts whose conversion would lock somebody out of running the environment or this bot, or could not be finished. */
async function whyNotConvertible(
  app: App,
  environment: Environment,
  facts: { readonly account: DirectoryAccount; readonly user: CrmUser | undefined; readonly requester: Person },
): Promise<Unconvertible | undefined> {
  const { account, user, requester } = facts;
  if (account.objectId === requester.id) return 'requester';
  if (!account.enabled) return 'disabled';
  if (user?.roles.some(({ name }) => name === systemAdministrator)) return 'systemAdministrator';
  if (account.inheritedSkus.includes(environment.licenceSku.toLowerCase())) return 'inheritedLicence';
  const person = { id: account.objectId, name: account.displayName };
  const [decides, administers] = await Promise.all([reviewsIn(app, person, environment), isAdmin(app, person)]);
  return decides || administers ? 'decides' : undefined;
}

async function findApplication(app: App, environment: Environment, text: string): Found<Application> {
  const field = 'account';
  const applicationId = text.toLowerCase();
  if (!isApplicationId(applicationId)) return refuse({ field, code: 'NotAnApplicationId', text });
  const [application, user] = await Promise.all([
    app.directory.findApplication(applicationId),
    app.dataverse.findApplicationUser(environment, applicationId),
  ]);
  if (!application) return refuse({ field, code: 'ApplicationNotFound', text });
  const { displayName, objectId, enabled } = application;
  const facts = { field, code: 'UnfitApplication', name: displayName, environment: environment.name } as const;
  if (!enabled) return refuse({ ...facts, reason: 'disabled' });
  if (user === 'deleted') return refuse({ ...facts, reason: 'deleted' });
  if (user && user.id === (await app.dataverse.readOwnId(environment)))
    return refuse({ ...facts, reason: 'seatkeeper' });
  if (user && !user.disabled) return refuse({ ...facts, reason: 'exists' });
  const kept = user && { systemUserId: user.id };
  return accept({ kind: 'application', applicationId, displayName, objectId, roles: user?.roles ?? [], ...kept });
}

async function findUser(app: App, environment: Environment, text: string): Found<ExistingUser> {
  const field = 'account';
  const facts = { field, name: text, environment: environment.name } as const;
  const id = text.toLowerCase();
  const found = isApplicationId(id)
    ? await findByApplication(app, environment, id)
    : await findByAccount(app, environment, text);
  if (!found) return refuse({ field, code: 'UserNotFound', text, environment: environment.name });
  const { user, ...account } = found;
  // Whoever changed it could take away the rights that Seatkeeper works with.
  if (user.id === (await app.dataverse.readOwnId(environment))) {
    return refuse({ ...facts, code: 'UnfitUser', reason: 'seatkeeper' });
  }
  if (user.disabled) return refuse({ ...facts, code: 'UnfitUser', reason: 'disabled' });
  if (user.accessMode !== nonInteractive) return refuse({ ...facts, code: 'UnfitUser', reason: 'interactive' });
  const { active, open } = await requestsFor(app, environment, user.id);
  if (open) return refuse({ field, code: 'ChangeUnderWay', name: account.displayName, id: open.id });
  const record = active && { id: active.id, owner: active.ask.owner, until: active.ask.until };
  return accept({ kind: 'user', ...account, systemUserId: user.id, roles: user.roles, ...(record && { record }) });
}

type FoundUser = Omit<ExistingUser, 'kind' | 'systemUserId' | 'roles' | 'record'> & { readonly user: CrmUser };

async function findByAccount(app: App, environment: Environment, upn: string): Promise<FoundUser | undefined> {
  const account = await app.directory.findAccount(upn);
  const user = account && (await app.dataverse.findUser(environment, account.objectId));
  if (!user) return undefined;
  return { address: account.upn, displayName: account.displayName, objectId: account.objectId, user };
}

async function findByApplication(
  app: App,
  environment: Environment,
  applicationId: ApplicationId,
): Promise<FoundUser | undefined> {
  const [application, user] = await Promise.all([
    app.directory.findApplication(applicationId),
    app.dataverse.findApplicationUser(environment, applicationId),
  ]);
  if (!application || !user || user === 'deleted') return undefined;
  const { displayName, objectId } = application;
  return { address: applicationId, displayName, objectId, applicationId, user };
}

/** The request that answers for the user, and one that is about to change it. */
async function requestsFor(app: App, environment: Environment, systemUserId: SystemUserId) {
  const { requests } = await app.store.listRequests(
    { systemUserId, environments: [environment.key], statuses: ['Active', ...openStatuses] },
    { offset: 0, limit: 10 },
  );
  return {
    active: requests.find(({ status }) => status === 'Active'),
    open: requests.find(({ status, ask }) => status !== 'Active' && ask.account.kind === 'user'),
  };
}
