import type { Account } from '../domain/ask.ts';
import type { Environment } from '../domain/environment.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import type { Person } from '../domain/words.ts';
import type { App } from './app.ts';
import type { FormRefusal, FormValues, Unconvertible } from './form.ts';
import type { CrmUser, DirectoryAccount } from './ports/crm.ts';
import { isAdmin, rightToReview } from './rights.ts';
import { tidy } from './tidy.ts';

const peopleShown = 5;
const nonInteractive = 4;
/** It is managed by Microsoft and has this name in every language's base. */
const systemAdministrator = 'System Administrator';

/** The UPN of a new account is chosen when the request has its number. */
export type ExistingOrNew = Extract<Account, { readonly kind: 'existing' }> | { readonly kind: 'new' };

/** The account that is asked for and the person who will answer for it: two different ones, both fit for it. */
export async function checkAccount(
  app: App,
  environment: Environment,
  values: FormValues,
  requester: Person,
): Promise<Result<{ account: ExistingOrNew; owner: Person }, readonly FormRefusal[]>> {
  const [owner, account] = await Promise.all([
    checkOwner(app, environment, values.owner ?? requester.id),
    values.accountKind === 'existing'
      ? checkExisting(app, environment, values.upn, requester)
      : accept<ExistingOrNew>({ kind: 'new' }),
  ]);
  const refusals: FormRefusal[] = [];
  if (values.accountKind === undefined) refusals.push({ field: 'accountKind', code: 'Missing' });
  if (!account.ok) refusals.push(account.refusal);
  if (!owner.ok) refusals.push(owner.refusal);
  if (!account.ok || !owner.ok || refusals.length > 0) return refuse(refusals);
  if (account.value.kind === 'existing' && account.value.objectId === owner.value.id) {
    return refuse([{ field: 'owner', code: 'UnfitOwner', name: owner.value.name, reason: 'account' }]);
  }
  return accept({ account: account.value, owner: owner.value });
}

/** Somebody who can be asked for years: an account that is enabled, and no program's. */
async function checkOwner(app: App, environment: Environment, text: string): Promise<Result<Person, FormRefusal>> {
  const found = await findOwner(app, text);
  if (!found.ok) return found;
  const { id, name } = found.value;
  const [account, user] = await Promise.all([app.directory.findAccount(id), app.dataverse.findUser(environment, id)]);
  if (!account?.enabled) return refuse({ field: 'owner', code: 'UnfitOwner', name, reason: 'disabled' });
  if (user?.accessMode === nonInteractive || account.mark !== undefined) {
    return refuse({ field: 'owner', code: 'UnfitOwner', name, reason: 'program' });
  }
  return found;
}

async function findOwner(app: App, text: string): Promise<Result<Person, FormRefusal>> {
  const asked = tidy(text);
  if (asked === '') return refuse({ field: 'owner', code: 'Missing' });
  const exact = await app.directory.findPerson(asked);
  if (exact) return accept(exact);
  const people = await app.directory.searchPeople(asked, peopleShown);
  const [only, ...others] = people;
  if (!only) return refuse({ field: 'owner', code: 'PersonNotFound', text: asked });
  if (others.length > 0) return refuse({ field: 'owner', code: 'SeveralPeople', text: asked, people });
  return accept(only);
}

async function checkExisting(
  app: App,
  environment: Environment,
  text: string | undefined,
  requester: Person,
): Promise<Result<ExistingOrNew, FormRefusal>> {
  const upn = tidy(text);
  if (upn === '') return refuse({ field: 'upn', code: 'Missing' });
  const account = await app.directory.findAccount(upn);
  if (!account) return refuse({ field: 'upn', code: 'AccountNotFound', upn });
  const user = await app.dataverse.findUser(environment, account.objectId);
  if (user?.accessMode === nonInteractive && !user.disabled) {
    return refuse({ field: 'upn', code: 'AlreadyNonInteractive', upn, environment: environment.name });
  }
  const reason = await whyNotConvertible(app, environment, { account, user, requester });
  if (reason) return refuse({ field: 'upn', code: 'Unconvertible', upn, environment: environment.name, reason });
  const { objectId, displayName } = account;
  return accept({ kind: 'existing', upn: account.upn, displayName, objectId, roles: user?.roles ?? [] });
}

/** Accounts whose conversion would lock somebody out of running the environment or this bot. */
async function whyNotConvertible(
  app: App,
  environment: Environment,
  facts: { readonly account: DirectoryAccount; readonly user: CrmUser | undefined; readonly requester: Person },
): Promise<Unconvertible | undefined> {
  const { account, user, requester } = facts;
  if (account.objectId === requester.id) return 'requester';
  if (!account.enabled) return 'disabled';
  if (user?.roles.some(({ name }) => name === systemAdministrator)) return 'systemAdministrator';
  const person = { id: account.objectId, name: account.displayName };
  const [decides, administers] = await Promise.all([rightToReview(app, person, environment), isAdmin(app, person)]);
  return decides || administers ? 'decides' : undefined;
}
