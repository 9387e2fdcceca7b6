import { addressOf, type Account, type Ask } from '../../domain/ask.ts';
import type { Role } from '../../domain/words.ts';
import { list } from './lists.ts';

/** What an account that is made something of has today, beyond what is asked for. */
export function keptRoles({ account, roles }: Pick<Ask, 'account' | 'roles'>): readonly Role[] {
  if (account.kind === 'new' || account.kind === 'user') return [];
  const asked = new Set(roles.map((role) => role.id));
  return account.roles.filter((role) => !asked.has(role.id));
}

/** `Integration Reader; keeps Sales Manager` */
export function rolesText(ask: Pick<Ask, 'account' | 'roles'>): string {
  const given = list(ask.roles.map((role) => role.name));
  const kept = list(keptRoles(ask).map((role) => role.name));
  return kept === '' ? given : `${given}; keeps ${kept}`;
}

/** Of a user that is there; an application's id says nothing to most people, its name does. */
export function nameOf(account: Account): string {
  return account.kind === 'application' || account.kind === 'user' ? account.displayName : addressOf(account);
}

/** Dataverse's numbers as its own form names them. */
const accessModes = ['Read-Write', 'Administrative', 'Read', 'Support user', 'Non-interactive', 'Delegated admin'];

export function accessModeText(accessMode: number | undefined): string {
  if (accessMode === undefined) return 'Not in the environment yet';
  return accessModes[accessMode] ?? `Access mode ${accessMode}`;
}

export interface KindWords {
  /** The second line of every card, before the environment. */
  readonly title: string;
  /** What is asked for, within a sentence. */
  readonly asked: string;
  readonly now: string;
  readonly failed: string;
  /** What ends it well, within a sentence. */
  readonly done: string;
  readonly noun: string;
}

/** The same request is something else to whoever has used the account. */
export function kindWords(account: Account): KindWords {
  const name = nameOf(account);
  switch (account.kind) {
    case 'new':
      return {
        title: 'Non-interactive user',
        asked: 'a non-interactive user',
        now: 'Creating the user now.',
        failed: 'The user could not be created.',
        done: 'the user was created',
        noun: 'creation',
      };
    case 'existing':
      return {
        title: 'Non-interactive user',
        asked: 'a non-interactive user',
        now: 'Converting the account now.',
        failed: 'The account could not be converted.',
        done: 'the account was converted',
        noun: 'conversion',
      };
    case 'application':
      return {
        title: 'Application user',
        asked: 'an application user',
        now: 'Making the application user now.',
        failed: 'The application user could not be made.',
        done: 'the application user was made',
        noun: 'creation',
      };
    case 'user':
      return {
        title: `Change of ${name}`,
        asked: `a change of ${name}`,
        now: 'Changing the user now.',
        failed: 'The user could not be changed.',
        done: 'the user was changed',
        noun: 'change',
      };
  }
}
