import type { Command, Refusal } from '../domain/commands.ts';
import { seatsOf } from '../domain/seats.ts';
import type { Result } from '../domain/result.ts';
import type { Person, PlanHash, RequestId } from '../domain/words.ts';
import { environmentOf, type App } from './app.ts';
import { changeRequest, saveDecision } from './changeRequest.ts';
import type { Stored } from './ports/store.ts';
import { replanRequest } from './replan.ts';
import { findApprovers, rightToReview } from './rights.ts';
import type { RequestView } from './views.ts';
import { leaveOpen } from './waitingList.ts';
import { viewRequest } from './viewRequest.ts';

/** The request as it is now for the person who asked, and, if the wish was not granted, why. */
export interface Answer {
  /** Undefined when there is no such request, or none that concerns them. */
  readonly view: RequestView | undefined;
  readonly refusal?: Refusal;
}

interface Wish {
  readonly id: RequestId;
  /** From the authenticated activity, never from a card. */
  readonly by: Person;
  readonly correlationId: string;
}

/**
 * Sends a draft to its approvers. The card it was submitted from (`posted`) becomes the requester's, and every approver
 * gets a card, all saved with the submission.
 */
export async function submitRequest(
  app: App,
  input: Wish & {
    readonly acknowledged: boolean;
    readonly posted?: { readonly activityId: string; readonly conversationId: string };
  },
): Promise<Answer> {
  const { id, by, acknowledged, posted } = input;
  const found = await app.store.findRequest(id);
  if (!found) return { view: undefined, refusal: { code: 'NotFound' } };
  const { ask, requester } = found.request;
  const approvers = await findApprovers(app, environmentOf(app.settings, ask.environment), requester.id);
  const command: Command = { type: 'submit', at: app.world.now(), by, acknowledged, approvers: approvers.length };
  const result = await app.store.transaction(async (transaction) => {
    const stored = await transaction.lockRequest(id);
    const saved = await saveDecision(transaction, stored, command, causeOf(input));
    if (!saved.ok) return saved;
    await transaction.addCards([{ requestId: id, reader: requester, part: 'requester', ...(posted && { posted }) }]);
    const cards = await transaction.addCards(
      approvers.map(({ person, because }) => ({ requestId: id, reader: person, part: 'approver', because })),
    );
    await transaction.addTasks(cards.map((card) => ({ name: 'sendCard', cardId: card.id })));
    return saved;
  });
  return answer(app, input, result);
}

/** The last approval that is needed also reserves a seat, or joins the waiting list, under the environment's lock. */
export async function approveRequest(
  app: App,
  input: Wish & { readonly planHash: PlanHash; readonly comment?: string },
): Promise<Answer> {
  const { id, by, planHash, comment } = input;
  const found = await app.store.findRequest(id);
  if (!found) return { view: undefined, refusal: { code: 'NotFound' } };
  const environment = environmentOf(app.settings, found.request.ask.environment);
  await replanRequest(app, found.request, { actor: 'seatkeeper', correlationId: input.correlationId });
  const because = await rightToReview(app, by, environment);
  const at = app.world.now();
  const result = await app.store.transaction(async (transaction) => {
    const { reading, holds, queue } = await transaction.lockSeats(environment.key);
    const stored = await transaction.lockRequest(id);
    const command: Command = {
      type: 'approve',
      at,
      by,
      planHash,
      queue: queue.length > 0,
      ...(because && { because }),
      ...(comment && { comment }),
      ...(reading && { seats: seatsOf(reading, holds) }),
    };
    return saveDecision(transaction, stored, command, causeOf(input));
  });
  return answer(app, input, result);
}

export async function rejectRequest(app: App, input: Wish & { readonly comment?: string }): Promise<Answer> {
  const { id, by, comment } = input;
  const found = await app.store.findRequest(id);
  if (!found) return { view: undefined, refusal: { code: 'NotFound' } };
  const because = await rightToReview(app, by, environmentOf(app.settings, found.request.ask.environment));
  const at = app.world.now();
  const command: Command = { type: 'reject', at, by, ...(because && { because }), ...(comment && { comment }) };
  return answer(app, input, await changeRequest(app, id, command, causeOf(input)));
}

export async function withdrawRequest(app: App, input: Wish): Promise<Answer> {
  const found = await app.store.findRequest(input.id);
  if (!found) return { view: undefined, refusal: { code: 'NotFound' } };
  const command = { type: 'withdraw', at: app.world.now(), by: input.by } as const;
  return answer(app, input, await leaveOpen(app, found.request, command, causeOf(input)));
}

async function answer(app: App, { id, by }: Wish, result: Result<Stored, Refusal>): Promise<Answer> {
  const view = await viewRequest(app, { id, reader: by });
  return { view, ...(!result.ok && { refusal: result.refusal }) };
}

function causeOf({ by, correlationId }: Wish): { actor: Person['id']; correlationId: string } {
  return { actor: by.id, correlationId };
}
