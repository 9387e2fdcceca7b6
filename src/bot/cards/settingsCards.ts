import type { Settings } from '../../application/app.ts';
import type { ApproverRef } from '../../domain/approvers.ts';
import type { Environment } from '../../domain/environment.ts';
import type { GroupId } from '../../domain/words.ts';
import { count } from '../words/durations.ts';
import { literal } from '../words/markdown.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { addressFact, fact, type Fact } from './factsData.ts';
import { buttonsData } from './noticeData.ts';

const mostRows = 20;

/** The group whose members alone are taken in, if there is one and it can be read. */
export type SecurityGroup = GroupId | 'none' | 'unreadable';

/** `licence`: the name of the one that is lent, where it can be read. */
export function environmentCard(environment: Environment, group: SecurityGroup, licence?: string): Card {
  return renderCard(environmentCardData(environment, group, licence));
}

/** As it is configured; whether it works is for the doctor. */
export function environmentCardData(environment: Environment, group: SecurityGroup, licence?: string): CardData {
  const { key, name, url, deployment, limit, approval, owners } = environment;
  const online = deployment === 'online';
  const seats = limit === 'live' ? 'As many as the environment says' : `${limit}, as configured`;
  const facts = [
    fact('Key', key, online ? 'online' : 'on-premises'),
    addressFact('Address', literal(url)),
    fact('Seats', online ? seats : 'None: non-interactive users exist online only'),
    fact('Approvals', literal(approval)),
    ...(owners.length > 0 ? [fact('Owners', ownersText(owners))] : []),
    ...(online ? creationFacts(environment, group, licence) : []),
  ];
  const buttons = [
    ...(online
      ? ([
          { title: 'Users', data: { command: 'say', args: `/users ${key}` } },
          { title: 'Seats', data: { command: 'quota', args: key } },
        ] as const)
      : []),
    { title: 'Statistics', data: { command: 'say', args: `/stats ${key}` } } as const,
  ];
  const data = { title: 'Environment', subtitle: [{ text: literal(name) }], facts, buttons: [buttonsData(buttons)] };
  return { template: 'settings', summary: `${name}, as it is configured`, data };
}

/** What new users are made with. */
function creationFacts(
  { environmentId, accountDomain, licenceSku, keyVault }: Environment,
  group: SecurityGroup,
  licence: string | undefined,
): readonly Fact[] {
  return [
    addressFact('Domain of new accounts', literal(accountDomain)),
    addressFact('Licence that is lent', licence === undefined ? licenceSku : literal(licence), licence && licenceSku),
    addressFact(
      'Passwords of new accounts',
      keyVault ? literal(keyVault) : 'Kept nowhere: an administrator resets them',
    ),
    addressFact('Security group', groupTexts[group] ?? group),
    addressFact('Environment id', environmentId),
  ];
}

const groupTexts: Readonly<Record<string, string>> = {
  none: 'None: everybody with a licence is taken in',
  unreadable: 'Cannot be read now',
};

function keptText(days: number | 'forever'): string {
  return days === 'forever' ? 'Kept for ever' : `Kept for ${count(days, 'day')}`;
}

function ownersText(owners: readonly ApproverRef[]): string {
  const people = owners.filter(({ kind }) => kind === 'person').length;
  const groups = owners.filter(({ kind }) => kind === 'group').length;
  return [
    ...(people > 0 ? [count(people, 'person', 'people')] : []),
    ...(groups > 0 ? [count(groups, 'group')] : []),
  ].join(', ');
}

export function settingsCard(settings: Settings, node: string): Card {
  return renderCard(settingsCardData(settings, node));
}

/** What the bot was started with; nothing of it is secret. */
export function settingsCardData({ environments, policies, admins, retention }: Settings, node: string): CardData {
  const known = [...environments.values()];
  const facts: readonly Fact[] = [
    fact('Admins', ownersText(admins)),
    ...known
      .slice(0, mostRows)
      .map(({ key, name, approval }) => fact(literal(key), literal(name), `approvals: ${literal(approval)}`)),
    ...[...policies]
      .slice(0, mostRows)
      .map(([name, { terms, rules }]) =>
        addressFact(
          `Policy ${literal(name)}`,
          `${count(terms.stages.length, 'stage')}, ${count(rules.length, 'rule')}, at most ${count(terms.maxDays, 'day')}`,
        ),
      ),
    fact('Closed requests', keptText(retention.closedRequests)),
    fact('Runs on', `Node.js ${node}`),
  ];
  const buttons = [
    ...known
      .slice(0, 3)
      .map(({ key, name }) => ({ title: name, data: { command: 'say', args: `/env ${key}` } }) as const),
    { title: 'Test the file', data: { command: 'policyTest', offset: 0 } } as const,
  ];
  const subtitle = `${count(known.length, 'environment')}, ${count(policies.size, 'policy', 'policies')}. Changes of the file count after the next start.`;
  const data = {
    title: 'Settings',
    subtitle: [{ text: subtitle }],
    facts,
    // Names of environments are long: beside each other they would be cut off on a phone.
    buttons: buttons.map((button) => buttonsData([button])),
  };
  return { template: 'settings', summary: 'The settings of Seatkeeper', data };
}
