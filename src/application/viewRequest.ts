import type { AccessRequest } from '../domain/request.ts';
import { seatsOf } from '../domain/seats.ts';
import type { Person, PersonId, RequestId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { PermanentFailure, TransientFailure } from './failures.ts';
import type { CardRow, Stored } from './ports/store.ts';
import { isAdmin, rightToReview } from './rights.ts';
import type { ApproverView, Reader, RequestView } from './views.ts';

/** The request as this person may see and handle it. Undefined when there is none that concerns them. */
export async function viewRequest(
  app: App,
  input: { readonly id: RequestId; readonly reader: Person },
): Promise<RequestView | undefined> {
  const stored = await app.store.findRequest(input.id);
  if (!stored) return undefined;
  const reader = await readerOf(app, stored.request, input.reader);
  if (!reader) return undefined;
  return stored.request.status === 'Draft' && reader.part === 'requester'
    ? reviewOf(app, stored)
    : viewFor(app, stored, reader);
}

/** From the database alone. */
export async function viewFor(app: App, stored: Stored, reader: Reader): Promise<RequestView> {
  return { ...(await factsOf(app, stored)), reader };
}

/** What is the same for every reader. */
export async function factsOf(app: App, stored: Stored): Promise<Omit<RequestView, 'reader'>> {
  const { request, version } = stored;
  const environment = environmentOf(app.settings, request.ask.environment);
  const [cards, { reading, holds, queue }] = await Promise.all([
    app.store.cardsOf(request.id),
    app.store.readSeats(environment.key),
  ]);
  const place = queue.indexOf(request.id);
  return {
    request,
    version,
    environment,
    seats: reading && seatsOf(reading, holds),
    approvers: cards.filter((card) => card.part === 'approver').map((card) => approverView(request, card)),
    ...(place >= 0 && { waiting: { position: place + 1, length: queue.length } }),
    at: app.world.now(),
  };
}

/** The requester's view of a draft: also whether a spare licence can be lent at all. */
export async function reviewOf(app: App, stored: Stored): Promise<RequestView> {
  const view = await viewFor(app, stored, { id: stored.request.requester.id, part: 'requester' });
  try {
    const licence = await app.directory.readLicence(view.environment.licenceSku);
    return { ...view, ...(licence && { licence }) };
  } catch (err) {
    if (!(err instanceof TransientFailure || err instanceof PermanentFailure)) throw err;
    app.log.warn({ requestId: stored.request.id, err }, 'Spare licences could not be read');
    return view;
  }
}

/** What somebody is to a request, by the request and the policy alone. Numbers can be guessed, so most are nothing to it. */
async function readerOf(app: App, request: AccessRequest, person: Person): Promise<Reader | undefined> {
  const { id } = person;
  if (request.requester.id === id) return { id, part: 'requester' };
  if (request.status === 'Draft') return undefined;
  const because = await lookUp(app, request, () =>
    rightToReview(app, person, environmentOf(app.settings, request.ask.environment)),
  );
  if (because) return { id, part: 'approver', because };
  if (request.ask.owner.id === id) return { id, part: 'owner' };
  const observes =
    (await app.store.cardsOf(request.id)).some((card) => card.reader.id === id) ||
    (await lookUp(app, request, () => isAdmin(app, person)));
  return observes ? { id, part: 'observer' } : undefined;
}

/** A view needs no certainty: a right that cannot be looked up is none. */
async function lookUp<T>(app: App, request: AccessRequest, find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (err) {
    if (!(err instanceof TransientFailure || err instanceof PermanentFailure)) throw err;
    app.log.warn({ requestId: request.id, err }, 'Rights could not be looked up');
    return undefined;
  }
}

export function readerOfCard(card: CardRow): Reader {
  return { id: card.reader.id, part: card.part, ...(card.because && { because: card.because }) };
}

function approverView(request: AccessRequest, card: CardRow): ApproverView {
  const decision = decisionOf(request, card.reader.id);
  return { person: card.reader, delivery: deliveryOf(card), ...(decision && { decision }) };
}

function deliveryOf(card: CardRow): ApproverView['delivery'] {
  if (card.state === 'sent' || card.state === 'gone') return 'asked';
  return card.state === 'unreachable' ? 'unreachable' : 'notAskedYet';
}

function decisionOf(request: AccessRequest, id: PersonId): ApproverView['decision'] {
  if (!('approvals' in request)) return undefined;
  if (request.status === 'Rejected' && request.rejection.by.id === id) return 'rejected';
  return request.approvals.some((approval) => approval.by.id === id) ? 'approved' : undefined;
}
