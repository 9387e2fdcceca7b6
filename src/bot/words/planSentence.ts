import { roleChanges, type Ask } from '../../domain/ask.ts';
import type { Environment } from '../../domain/environment.ts';
import type { RequestBase } from '../../domain/request.ts';
import { list } from './lists.ts';

/** The whole plan in one sentence, for somebody between two meetings. */
export function planSentence(
  { ask }: Pick<RequestBase, 'ask'>,
  { name, keyVault }: Pick<Environment, 'name' | 'keyVault'>,
): string {
  return `Once approved, Seatkeeper ${list([...pieces(ask, name, keyVault !== undefined), 'confirms it all'])}.`;
}

function pieces(ask: Ask, name: string, inVault: boolean): readonly string[] {
  const { account } = ask;
  const roles = wordFor(ask.roles);
  const seat = [
    'lends it a licence for the set-up',
    `brings it into ${name}`,
    `gives it the ${roles}`,
    'makes it non-interactive',
    'takes the licence back',
  ];
  switch (account.kind) {
    case 'new':
      return [...(inVault ? ['stores a password in the key vault'] : []), 'creates the account', ...seat];
    case 'existing':
      return ['takes the existing account', ...seat];
    case 'application': {
      const makes = account.systemUserId === undefined ? 'makes the application user' : 'enables the application user';
      return [`${makes} in ${name}`, `gives it the ${roles}`];
    }
    case 'user':
      return changes(ask);
  }
}

/** Without a change of roles only Seatkeeper's own record changes. */
function changes(ask: Ask): readonly string[] {
  const { added, removed } = roleChanges(ask);
  return [
    ...(added.length > 0 ? [`gives the user the ${wordFor(added)} that it gets`] : []),
    ...(removed.length > 0 ? [`takes away the ${wordFor(removed)} that it loses`] : []),
    ...(added.length + removed.length === 0 ? ['leaves the user in the environment as it is'] : []),
    'keeps this request as its record',
  ];
}

function wordFor(roles: readonly unknown[]): string {
  return roles.length === 1 ? 'role' : 'roles';
}
