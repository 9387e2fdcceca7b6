import { environmentOf } from '../application/app.ts';
import { findByName } from '../application/findByName.ts';
import { listRequestsOf, type RequestsOf } from '../application/listRequestsOf.ts';
import { pageLength, requestsCard } from './cards/listCards.ts';
import { noticeCard } from './cards/menuCards.ts';
import { filesAreTaken } from './files.ts';
import { showRequests, usualScope } from './listCommands.ts';
import { offerList } from './listFile.ts';
import { listIn } from './reading/lists.ts';
import { environmentNamed } from './reading/namedEnvironment.ts';
import { reply } from './reply.ts';
import type { Turn } from './turn.ts';
import { notYourRequests, standsAlone, whoseRequests } from './words/requestsUsage.ts';

/** Which requests a list is of: the reader's own, those under way, or those of a place or a person. */
export type WantedRequests =
  | 'mine'
  | 'open'
  | { readonly of: RequestsOf; readonly title: string; /** That names it again. */ readonly word: string };

/** `args`: `mine`, `open`, an environment or a person, perhaps a page, or `file`. */
export async function findRequests(turn: Turn, args: string): Promise<void> {
  const { named, page, file } = listIn(args);
  const wanted = await readWanted(turn, named);
  if (wanted === undefined) return;
  if (file) return offerList(turn, { list: 'requests', wanted });
  const offset = (page - 1) * pageLength;
  if (typeof wanted !== 'object') return showRequests(turn, { scope: wanted, offset });
  const { app, person: reader } = turn;
  const found = await listRequestsOf(app, { reader, of: wanted.of, offset, limit: pageLength });
  if (!found) return reply(turn, noticeCard(notYourRequests(wanted.of, app.settings)));
  const { environments } = app.settings;
  const scope = { say: `/requests ${wanted.word}` };
  const shown = { title: wanted.title, ...found, offset, environments, viewer: reader.id, scope };
  await reply(turn, requestsCard({ ...shown, file: filesAreTaken(turn) === 'here', at: app.world.now() }));
}

/** Says what is wrong, and returns nothing, when it is neither. */
async function readWanted(turn: Turn, named: string): Promise<WantedRequests | undefined> {
  const { app, person } = turn;
  const word = named.toLowerCase();
  if (word === '') return usualScope(turn);
  if (word === 'mine' || word === 'open') return word;
  const [alone] = /^(?:mine|open)(?=\s)/.exec(word) ?? [];
  if (alone !== undefined) {
    await reply(turn, noticeCard(standsAlone(alone)));
    return undefined;
  }
  const key = environmentNamed(app, named);
  if (key !== undefined && key !== 'unknown') {
    const { name } = environmentOf(app.settings, key);
    return { of: { kind: 'environment', key }, title: `Requests in ${name}`, word: key };
  }
  const found = await findByName(app, named);
  if (!found.ok) {
    await reply(turn, noticeCard(whoseRequests(found.refusal)));
    return undefined;
  }
  const { id, name } = found.value;
  const title = id === person.id ? 'Your requests, and the users that you own' : `Requests of ${name}`;
  return { of: { kind: 'person', id }, title, word: id };
}
