import { tenant } from './state.ts';
import type { State } from './state.ts';
import { applications } from './seed/applications.ts';
import { businessUnitsOf, environments, rolesOf, rootRoleId } from './seed/environments.ts';
import { integrationAccounts } from './seed/integrations.ts';
import { groups, legacyReports, personAccounts, skus } from './seed/people.ts';
import { usersOf } from './seed/users.ts';

/** Contoso, as the sample `seatkeeper.yaml` describes it. */
export async function seedContoso(state: State): Promise<void> {
  for (const sku of skus) await state.put('sku', tenant, sku.skuId, sku);
  for (const group of groups) await state.put('group', tenant, group.id, group);
  for (const account of [...personAccounts, legacyReports, ...integrationAccounts]) {
    await state.put('account', tenant, account.id, account);
  }
  for (const application of applications) await state.put('serviceprincipal', tenant, application.id, application);
  for (const environment of environments) {
    await state.put('environment', tenant, environment.key, environment);
    const version = await state.nextVersion();
    const units = businessUnitsOf(environment, version);
    for (const unit of units) await state.put('businessunit', environment.key, unit.businessunitid, unit);
    for (const role of rolesOf(environment, units, version))
      await state.put('role', environment.key, role.roleid, role);
    for (const { user, roles } of usersOf(environment, version)) {
      const userId = user.systemuserid;
      await state.put('systemuser', environment.key, userId, user);
      for (const name of roles) {
        const roleId = rootRoleId(environment, name);
        await state.put('assignment', environment.key, `${userId}/${roleId}`, { userId, roleId });
      }
    }
  }
}
