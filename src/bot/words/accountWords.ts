import type { Account, Ask } from '../../domain/ask.ts';
import type { Role } from '../../domain/words.ts';
import { list } from './lists.ts';

/** What an existing account has today, beyond what is asked for. */
export function keptRoles({ account, roles }: Pick<Ask, 'account' | 'roles'>): readonly Role[] {
  if (account.kind === 'new') return [];
  const asked = new Set(roles.map((role) => role.id));
  return account.roles.filter((role) => !asked.has(role.id));
}

/** `Integration Reader; keeps Sales Manager` */
export function rolesText(ask: Pick<Ask, 'account' | 'roles'>): string {
  const given = list(ask.roles.map((role) => role.name));
  const kept = list(keptRoles(ask).map((role) => role.name));
  return kept === '' ? given : `${given}; keeps ${kept}`;
}

/** The same creation is something else to whoever has used the account. */
export function creationWords({ kind }: Pick<Account, 'kind'>): { readonly now: string; readonly failed: string } {
  return kind === 'new'
    ? { now: 'Creating the user now.', failed: 'The user could not be created.' }
    : { now: 'Converting the account now.', failed: 'The account could not be converted.' };
}
