import type { Environment } from '../domain/environment.ts';
import { accept, refuse, type Result } from '../domain/result.ts';
import type { Person } from '../domain/words.ts';
import { nonInteractive } from './accessModes.ts';
import type { App } from './app.ts';
import { findAccount, type FoundAccount } from './findAccount.ts';
import { findByName } from './findByName.ts';
import type { FormRefusal, FormValues } from './form.ts';
import { tidy } from './tidy.ts';

/**
 * The account that is asked for and the person who will answer for it: two different ones, both fit for it. Unless
 * somebody else is named, that is who answers for a user today, else the requester.
 */
export async function checkAccount(
  app: App,
  environment: Environment,
  values: FormValues,
  requester: Person,
): Promise<Result<{ account: FoundAccount; owner: Person }, readonly FormRefusal[]>> {
  const found = findAccount(app, environment, values, requester);
  const [owner, account] = await Promise.all([
    ownerNamed(values, found, requester).then((text) => checkOwner(app, environment, text)),
    found,
  ]);
  if (!account.ok || !owner.ok) {
    return refuse([...(account.ok ? [] : [account.refusal]), ...(owner.ok ? [] : [owner.refusal])]);
  }
  if (account.value.kind !== 'new' && account.value.objectId === owner.value.id) {
    return refuse([{ field: 'owner', code: 'UnfitOwner', name: owner.value.name, reason: 'account' }]);
  }
  return accept({ account: account.value, owner: owner.value });
}

async function ownerNamed(
  values: FormValues,
  found: ReturnType<typeof findAccount>,
  requester: Person,
): Promise<string> {
  if (values.owner !== undefined) return values.owner;
  if (values.accountKind !== 'user') return requester.id;
  const account = await found;
  const record = account.ok && account.value.kind === 'user' ? account.value.record : undefined;
  return record?.owner.id ?? requester.id;
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
  const found = await findByName(app, asked);
  return found.ok ? found : refuse({ field: 'owner', ...found.refusal });
}
