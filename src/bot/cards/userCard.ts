import type { UserNow, UserView } from '../../application/viewUser.ts';
import { nonInteractive } from '../../application/accessModes.ts';
import { addressOf, hasSeat, type Account } from '../../domain/ask.ts';
import type { AccessRequest } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import type { Instant } from '../../domain/words.ts';
import { accessModeText, nameOf } from '../words/accountWords.ts';
import { ago, cardDateTime } from '../words/durations.ts';
import { list } from '../words/lists.ts';
import { literalDeep } from '../words/markdown.ts';
import type { Button } from '../words/notice.ts';
import { statusWords } from '../words/statusWords.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { addressFact, fact, untilFact, type Fact } from './factsData.ts';
import { buttonsData } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

export function userCard(view: UserView, at: Instant): Card {
  return renderCard(userCardData(view, at));
}

/** One user: who answers for it, what its requests were, and what its environment says. */
export function userCardData(shown: UserView, at: Instant): CardData {
  const view = literalDeep(shown);
  const { environment, record, history, now } = view;
  const { name, address } = identityOf(view);
  const label = isApplicationUser(view) ? 'Application id' : 'Address';
  const facts = [addressFact(label, address), ...(record ? recordFacts(record.request, at) : [])];
  const buttons = buttonsOf(view, address);
  const data = {
    // A title is Markdown; names of people's making are not.
    title: kindOf(view),
    subtitle: [{ text: `${name} · ${environment.name}` }],
    standing: [standingOf(record?.request)],
    facts,
    place: `Now in ${environment.name}`,
    now: optional(typeof now === 'object', { facts: typeof now === 'object' ? nowFacts(now) : [] }),
    silent: optionalText(silence(now, environment.name)),
    rows: history.map((request) => rowOf(request, at)),
    none: optionalText(history.length === 0 ? 'None: it was made without Seatkeeper.' : undefined),
    buttons: optional(buttons.length > 0, buttonsData(buttons)),
  };
  return { template: 'user', summary: `${name} in ${environment.name}`, data };
}

function identityOf({ record, now }: UserView): { readonly name: string; readonly address: string } {
  if (record) {
    const { account, integration } = record.request.ask;
    const address = addressOf(account);
    const name = nameOf(account);
    return { name: name === address ? integration : name, address };
  }
  if (typeof now !== 'object') return { name: 'A user', address: '' };
  const address = now.applicationId ?? now.upn;
  return { name: now.fullName || address, address };
}

function kindOf({ record, now }: UserView): string {
  if (isApplicationUser({ record, now })) return 'Application user';
  return typeof now === 'object' && now.accessMode !== nonInteractive ? 'User' : 'Non-interactive user';
}

function isApplicationUser({ record, now }: Pick<UserView, 'record' | 'now'>): boolean {
  if (typeof now === 'object') return now.applicationId !== undefined;
  return record !== undefined && !hasSeat(record.request.ask.account);
}

function standingOf(record: AccessRequest | undefined): object {
  if (record) return { ...statusWords[record.status], text: `#${record.id} answers for it` };
  return { word: 'No record', colour: 'warning', shape: '⚠\uFE0E', text: 'nobody here answers for it' };
}

function recordFacts(request: AccessRequest, at: Instant): readonly Fact[] {
  const { ask, requester } = request;
  const confirmed = 'confirmed' in request ? request.confirmed : undefined;
  const adopter = 'adoptedBy' in request ? request.adoptedBy : undefined;
  return [
    fact('Purpose', ask.purpose),
    fact('Owner', ask.owner.name),
    untilFact(ask.until, at),
    adopter ? fact('Adopted by', adopter.name) : fact('Asked by', requester.name, cardDateTime(request.draftedAt)),
    ...(confirmed ? [fact('Still needed', neededBy(confirmed.by?.name), cardDateTime(confirmed.at))] : []),
  ];
}

/** As a recertification found. */
function neededBy(name: string | undefined): string {
  return name === undefined ? 'Nobody answered, so it was kept' : `Confirmed by ${name}`;
}

function nowFacts({ accessMode, disabled, licensed, roles, applicationId }: Exclude<UserNow, string>): readonly Fact[] {
  return [
    ...(applicationId === undefined ? [fact('Access', accessModeText(accessMode))] : []),
    fact('State', disabled ? 'Disabled' : 'Enabled'),
    ...(applicationId === undefined ? [fact('Licence', licensed ? 'Assigned' : 'None')] : []),
    fact('Roles', roles.length > 0 ? list(roles.map(({ name }) => name)) : 'None'),
  ];
}

function silence(now: UserNow, place: string): string | undefined {
  if (now === 'unreadable') return `${place} cannot be read now. Everything else here is from the records.`;
  return now === 'gone' ? 'It is not there any more.' : undefined;
}

function rowOf(request: AccessRequest, at: Instant): object {
  const { id, requester, draftedAt } = request;
  return {
    number: `#${id}`,
    title: partOf(request),
    detail: `  ${requester.name} · ${ago(draftedAt, at)}`,
    tooltip: `Show request #${id}`,
    data: { command: 'show', requestId: id },
    ...statusWords[request.status],
  };
}

const deeds: Readonly<Record<Account['kind'], { readonly does: string; readonly did: string }>> = {
  new: { does: 'make', did: 'made' },
  application: { does: 'make', did: 'made' },
  existing: { does: 'convert', did: 'converted' },
  user: { does: 'change', did: 'changed' },
};

/** What the request did to the user. */
function partOf(request: AccessRequest): string {
  const { does, did } = deeds[request.ask.account.kind];
  switch (request.status) {
    case 'Active':
    case 'Revoking':
    case 'Revoked':
    case 'Replaced':
      if (request.adoptedBy) return 'took it over';
      return `${did} it`;
    case 'Draft':
    case 'Pending':
    case 'Waiting':
    case 'Provisioning':
      return `is to ${does} it`;
    case 'Rejected':
    case 'Withdrawn':
    case 'Expired':
    case 'Undoing':
    case 'Failed':
      return `was to ${does} it`;
    default:
      return assertNever(request);
  }
}

function buttonsOf({ record, environment, may, now }: UserView, address: string): readonly Button[] {
  const say = (title: string, args: string): Button => ({ title, data: { command: 'say', args } });
  const id = record?.request.status === 'Active' ? record.request.id : undefined;
  return [
    ...(id
      ? [{ title: 'Change', data: { command: 'change', requestId: id } } as const, say('Extend', `/extend ${id}`)]
      : []),
    ...(id && may.revoke ? [say('Revoke…', `/revoke ${id}`)] : []),
    ...(may.adopt ? [say('Adopt', `/adopt ${address} in ${environment.key}`)] : []),
    ...(now === 'unreadable' ? [say('Read again', `/user ${record?.request.id ?? address}`)] : []),
  ];
}
