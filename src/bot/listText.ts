import { z } from 'zod';
import { environmentOf } from '../application/app.ts';
import { csvCell } from '../application/auditExport.ts';
import { comparisonOf } from '../application/comparisons.ts';
import { listRequests } from '../application/listRequests.ts';
import { listRequestsOf } from '../application/listRequestsOf.ts';
import { listUsers } from '../application/listUsers.ts';
import { isAdmin } from '../application/rights.ts';
import { seenBy } from '../application/statistics.ts';
import { addressOf } from '../domain/ask.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { EnvironmentKey, PersonId } from '../domain/words.ts';
import { differencesIn } from './cards/reconcileCard.ts';
import type { Turn } from './turn.ts';
import { accessModeText } from './words/accountWords.ts';
import { discrepancyWords } from './words/discrepancyWords.ts';
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
  z.object({ list: z.literal('differences'), environment: environment.optional() }),
]);
export type WantedList = z.infer<typeof WantedList>;

/** More would not be read by anybody, and stays under what a chat takes. */
const mostRows = 10_000;

/** Read with the rights of whoever wants it, differences as they were last compared for them. Undefined when it is not theirs to see. */
export async function listText(turn: Turn, wanted: WantedList): Promise<string | undefined> {
  const { app, person: reader } = turn;
  const page = { offset: 0, limit: mostRows };
  if (wanted.list === 'users') {
    if (!(await seenBy(app, reader)).some(({ key }) => key === wanted.environment)) return undefined;
    return usersText(turn, wanted.environment);
  }
  if (wanted.list === 'differences') {
    return (await isAdmin(app, reader)) ? differencesText(turn, wanted.environment) : undefined;
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
  const rows = entries.map(({ user, record, origin }) => [
    user.fullName,
    user.applicationId ?? user.upn,
    user.applicationId === undefined ? accessModeText(user.accessMode) : 'Application user',
    user.disabled ? 'yes' : 'no',
    user.roles.map(({ name }) => name).join('; '),
    String(record?.id ?? origin?.id ?? ''),
    record?.ask.owner.name ?? '',
    record?.ask.until ?? '',
  ]);
  return csv([['name', 'address', 'kind', 'disabled', 'roles', 'request', 'owner', 'until'], ...rows]);
}

async function differencesText({ app, person }: Turn, wanted: EnvironmentKey | undefined): Promise<string> {
  const environments = [...app.settings.environments.values()].filter(
    ({ key }) => wanted === undefined || key === wanted,
  );
  const { found } = await comparisonOf(app, { reader: person.id, environments });
  const rows = differencesIn(found).map(([environment, one]) => {
    const { topic, what, remedy } = discrepancyWords(one, environment, '');
    return [environment.name, topic, what, remedy];
  });
  return csv([['environment', 'user', 'difference', 'remedy'], ...rows]);
}

/** RFC 4180, with the mark by which Excel knows UTF-8. */
function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}
