import { consumedUnits } from './directory.ts';
import { takesSeat } from './model.ts';
import { tenant } from './state.ts';
import type { State } from './state.ts';

/** What there is, as far as a person wants to see it at a glance. */
export async function summary(state: State): Promise<object> {
  const environments = await state.list('environment', tenant);
  const skus = await state.list('sku', tenant);
  return {
    now: state.now.toISOString(),
    environments: await Promise.all(
      environments.map(async (environment) => {
        const users = await state.list('systemuser', environment.key);
        return {
          ...environment,
          seats: { used: users.filter(takesSeat).length, limit: environment.limit },
          users: users.map(
            ({
              systemuserid,
              fullname,
              domainname,
              accessmode,
              isdisabled,
              islicensed,
              applicationid,
              deletedstate,
            }) => ({
              systemuserid,
              fullname,
              domainname,
              accessmode,
              isdisabled,
              islicensed,
              applicationid,
              deletedstate,
            }),
          ),
          pending: await state.list('pendingsync', environment.key),
        };
      }),
    ),
    licences: await Promise.all(
      skus.map(async (sku) => ({
        skuId: sku.skuId,
        skuPartNumber: sku.skuPartNumber,
        enabled: sku.enabled,
        used: await consumedUnits(state, sku),
      })),
    ),
  };
}
