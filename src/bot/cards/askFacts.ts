import type { RequestView } from '../../application/views.ts';
import { roleChanges, type Account, type Ask, type ExistingAccount, type ExistingUser } from '../../domain/ask.ts';
import { dayOf, type Instant, type Role } from '../../domain/words.ts';
import { accessModeText, rolesText } from '../words/accountWords.ts';
import { longDay, relativeDay } from '../words/durations.ts';
import { list } from '../words/lists.ts';
import { addressFact, fact, untilFact, type Fact } from './factsData.ts';

/** What is asked for, in the order in which it is weighed. */
export function askFacts({ request, at }: Pick<RequestView, 'request' | 'at'>): readonly Fact[] {
  const { ask } = request;
  const { account, owner, purpose, until } = ask;
  if (account.kind === 'user') {
    return [...changeFacts(ask, account, at), ...accountFacts(account), fact('Purpose', purpose)];
  }
  return [
    fact('Owner', owner.name),
    fact('Can', rolesText(ask)),
    untilFact(until, at),
    ...accountFacts(account),
    ...(account.kind === 'existing' ? [todayFact(account)] : []),
    fact('Purpose', purpose),
  ];
}

/** By what people find it in Entra and in the environment. */
export function accountFacts(account: Account, label?: string): readonly Fact[] {
  switch (account.kind) {
    case 'new':
      return [addressFact(label ?? 'Account', account.upn, label === undefined ? 'new' : '')];
    case 'existing':
      return [addressFact(label ?? 'Account', account.upn, label === undefined ? 'exists, will be converted' : '')];
    case 'application': {
      const again = label === undefined && account.systemUserId !== undefined;
      return [
        fact('Application', account.displayName, again ? 'its user is there, disabled, and is enabled again' : ''),
        addressFact('Application id', account.applicationId),
      ];
    }
    case 'user':
      if (account.applicationId === undefined) return [addressFact('User', account.address, account.displayName)];
      return [fact('Application', account.displayName), addressFact('Application id', account.applicationId)];
  }
}

/** Whoever approves a conversion sees what is given up with it. */
function todayFact({ accessMode, disabled, licences, roles }: ExistingAccount): Fact {
  const parts = [
    accessModeText(accessMode),
    ...(disabled ? ['disabled'] : []),
    licences.length === 0 ? 'no licence' : `${licences.length === 1 ? 'licence' : 'licences'} ${list(licences)}`,
    roles.length === 0 ? 'no roles' : `${roles.length === 1 ? 'role' : 'roles'} ${namesOf(roles)}`,
  ];
  return addressFact('What it is today', parts.join(' · '), 'undo restores it');
}

/** Only what changes, and the roles that stay. */
function changeFacts(ask: Ask, account: ExistingUser, at: Instant): readonly Fact[] {
  const { added, removed } = roleChanges(ask);
  const kept = ask.roles.filter(({ id }) => added.every((role) => role.id !== id));
  const { record } = account;
  return [
    ...rolesFact('Gets', added),
    ...rolesFact('Loses', removed),
    ...rolesFact('Keeps', kept),
    ...(record?.owner.id === ask.owner.id ? [] : [fact('Owner', fromTo(record?.owner.name, ask.owner.name))]),
    ...(record?.until === ask.until
      ? []
      : [
          fact('Until', fromTo(record && longDay(record.until), longDay(ask.until)), relativeDay(dayOf(at), ask.until)),
        ]),
  ];
}

function rolesFact(label: string, roles: readonly Role[]): readonly Fact[] {
  return roles.length === 0 ? [] : [fact(label, namesOf(roles))];
}

function fromTo(from: string | undefined, to: string): string {
  return from === undefined ? to : `${from} → ${to}`;
}

function namesOf(roles: readonly Role[]): string {
  return list(roles.map(({ name }) => name));
}
