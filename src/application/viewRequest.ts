import type { AccessRequest } from '../domain/request.ts';
import { seatsOf } from '../domain/seats.ts';
import type { Person, PersonId, RequestId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { PermanentFailure, TransientFailure } from './failures.ts';
import type { CardRow, Stored } from './ports/store.ts';
import { rightToReview } from './rights.ts';
import type { ApproverView, Reader, RequestView } from './views.ts';

/** The request as this person may see and handle it. Undefined when there is none. */
export async function viewRequest(
  app: App,
  input: { readonly id: RequestId; readonly reader: Person },
): Promise<RequestView | undefined> {
  const stored = await app.store.findRequest(input.id);
  if (!stored) return undefined;
  const reader = await readerOf(app, stored.request, input.reader);
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

/** What somebody is to a request, by the request and the policy alone. */
export async function readerOf(app: App, request: AccessRequest, person: Person): Promise<Reader> {
  const { id } = person;
  if (request.requester.id === id) return { id, part: 'requester' };
  const because = await reviewRightFor(app, request, person);
  if (because) return { id, part: 'approver', because };
  return { id, part: request.ask.owner.id === id ? 'owner' : 'observer' };
}

/** A view needs no certainty: who cannot be looked up sees what an observer sees. */
async function reviewRightFor(app: App, request: AccessRequest, person: Person): Promise<Reader['because']> {
  try {
    return await rightToReview(app, person, environmentOf(app.settings, request.ask.environment));
  } catch (err) {
    if (!(err instanceof TransientFailure || err instanceof PermanentFailure)) throw err;
    app.log.warn({ requestId: request.id, err }, 'Approvers could not be looked up');
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
