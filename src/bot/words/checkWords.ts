import type { PlanCheck } from '../../application/checks/planCheck.ts';
import { roleChanges, type Account, type Ask } from '../../domain/ask.ts';
import type { Environment } from '../../domain/environment.ts';
import { inUse } from '../../domain/seats.ts';
import { nameOf } from './accountWords.ts';
import { hostOf } from './accountSteps.ts';
import { count } from './durations.ts';

/** What a check of a dry run found to be well. */
export function checkText(check: PlanCheck, ask: Ask, environment: Environment): string {
  switch (check.about) {
    case 'environment':
      return `${environment.name} is online`;
    case 'account':
      return accountText(ask.account);
    case 'roles':
      return rolesText(ask);
    case 'keyVault':
      return `The key vault ${hostOf(environment.keyVault ?? '')} lets Seatkeeper in`;
    case 'seats':
      return check.reading ? `${inUse(check.reading)} of ${count(check.reading.limit, 'seat')} used` : 'A seat is free';
    case 'licence':
      return licenceText(check);
    case 'securityGroup':
      return check.joins
        ? 'The account will be made a member of the environment’s security group'
        : 'No security group has to be joined';
  }
}

/** What a check is about, for one that found something in the way. */
export const checkTitles: Readonly<Record<PlanCheck['about'], string>> = {
  environment: 'Environment',
  account: 'Account',
  roles: 'Roles',
  keyVault: 'Key vault',
  seats: 'Seats',
  licence: 'Licence',
  securityGroup: 'Security group',
};

function accountText(account: Account): string {
  switch (account.kind) {
    case 'new':
      return `The sign-in name ${account.upn} is free`;
    case 'existing':
      return `${account.upn} is as it was when it was asked for`;
    case 'application':
      return `The application ${account.displayName} may sign in, and has no other user`;
    case 'user':
      return `${nameOf(account)} is as it was when the change was asked for`;
  }
}

function rolesText(ask: Ask): string {
  const { added } = roleChanges(ask);
  if (ask.roles.length === 0) return 'No role is needed';
  if (ask.account.kind === 'user' && added.length === 0) return 'No role is added';
  return ask.roles.length === 1 ? 'The role exists' : `The ${ask.roles.length} roles exist`;
}

function licenceText({ own, stock }: Extract<PlanCheck, { readonly about: 'licence' }>): string {
  if (own) return 'The account has the licence of its own, and none is lent';
  if (!stock) return 'A spare licence is free';
  return `${stock.name}: ${stock.total - stock.used} of ${count(stock.total, 'licence')} free to lend`;
}
