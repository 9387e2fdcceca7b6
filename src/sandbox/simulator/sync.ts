import { accessMode, timestamp } from './model.ts';
import type { Account } from './graph/model.ts';
import type { Environment, PendingSync, SystemUser } from './model.ts';
import { tenant } from './state.ts';
import type { State } from './state.ts';
import { newSystemUser } from './dataverse/newUser.ts';
import { hasDataverseLicence } from './directory.ts';

/** The reason that the server gives when it disables a user by itself. */
const lostLicence = 'The user does not have a license.';

/** A change to an account reaches each environment after that environment's delay; an earlier arrival stands. */
export async function announce(state: State, accountId: string): Promise<void> {
  for (const environment of await state.list('environment', tenant)) {
    if (environment.deployment === 'onPremises') continue;
    await schedule(state, environment, accountId, environment.syncSeconds);
  }
}

/** Brings an account's arrival forward to `seconds` from now. */
export async function schedule(
  state: State,
  environment: Environment,
  accountId: string,
  seconds: number,
): Promise<void> {
  const dueAt = new Date(state.now.getTime() + seconds * 1000).toISOString();
  const pending = await state.get('pendingsync', environment.key, accountId);
  if (pending && pending.dueAt <= dueAt) return;
  await state.put('pendingsync', environment.key, accountId, { environmentKey: environment.key, accountId, dueAt });
}

export async function somethingIsDue(state: State): Promise<boolean> {
  return (await due(state)).length > 0;
}

/** Lets everything that is due arrive. */
export async function settle(state: State): Promise<void> {
  for (const { environmentKey, accountId } of await due(state)) {
    const environment = await state.get('environment', tenant, environmentKey);
    await state.remove('pendingsync', environmentKey, accountId);
    if (environment) await arrive(state, environment, accountId);
  }
}

async function due(state: State): Promise<PendingSync[]> {
  const pending = await state.listEverywhere('pendingsync');
  return pending.filter(({ dueAt }) => dueAt <= state.now.toISOString());
}

async function arrive(state: State, environment: Environment, accountId: string): Promise<void> {
  const account = await state.get('account', tenant, accountId);
  const users = await state.list('systemuser', environment.key);
  const known = users.find((user) => user.azureactivedirectoryobjectid === accountId);
  if (!known) {
    if (account && (await maySignIn(state, environment, account))) await welcome(state, environment, account);
    return;
  }
  const updated = await refreshed(state, environment, known, account);
  if (JSON.stringify(updated) === JSON.stringify(known)) return;
  await state.put('systemuser', environment.key, known.systemuserid, {
    ...updated,
    modifiedon: timestamp(state.now),
    versionnumber: await state.nextVersion(),
  });
}

async function maySignIn(state: State, environment: Environment, account: Account): Promise<boolean> {
  return (await hasDataverseLicence(state, account)) && (await isInSecurityGroup(state, environment, account.id));
}

/** Members of nested groups do not count. */
export async function isInSecurityGroup(state: State, environment: Environment, accountId: string): Promise<boolean> {
  if (environment.securityGroup === null) return true;
  const group = await state.get('group', tenant, environment.securityGroup);
  return group?.members.includes(accountId) ?? false;
}

async function welcome(state: State, environment: Environment, account: Account): Promise<void> {
  const units = await state.list('businessunit', environment.key);
  const unit = units.find(({ name }) => name === environment.arrivesInBusinessUnit);
  const user = newSystemUser({
    environment,
    at: state.now,
    version: await state.nextVersion(),
    account,
    islicensed: true,
    isdisabled: environment.arrivesDisabled || !account.accountEnabled,
    ...(unit && { _businessunitid_value: unit.businessunitid }),
    ...(environment.arrivesUnnamed && { fullname: `# ${account.userPrincipalName}` }),
  });
  await state.put('systemuser', environment.key, user.systemuserid, user);
  if (environment.arrivesUnnamed) await schedule(state, environment, account.id, environment.syncSeconds);
}

async function refreshed(
  state: State,
  environment: Environment,
  user: SystemUser,
  account: Account | undefined,
): Promise<SystemUser> {
  if (!account) return { ...user, islicensed: false, isdisabled: true };
  const islicensed = await hasDataverseLicence(state, account);
  const named = {
    ...user,
    islicensed,
    fullname: account.displayName,
    domainname: account.userPrincipalName,
    windowsliveid: account.userPrincipalName,
    internalemailaddress: account.userPrincipalName,
  };
  if (!account.accountEnabled || !(await isInSecurityGroup(state, environment, account.id))) {
    return { ...named, isdisabled: true };
  }
  if (islicensed && user.disabledreason === lostLicence) return { ...named, isdisabled: false, disabledreason: null };
  if (islicensed || !user.islicensed) return named;
  if (user.accessmode !== accessMode.nonInteractive) return disabledForLicence(named);
  return environment.flipsBack ? disabledForLicence({ ...named, accessmode: accessMode.readWrite }) : named;
}

export function disabledForLicence(user: SystemUser): SystemUser {
  return { ...user, isdisabled: true, disabledreason: lostLicence };
}
