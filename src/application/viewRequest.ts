import type { AccessRequest } from '../domain/request.ts';
import { seatsOf } from '../domain/seats.ts';
import type { Because } from '../domain/roster.ts';
import type { ChannelId, Person, RequestId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { isFailure } from './failures.ts';
import { findChange } from './findChange.ts';
import type { LicenceStock } from './ports/crm.ts';
import type { CardRow, Stored } from './ports/store.ts';
import { isAdmin } from './rights.ts';
import { rightsOf } from './rosters.ts';
import type { Reader, RequestView } from './views.ts';
import { viewApprovers } from './viewApprovers.ts';

/**
 * The request as this person may see and handle it. Undefined when there is none that concerns them. `channel`: where they
 * look at it; what a card shows to all in there, it shows to them too.
 */
export async function viewRequest(
  app: App,
  input: { readonly id: RequestId; readonly reader: Person; readonly channel?: ChannelId | undefined },
): Promise<RequestView | undefined> {
  const stored = await app.store.findRequest(input.id);
  if (!stored) return undefined;
  const reader = await readerOf(app, stored.request, input);
  if (!reader) return undefined;
  return viewFor(app, stored, reader);
}

/** From the database, but for the spare licences while it is not too late to think about them. */
export async function viewFor(app: App, stored: Stored, reader: Reader): Promise<RequestView> {
  return { ...(await factsOf(app, stored)), reader };
}

/** What is the same for every reader. */
export async function factsOf(app: App, stored: Stored): Promise<Omit<RequestView, 'reader'>> {
  const { request, version } = stored;
  const environment = environmentOf(app.settings, request.ask.environment);
  const [cards, { reading, holds, queue }, licence, change] = await Promise.all([
    app.store.cardsOf(request.id),
    app.store.readSeats(environment.key),
    licenceFor(app, request, environment.licenceSku),
    findChange(app, request),
  ]);
  const place = queue.indexOf(request.id);
  return {
    request,
    version,
    environment,
    seats: reading && seatsOf(reading, holds),
    approvers: await viewApprovers(app, request, cards),
    ...(licence && { licence }),
    ...(change && { change }),
    ...(place >= 0 && { waiting: { position: place + 1 } }),
    at: app.world.now(),
  };
}

/** The requester's view of a draft. */
export function reviewOf(app: App, stored: Stored): Promise<RequestView> {
  return viewFor(app, stored, { id: stored.request.requester.id, part: 'requester' });
}

async function licenceFor(app: App, request: AccessRequest, skuId: string): Promise<LicenceStock | undefined> {
  if (request.status !== 'Draft' && request.status !== 'Pending') return undefined;
  return lookUp(app, request, () => app.licences(skuId));
}

/**
 * What somebody is to a request, by the request and the policy alone. Numbers can be guessed, so most are nothing to it.
 * @throws what a lookup threw, when without it the person would be nothing: they may be an approver all the same
 */
async function readerOf(
  app: App,
  request: AccessRequest,
  { reader: person, channel }: { readonly reader: Person; readonly channel?: ChannelId | undefined },
): Promise<Reader | undefined> {
  const { id } = person;
  // Nobody is anything to it any more, but for those who answer for the bot.
  if (request.erasedAt)
    return (await lookUp(app, request, () => isAdmin(app, person))) ? { id, part: 'observer' } : undefined;
  if (request.requester.id === id) return { id, part: 'requester' };
  const cards = await app.store.cardsOf(request.id);
  // Whoever was asked before it was taken back to be changed has a card that says so.
  if (request.status === 'Draft') {
    return cards.some(({ part, reader }) => part === 'approver' && reader.id === id)
      ? { id, part: 'approver' }
      : undefined;
  }
  let failure: Error | undefined;
  const find = <T>(looking: () => Promise<T>): Promise<T | undefined> =>
    lookUp(app, request, looking, (err) => (failure = err));
  const right = await find(() => rightNow(app, person, request));
  if (right) return { id, part: 'approver', ...right };
  if (request.ask.owner.id === id) return { id, part: 'owner' };
  if (await find(() => isAdmin(app, person))) return { id, part: 'observer', admin: true };
  if (request.formerRequesters?.some((former) => former.id === id)) return { id, part: 'observer' };
  const isFor = (reader: Reader['id'] | undefined): boolean =>
    cards.some(({ part, reader: { id } }) => part !== 'shown' && id === reader);
  if (isFor(id)) return { id, part: 'observer' };
  if (isFor(channel)) return { id, part: 'channel' };
  if (failure) throw failure;
  return undefined;
}

/** In the open stage, or else in another one: whoever decides later may look now. */
async function rightNow(
  app: App,
  person: Person,
  request: AccessRequest,
): Promise<{ readonly because: Because; readonly stage: number } | undefined> {
  const rights = await rightsOf(app, person, request);
  const open = request.status === 'Pending' && rights[request.stage] ? request.stage : undefined;
  const stage = open ?? rights.findIndex((right) => right);
  const because = rights[stage];
  return because && { because, stage };
}

/** A view needs no certainty: what cannot be looked up is not shown, and a right is none. */
async function lookUp<T>(
  app: App,
  request: AccessRequest,
  find: () => Promise<T>,
  failed: (err: Error) => void = () => undefined,
): Promise<T | undefined> {
  try {
    return await find();
  } catch (err) {
    if (!isFailure(err)) throw err;
    app.log.warn({ requestId: request.id, err }, 'Something that a card shows could not be looked up');
    failed(err);
    return undefined;
  }
}

export function readerOfCard(card: CardRow): Reader {
  const part = card.part === 'shown' ? 'observer' : card.part;
  return { id: card.reader.id, part, ...(card.because && { because: card.because }) };
}

/** The same for an update. Undefined when the request concerns its reader no more, who may only have asked to see it. */
export async function readerNow(app: App, request: AccessRequest, card: CardRow): Promise<Reader | undefined> {
  return isShown(card) ? readerOf(app, request, card) : readerOfCard(card);
}

function isShown(card: CardRow): card is CardRow & { readonly reader: Person } {
  return card.part === 'shown';
}
