import { consumedUnits } from './directory.ts';
import type { Account, Group } from './graph/model.ts';
import { tenant } from './state.ts';
import type { State } from './state.ts';
import { announce } from './sync.ts';

/** Stores the group. Whoever joined has its licences from it, as far as there are units; whoever left has them no longer. */
export async function putGroup(state: State, group: Group): Promise<void> {
  const before = await state.get('group', tenant, group.id);
  await state.put('group', tenant, group.id, group);
  const former = before?.members ?? [];
  for (const id of new Set([...former, ...group.members])) {
    const account = await state.get('account', tenant, id);
    if (!account) continue; // a nested group, which passes nothing on
    const stays = former.includes(id) && group.members.includes(id);
    const licences = await licencesWith(state, account, group);
    if (stays && JSON.stringify(licences) === JSON.stringify(account.licences)) continue;
    await state.put('account', tenant, id, { ...account, licences });
    await announce(state, id);
  }
}

async function licencesWith(state: State, account: Account, group: Group): Promise<Account['licences']> {
  const wanted = group.members.includes(account.id) ? (group.grants ?? []) : [];
  const granted = account.licences.filter(({ skuId, fromGroup }) => fromGroup === group.id && wanted.includes(skuId));
  for (const skuId of wanted) {
    if (granted.some((licence) => licence.skuId === skuId)) continue;
    const sku = await state.get('sku', tenant, skuId);
    const holds = account.licences.some((licence) => licence.skuId === skuId);
    if (sku && (holds || (await consumedUnits(state, sku)) < sku.enabled)) {
      granted.push({ skuId, disabledPlans: [], fromGroup: group.id });
    }
  }
  return [...account.licences.filter(({ fromGroup }) => fromGroup !== group.id), ...granted];
}
