import type { Command } from '../domain/commands.ts';
import { seatsOf } from '../domain/seats.ts';
import type { AccessRequest } from '../domain/request.ts';
import type { Instant, PlanHash } from '../domain/words.ts';
import { answer, causeOf, notFound, type Answer, type Wish } from './answers.ts';
import { asking } from './asking.ts';
import { environmentOf, type App } from './app.ts';
import { changeRequest, saveDecision } from './changeRequest.ts';
import type { NewCard } from './ports/store.ts';
import { postCards } from './postCards.ts';
import { replanRequest } from './replan.ts';
import { isAdmin, mayAsk } from './rights.ts';
import { approvalFacts, isDecidable, rightsOf, rostersOf } from './rosters.ts';
import { tidy } from './tidy.ts';
import { leaveOpen } from './waitingList.ts';
import { viewRequest } from './viewRequest.ts';

/**
 * Sends a draft to its approvers. The card it was submitted from (`posted`) becomes the requester's, and everybody who
 * decides first gets a card, all saved with the submission.
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
  if (!found) return notFound;
  const { requester } = found.request;
  const rosters = await rostersOf(app, found.request);
  const decidable = isDecidable(rosters, found.request);
  // Somebody may be there all the same: submitting again is better than an answer that may be wrong.
  if (!decidable && rosters.failure) throw rosters.failure;
  const [cards, allowed] = await Promise.all([app.store.cardsOf(id), mayAsk(app, found.request)]);
  const at = app.world.now();
  const result = await app.store.transaction(async (transaction) => {
    // Two requests for the same account are submitted one after the other.
    await transaction.lockSeats(found.request.ask.environment);
    const stored = await transaction.lockRequest(id);
    const rival = stored && (await transaction.findRival(stored.request));
    const wanted = { at, by, acknowledged, decidable, mayAsk: allowed };
    const command: Command = { type: 'submit', ...wanted, ...(rival && { rival: rival.id }) };
    const saved = await saveDecision(transaction, stored, command, causeOf(input));
    if (!saved.ok) return saved;
    await transaction.addCards([{ requestId: id, reader: requester, part: 'requester', ...(posted && { posted }) }]);
    const { request } = saved.value;
    const asked = request.status === 'Pending' ? asking(request, rosters.stages[0]?.approvers ?? [], cards) : [];
    await postCards(transaction, [...asked, ...formerOwner(request)]);
    return saved;
  });
  return answer(app, input, result);
}

/** Whoever answers for a user now hears that somebody else is to. */
function formerOwner({ id, ask, requester }: AccessRequest): readonly NewCard[] {
  if (ask.account.kind !== 'user' || !ask.account.record) return [];
  const { owner } = ask.account.record;
  if (owner.id === requester.id || owner.id === ask.owner.id) return [];
  return [{ requestId: id, reader: owner, part: 'owner' }];
}

/** The last approval that is needed also reserves a seat, or joins the waiting list, under the environment's lock. */
export async function approveRequest(
  app: App,
  input: Wish & { readonly planHash: PlanHash; readonly comment?: string; readonly signedInAt?: Instant },
): Promise<Answer> {
  const { by, planHash, signedInAt } = input;
  const comment = tidy(input.comment);
  return reviewed(app, input, async (request) => {
    const facts = await approvalFacts(app, by, request);
    return ({ at, ...seats }) => ({
      type: 'approve',
      at,
      by,
      ...facts,
      planHash,
      ...seats,
      ...(comment && { comment }),
      ...(signedInAt && { signedInAt }),
    });
  });
}

/** An admin lets a request through, with a reason that all other admins are told. */
export function forceRequest(
  app: App,
  input: Wish & { readonly planHash: PlanHash; readonly reason: string },
): Promise<Answer> {
  const { by, planHash } = input;
  return reviewed(app, input, async (request) => {
    const [admin, allowed] = await Promise.all([isAdmin(app, by), mayAsk(app, request)]);
    const reason = tidy(input.reason);
    return ({ at, ...seats }) => ({ type: 'force', at, by, admin, mayAsk: allowed, reason, planHash, ...seats });
  });
}

export async function rejectRequest(app: App, input: Wish & { readonly comment?: string }): Promise<Answer> {
  const { id, by } = input;
  const comment = tidy(input.comment);
  const found = await app.store.findRequest(id);
  if (!found) return notFound;
  const rights = await rightsOf(app, by, found.request);
  const command: Command = { type: 'reject', at: app.world.now(), by, rights, ...(comment && { comment }) };
  return answer(app, input, await changeRequest(app, id, command, causeOf(input)));
}

export async function withdrawRequest(app: App, input: Wish): Promise<Answer> {
  const found = await app.store.findRequest(input.id);
  if (!found) return notFound;
  const command = { type: 'withdraw', at: app.world.now(), by: input.by } as const;
  return answer(app, input, await leaveOpen(app, found.request, command, causeOf(input)));
}

/** Whoever may see a request may say something about it, while it is open. */
export async function commentRequest(app: App, input: Wish & { readonly text: string }): Promise<Answer> {
  const { id, by, text } = input;
  const view = await viewRequest(app, { id, reader: by });
  if (!view) return notFound;
  const command: Command = { type: 'comment', at: app.world.now(), by, mayComment: true, text: tidy(text) };
  return answer(app, input, await changeRequest(app, id, command, causeOf(input)));
}

/** Reminds whoever has still to decide, for the requester. */
export async function nudgeApprovers(app: App, input: Wish): Promise<Answer> {
  const command = { type: 'nudge', at: app.world.now(), by: input.by } as const;
  return answer(app, input, await changeRequest(app, input.id, command, causeOf(input)));
}

/** Makes a submitted request a draft again, for its requester to change. */
export async function reopenRequest(app: App, input: Wish): Promise<Answer> {
  const command = { type: 'reopen', at: app.world.now(), by: input.by } as const;
  return answer(app, input, await changeRequest(app, input.id, command, causeOf(input)));
}

type SeatFacts = Pick<Extract<Command, { readonly type: 'approve' }>, 'at' | 'seats' | 'queue'>;

/** What could give out a seat is decided with the newest plan, under the lock of the environment. */
async function reviewed(
  app: App,
  input: Wish,
  prepare: (request: AccessRequest) => Promise<(facts: SeatFacts) => Command>,
): Promise<Answer> {
  const { id } = input;
  const found = await app.store.findRequest(id);
  if (!found) return notFound;
  const environment = environmentOf(app.settings, found.request.ask.environment);
  await replanRequest(app, found.request, { actor: 'seatkeeper', correlationId: input.correlationId });
  const commandOf = await prepare(found.request);
  const at = app.world.now();
  const result = await app.store.transaction(async (transaction) => {
    const { reading, holds, queue } = await transaction.lockSeats(environment.key);
    const stored = await transaction.lockRequest(id);
    const seats = reading && { seats: seatsOf(reading, holds) };
    return saveDecision(transaction, stored, commandOf({ at, queue: queue.length > 0, ...seats }), causeOf(input));
  });
  return answer(app, input, result);
}
