import { z } from 'zod';
import type { Answer, Call } from '../http.ts';
import { tenantId } from '../model.ts';
import type { Account } from './model.ts';
import { consumedUnits } from '../directory.ts';
import { tenant } from '../state.ts';
import type { State } from '../state.ts';
import { announce } from '../sync.ts';
import { graphProblems } from './problems.ts';
import { presentAccount } from './users.ts';

const Assignment = z.object({
  addLicenses: z.array(z.object({ skuId: z.string(), disabledPlans: z.array(z.string()).default([]) })),
  removeLicenses: z.array(z.string()),
});

/** All of the wished changes, or none. */
export async function assignLicence(state: State, account: Account, call: Call): Promise<Answer> {
  const parsed = Assignment.safeParse(call.body);
  if (!parsed.success) throw graphProblems.invalid('assignedLicenses');
  const { addLicenses, removeLicenses } = parsed.data;
  let { licences } = account;
  for (const skuId of removeLicenses) {
    const held = licences.filter((licence) => licence.skuId === skuId);
    if (held.length === 0) throw graphProblems.notHeld();
    if (held.every(({ fromGroup }) => fromGroup !== null)) throw graphProblems.inherited();
    licences = licences.filter((licence) => licence.skuId !== skuId || licence.fromGroup !== null);
  }
  for (const { skuId, disabledPlans } of addLicenses) {
    if (!account.usageLocation) throw graphProblems.usageLocation();
    const sku = await state.get('sku', tenant, skuId);
    if (!sku) throw graphProblems.noSuchSku(skuId);
    const holds = account.licences.some((licence) => licence.skuId === skuId);
    if (!holds && (await consumedUnits(state, sku)) >= sku.enabled) throw graphProblems.noUnits(skuId);
    licences = [
      ...licences.filter((licence) => licence.skuId !== skuId || licence.fromGroup !== null),
      { skuId, disabledPlans, fromGroup: null },
    ];
  }
  const changed = { ...account, licences };
  await state.put('account', tenant, account.id, changed);
  await announce(state, account.id);
  return { status: 200, body: presentAccount(changed, call) };
}

export async function listLicenceDetails(state: State, account: Account, call: Call): Promise<Answer> {
  const skus = await state.list('sku', tenant);
  const value = skus
    .filter(({ skuId }) => account.licences.some((licence) => licence.skuId === skuId))
    .map(({ skuId, skuPartNumber, servicePlans }) => ({
      id: `${account.id}_${skuId}`,
      skuId,
      skuPartNumber,
      servicePlans,
    }));
  return {
    status: 200,
    body: { '@odata.context': `${call.root}/$metadata#users('${account.id}')/licenseDetails`, value },
  };
}

export async function listSkus(state: State, call: Call): Promise<Answer> {
  if (call.query.has('$filter')) throw graphProblems.unsupported("The query option '$filter' is not supported.");
  const skus = await state.list('sku', tenant);
  const value = await Promise.all(
    skus.map(async (sku) => ({
      id: `${tenantId}_${sku.skuId}`,
      accountId: tenantId,
      accountName: 'contoso',
      appliesTo: 'User',
      capabilityStatus: 'Enabled',
      consumedUnits: await consumedUnits(state, sku),
      prepaidUnits: { enabled: sku.enabled, suspended: 0, warning: 0, lockedOut: 0 },
      skuId: sku.skuId,
      skuPartNumber: sku.skuPartNumber,
      subscriptionIds: [],
      servicePlans: sku.servicePlans,
    })),
  );
  return { status: 200, body: { '@odata.context': `${call.root}/$metadata#subscribedSkus`, value } };
}
