import type { Account, Sku } from './graph/model.ts';
import { tenant } from './state.ts';
import type { State } from './state.ts';

export async function consumedUnits(state: State, sku: Sku): Promise<number> {
  const accounts = await state.list('account', tenant);
  const holders = accounts.filter(({ licences }) => licences.some(({ skuId }) => skuId === sku.skuId));
  return sku.usedElsewhere + holders.length;
}

/** The service plans that bring an account into Dataverse environments are named after Dynamics 365. */
export async function hasDataverseLicence(state: State, account: Account): Promise<boolean> {
  const skus = await state.list('sku', tenant);
  return account.licences.some(({ skuId, disabledPlans }) =>
    skus
      .find((sku) => sku.skuId === skuId)
      ?.servicePlans.some(
        ({ servicePlanId, servicePlanName }) =>
          servicePlanName.startsWith('DYN365_') && !disabledPlans.includes(servicePlanId),
      ),
  );
}
