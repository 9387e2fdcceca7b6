import { formChoices } from '../application/checkForm.ts';
import { viewUser, type UserQuestion } from '../application/viewUser.ts';
import { isAdmin } from '../application/rights.ts';
import type { Environment } from '../domain/environment.ts';
import { noticeCard } from './cards/menuCards.ts';
import { requestCard } from './cards/requestCard.ts';
import { userCard } from './cards/userCard.ts';
import { findEnvironment } from './reading/environments.ts';
import { numberIn } from './reading/numbers.ts';
import { reply } from './reply.ts';
import { firstWord, isTarget } from './targets.ts';
import type { Turn } from './turn.ts';
import type { Notice } from './words/notice.ts';
import { noSuchUser, notMade, severalUsers, userUsage } from './words/userUsage.ts';

/** `args`: an address, an application's id or the number of a request, and perhaps `in` an environment. */
export async function showUser(turn: Turn, args: string): Promise<void> {
  const named = namedIn(turn, args);
  if (!named) return reply(turn, noticeCard(userUsage(args)));
  const answer = await viewUser(turn.app, { ...named, reader: turn.person });
  switch (answer.kind) {
    case 'user':
      return reply(turn, userCard(answer.view, turn.app.world.now()));
    case 'notMade':
      return reply(turn, requestCard(answer.view, notMade(answer.view.request.id)));
    case 'several':
      return reply(turn, noticeCard(severalUsers(firstWord(args).word, answer.environments)));
    case 'none':
      return reply(turn, noticeCard(await nobody(turn, named, answer.silent)));
  }
}

/** Nothing is hidden from an admin. */
async function nobody(
  { app, person }: Turn,
  { named, environment }: Omit<UserQuestion, 'reader'>,
  silent: readonly Environment[],
): Promise<Notice> {
  const place = environment && app.settings.environments.get(environment);
  const asked = 'id' in named ? `#${named.id}` : named.address;
  return noSuchUser(asked, { silent, admin: await isAdmin(app, person), ...(place && { place }) });
}

function namedIn({ app }: Turn, args: string): Omit<UserQuestion, 'reader'> | undefined {
  const id = numberIn(args);
  if (id) return { named: { id } };
  if (!isTarget(args)) return undefined;
  const { word, rest } = firstWord(args);
  if (rest === '') return { named: { address: word } };
  const place = findEnvironment(rest.replace(/^in\s+/i, ''), formChoices(app).environments);
  return place && { named: { address: word }, environment: place.key };
}
