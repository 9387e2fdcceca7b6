import type { UserEntry } from '../../application/listUsers.ts';
import type { Environment } from '../../domain/environment.ts';
import { isWorking, type AccessRequest } from '../../domain/request.ts';
import { count, longDay } from '../words/durations.ts';
import { literal } from '../words/markdown.ts';
import type { Button } from '../words/notice.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { buttonsData, turnsData } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

const pageLength = 8;

interface UsersPage {
  readonly environment: Pick<Environment, 'key' | 'name'>;
  readonly entries: readonly UserEntry[];
  /** From 1. */
  readonly page: number;
  /** Whether the whole list may be had as a file where it is read. */
  readonly file?: boolean;
}

export function usersCard(page: UsersPage): Card {
  return renderCard(usersCardData(page));
}

export function usersCardData({ environment, entries, page, file = false }: UsersPage): CardData {
  const pages = Math.max(1, Math.ceil(entries.length / pageLength));
  const current = Math.min(Math.max(1, page), pages);
  const first = (current - 1) * pageLength;
  const shown = entries.slice(first, first + pageLength);
  const range = `Showing ${first + 1}–${first + shown.length} of ${entries.length}`;
  const to = (title: string, next: number): Button => ({
    title,
    data: { command: 'say', args: `/users ${environment.key} page:${next}` },
  });
  const turns = [
    ...(current < pages ? [to('Next', current + 1)] : []),
    ...(current > 1 ? [to('Previous', current - 1)] : []),
  ];
  const buttons = [
    ...(file && pages > 1
      ? [{ title: 'As a file', data: { command: 'say', args: `/users ${environment.key} file` } } as const]
      : []),
    { title: 'Seats', data: { command: 'quota', args: environment.key } } as const,
  ];
  const name = literal(environment.name);
  const data = {
    title: 'Non-interactive and application users',
    subtitle: [{ text: shown.length > 0 ? `${name} · ${range}` : name }],
    rows: shown.map((entry) => rowOf(entry, environment)),
    empty: optionalText(
      entries.length === 0
        ? 'There are none. Whoever is made, by Seatkeeper or without it, will be listed here.'
        : undefined,
    ),
    turns: turnsData(turns),
    buttons: [buttonsData(buttons)],
  };
  return { template: 'users', summary: `${environment.name}: ${count(entries.length, 'user')}`, data };
}

function rowOf(entry: UserEntry, environment: UsersPage['environment']): object {
  const { user } = entry;
  const { fullName, upn, applicationId, disabled } = user;
  const address = applicationId ?? upn;
  const kind = applicationId === undefined ? 'Non-interactive' : 'Application user';
  return {
    name: literal(fullName || upn || applicationId || 'Without a name'),
    ...(disabled ? { shape: '–', colour: 'default' } : standingOf(entry)),
    text: literal(`${kind}${disabled ? ', disabled' : ''} · ${answererOf(entry)}`),
    address: optionalText(literal(address)),
    buttons: optional(address !== '', {
      tooltip: `Show ${literal(address)}`,
      data: { command: 'say', args: `/user ${address} in ${environment.key}` },
    }),
  };
}

function standingOf({ record, origin, own }: UserEntry): { readonly shape: string; readonly colour: string } {
  if (record || own) return { shape: '✓', colour: 'good' };
  return origin && isWorking(origin) ? { shape: '–', colour: 'default' } : { shape: '⚠︎', colour: 'warning' };
}

function answererOf({ user, record, origin, own }: UserEntry): string {
  if (record) return `owner ${record.ask.owner.name} · until ${longDay(record.ask.until)}`;
  if (own) return 'Seatkeeper itself';
  return origin ? originText(origin, user.disabled) : 'made elsewhere, no record';
}

/** Of a user that no request answers for now. */
function originText({ id, status }: AccessRequest, disabled: boolean): string {
  if (status === 'Provisioning') return `#${id} is making it`;
  if (status === 'Undoing') return `#${id} is being taken back`;
  const end = status === 'Failed' ? `left by #${id}, which failed` : `ended by #${id}`;
  return disabled ? end : `${end}, but enabled again`;
}
