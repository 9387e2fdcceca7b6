import { consumedUnits } from '../directory.ts';
import { scheduleFrom } from '../graph/mailboxes.ts';
import { graphProblems } from '../graph/problems.ts';
import { domain } from '../graph/users.ts';
import { putGroup } from '../membership.ts';
import type { Account, AutomaticReplies, Group, ServicePrincipal, Sku } from '../graph/model.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { announce } from '../sync.ts';
import type { AccountChange, ApplicationChange, GroupChange, SkuChange } from './changes.ts';
import { notThere } from './problem.ts';

export async function changeGroup(state: State, id: string, change: GroupChange): Promise<void> {
  const before = await state.get('group', tenant, id);
  if (!before && change.displayName === undefined) throw notThere('group', id, 'A new one needs a displayName');
  const group: Group = {
    id,
    description: null,
    members: [],
    ...before,
    displayName: change.displayName ?? before?.displayName ?? id,
  };
  if (change.members) group.members = await Promise.all(change.members.map((name) => memberId(state, name)));
  if (change.grants) group.grants = await Promise.all(change.grants.map((name) => skuId(state, name)));
  await putGroup(state, group);
}

/** As if it had been done in the admin centre: the environments follow after their delay. */
export async function changeAccount(state: State, name: string, change: AccountChange): Promise<void> {
  const account = await accountOf(state, name);
  const { licences, accountEnabled, usageLocation, manager, automaticReplies } = change;
  if (automaticReplies !== undefined && account['mail'] === null) throw graphProblems.noMailbox();
  const changed: Account = {
    ...account,
    ...(accountEnabled !== undefined && { accountEnabled }),
    ...(usageLocation !== undefined && { usageLocation }),
    ...(manager !== undefined && { managerId: manager === null ? null : (await accountOf(state, manager)).id }),
    ...(automaticReplies && { automaticReplies: repliesOf(automaticReplies, state.now) }),
    ...(licences && { licences: await Promise.all(licences.map((licence) => holding(state, licence))) }),
  };
  await state.put('account', tenant, account.id, changed);
  await announce(state, account.id);
}

async function holding(
  state: State,
  { sku, fromGroup }: { sku: string; fromGroup: string | null },
): Promise<Account['licences'][number]> {
  return { skuId: await skuId(state, sku), disabledPlans: [], fromGroup };
}

function repliesOf(wanted: NonNullable<AccountChange['automaticReplies']>, now: Date): AutomaticReplies {
  if (typeof wanted === 'string') return { ...scheduleFrom(now), status: wanted };
  const { from, until, timeZone } = wanted;
  return {
    status: 'scheduled',
    scheduledStartDateTime: { dateTime: from, timeZone },
    scheduledEndDateTime: { dateTime: until, timeZone },
  };
}

export async function changeApplication(state: State, name: string, { owners }: ApplicationChange): Promise<void> {
  const application = await findApplication(state, name);
  if (!owners) return;
  const ids = await Promise.all(owners.map((owner) => ownerId(state, owner)));
  await state.put('serviceprincipal', tenant, application.id, { ...application, owners: ids });
}

async function ownerId(state: State, name: string): Promise<string> {
  return ((await findAccount(state, name)) ?? (await findApplication(state, name))).id;
}

export async function findApplication(state: State, name: string): Promise<ServicePrincipal> {
  const principals = await state.list('serviceprincipal', tenant);
  const found = principals.find(({ appId, displayName }) => [appId, displayName].includes(name));
  const known = principals.map(({ displayName }) => displayName).join(', ');
  if (!found) throw notThere('application', name, `There are: ${known}`);
  return found;
}

export async function changeSku(state: State, name: string, { enabled, spare = 0 }: SkuChange): Promise<Sku> {
  const sku = await findSku(state, name);
  const changed = { ...sku, enabled: enabled ?? (await consumedUnits(state, sku)) + spare };
  await state.put('sku', tenant, sku.skuId, changed);
  return changed;
}

async function skuId(state: State, name: string): Promise<string> {
  return (await findSku(state, name)).skuId;
}

async function findSku(state: State, name: string): Promise<Sku> {
  const skus = await state.list('sku', tenant);
  const found = skus.find((sku) => [sku.skuId, sku.skuPartNumber].includes(name));
  if (!found) throw notThere('licence', name, `There are: ${skus.map((sku) => sku.skuPartNumber).join(', ')}`);
  return found;
}

async function memberId(state: State, name: string): Promise<string> {
  const member = (await findAccount(state, name)) ?? (await state.get('group', tenant, name));
  if (!member) throw notThere('account or group', name, 'Accounts are named by alias, UPN or id, groups by id');
  return member.id;
}

async function accountOf(state: State, name: string): Promise<Account> {
  const account = await findAccount(state, name);
  if (!account) throw notThere('account', name, 'Accounts are named by alias, UPN or id');
  return account;
}

async function findAccount(state: State, name: string): Promise<Account | undefined> {
  const accounts = await state.list('account', tenant);
  const names = [name.toLowerCase(), `${name.toLowerCase()}@${domain}`];
  return accounts.find(({ id, userPrincipalName }) => id === name || names.includes(userPrincipalName.toLowerCase()));
}
