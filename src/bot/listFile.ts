import { z } from 'zod';
import { environmentOf } from '../application/app.ts';
import { csvCell } from '../application/auditExport.ts';
import { listRequests } from '../application/listRequests.ts';
import { listRequestsOf } from '../application/listRequestsOf.ts';
import { listUsers } from '../application/listUsers.ts';
import { seenBy } from '../application/statistics.ts';
import { addressOf } from '../domain/ask.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { EnvironmentKey, PersonId } from '../domain/words.ts';
import { noticeCard } from './cards/menuCards.ts';
import { filesAreTaken } from './files.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { accessModeText } from './words/accountWords.ts';
import type { Notice } from './words/notice.ts';
import { statusWords } from './words/statusWords.ts';

const environment = z
  .string()
  .max(100)
  .transform((key) => key as EnvironmentKey);
const person = z.guid().transform((id) => id as PersonId);
const of = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('environment'), key: environment }),
  z.object({ kind: z.literal('person'), id: person }),
]);

/** Which list is wanted as a file, as Teams brings it back. */
export const WantedList = z.discriminatedUnion('list', [
  z.object({ list: z.literal('requests'), wanted: z.union([z.enum(['mine', 'open']), z.object({ of })]) }),
  z.object({ list: z.literal('users'), environment }),
]);
export type WantedList = z.infer<typeof WantedList>;

/** More would not be read by anybody, and stays under what a chat takes. */
const mostRows = 10_000;

/** Teams asks its reader, and makes room for the file in their OneDrive. */
export async function offerList(turn: Turn, wanted: WantedList): Promise<void> {
  if (filesAreTaken(turn) !== 'here') return reply(turn, noticeCard(noFiles));
  const text = await listText(turn, wanted);
  if (text === undefined) return reply(turn, noticeCard(notYourList));
  const context = WantedList.parse(wanted);
  await turn.context.sendActivity({
    type: 'message',
    summary: 'The list as a file',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: `seatkeeper-${nameOf(wanted)}.csv`,
        content: {
          description: 'The whole list, as it is now, for a spreadsheet.',
          sizeInBytes: Buffer.byteLength(text),
          acceptContext: context,
          declineContext: {},
        },
      },
    ],
  });
}

/** Read anew, with the rights of whoever wants it. Undefined when it is not theirs to see. */
export async function listText(turn: Turn, wanted: WantedList): Promise<string | undefined> {
  const { app, person: reader } = turn;
  const page = { offset: 0, limit: mostRows };
  if (wanted.list === 'users') {
    if (!(await seenBy(app, reader)).some(({ key }) => key === wanted.environment)) return undefined;
    return usersText(turn, wanted.environment);
  }
  const found =
    typeof wanted.wanted === 'string'
      ? await listRequests(app, { reader, scope: wanted.wanted, ...page })
      : await listRequestsOf(app, { reader, of: wanted.wanted.of, ...page });
  return found && requestsText(turn, found.requests);
}

function requestsText({ app }: Turn, requests: readonly AccessRequest[]): string {
  const rows = requests.map((request) => {
    const { ask } = request;
    return [
      String(request.id),
      statusWords[request.status].word,
      app.settings.environments.get(ask.environment)?.name ?? ask.environment,
      ask.integration,
      addressOf(ask.account),
      request.requester.name,
      ask.owner.name,
      ask.until,
      request.draftedAt,
    ];
  });
  return csv([
    ['request', 'status', 'environment', 'integration', 'account', 'requester', 'owner', 'until', 'begun'],
    ...rows,
  ]);
}

async function usersText({ app }: Turn, key: EnvironmentKey): Promise<string> {
  const entries = await listUsers(app, environmentOf(app.settings, key));
  const rows = entries.map(({ user, record }) => [
    user.fullName,
    user.applicationId ?? user.upn,
    user.applicationId === undefined ? accessModeText(user.accessMode) : 'Application user',
    user.disabled ? 'yes' : 'no',
    user.roles.map(({ name }) => name).join('; '),
    record ? String(record.id) : '',
    record?.ask.owner.name ?? '',
    record?.ask.until ?? '',
  ]);
  return csv([['name', 'address', 'kind', 'disabled', 'roles', 'request', 'owner', 'until'], ...rows]);
}

/** RFC 4180, with the mark by which Excel knows UTF-8. */
function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}

function nameOf(wanted: WantedList): string {
  if (wanted.list === 'users') return `users-${wanted.environment}`;
  if (typeof wanted.wanted === 'string') return `requests-${wanted.wanted}`;
  const { of: whose } = wanted.wanted;
  return `requests-${whose.kind === 'environment' ? whose.key : 'of-a-person'}`;
}

const noFiles: Notice = {
  tone: 'info',
  what: 'This chat takes no files.',
  why: 'Teams takes files of a bot in the personal chat with it only, and none in GCC High, DoD and China.',
  todo: 'Leave “file” away to read the list page by page.',
};

export const notYourList: Notice = {
  tone: 'warning',
  what: 'This list is not yours to see.',
  why: 'Lists of others are for admins, and for approvers where they decide.',
  todo: 'Ask an admin for it.',
  buttons: [{ title: 'My requests', data: { command: 'requests', scope: 'mine' } }],
};
