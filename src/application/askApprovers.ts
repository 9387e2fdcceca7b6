import type { Pending } from '../domain/request.ts';
import type { Approver } from '../domain/roster.ts';
import type { Roster } from '../domain/whoDecides.ts';
import type { RequestId } from '../domain/words.ts';
import { noteAutomaticReplies } from './absences.ts';
import type { App } from './app.ts';
import { askInChannel } from './askInChannel.ts';
import { findAdmins } from './findAdmins.ts';
import type { CardReader, CardRow, NewCard } from './ports/store.ts';
import { asking } from './asking.ts';
import { postCards } from './postCards.ts';
import { rostersOf } from './rosters.ts';

/**
 * Everybody who can decide in the open stage gets a card, if they have none, and whoever cannot any more loses the buttons:
 * when a stage opens, when its time is up, when the policy changes or somebody leaves or is back. Looks into their mailboxes
 * first, because whoever is away is replaced.
 */
export async function askApprovers(app: App, requestId: RequestId, correlationId: string): Promise<void> {
  const request = await findPending(app, requestId);
  if (!request) return;
  const { approvers: candidates } = await openRoster(app, request);
  const people = candidates.map(({ person }) => person);
  const moved = await noteAutomaticReplies(app, people, correlationId);
  const roster = await openRoster(app, request);
  const { approvers } = roster;
  await app.store.transaction(async (transaction) => {
    const cards = await app.store.cardsOf(requestId);
    const added = await postCards(transaction, asking(request, approvers, cards));
    const released = releasing(request, roster, cards);
    await transaction.addCards(released);
    if (!moved && added.length === 0 && released.length === 0 && !standForOthers(approvers, cards)) return;
    // Everybody's card names who is asked, although the request itself is as it was.
    await transaction.markCardsOutdated([requestId]);
    await transaction.addTasks([{ name: 'updateCards', requestId }]);
  });
  await askInChannel(app, request);
}

/** A message of its own to everybody who can still decide: an edited card makes no sound. */
export async function remindApprovers(
  app: App,
  requestId: RequestId,
  round: number,
  correlationId: string,
): Promise<void> {
  await askApprovers(app, requestId, correlationId);
  const request = await findPending(app, requestId);
  if (!request) return;
  const { approvers: late } = await openRoster(app, request);
  await sendCards(
    app,
    late.map(({ person, because }) => ({ requestId, reader: person, part: 'reminder', because, round })),
  );
  await askInChannel(app, request, round);
}

/** All other admins hear that one of them let a request through; where there is no other, those who were passed over. */
export async function announceForce(app: App, requestId: RequestId): Promise<void> {
  const request = (await app.store.findRequest(requestId))?.request;
  const forced = request && 'forced' in request ? request.forced : undefined;
  if (!forced) return;
  const admins = await findAdmins(app);
  const isOther = ({ id }: CardReader): boolean => id !== forced.by.id;
  const others = admins.filter(isOther);
  const asked = (await app.store.cardsOf(requestId)).filter(({ part }) => part === 'approver');
  const told = others.length > 0 ? others : asked.map(({ reader }) => reader).filter(isOther);
  await sendCards(
    app,
    told.map((reader) => ({ requestId, reader, part: 'forced' })),
  );
}

interface OpenRoster extends Pick<Roster, 'approvers' | 'excluded'> {
  /** Somebody could not be looked up. */
  readonly incomplete: boolean;
}

async function openRoster(app: App, request: Pending): Promise<OpenRoster> {
  const { stages, failure } = await rostersOf(app, request);
  const { approvers = [], excluded = [] } = stages[request.stage] ?? {};
  // Nobody at all: asked again when the services answer, rather than left to lie.
  if (approvers.length === 0 && failure) throw failure;
  if (approvers.length === 0) {
    app.log.error({ requestId: request.id, stage: request.stage }, 'Nobody can decide on a request');
  }
  return { approvers, excluded, incomplete: failure !== undefined };
}

/**
 * The cards in the open stage of those who are not asked any more: without a reason they have no buttons. Whose vote was
 * used keeps theirs, which says by whom.
 */
function releasing(
  { id: requestId, stage }: Pending,
  { approvers, excluded, incomplete }: OpenRoster,
  cards: readonly CardRow[],
): readonly NewCard[] {
  if (incomplete) return [];
  const used = excluded.filter(({ why }) => why === 'voteUsed');
  const kept = new Set<string>([...approvers, ...used].map(({ person }) => person.id));
  return cards
    .filter((card) => card.part === 'approver' && card.stage === stage && card.because && !kept.has(card.reader.id))
    .map(({ reader, part }) => ({ requestId, reader, part, stage }));
}

/** Whether somebody who has a card is asked in another's place than it says. */
function standForOthers(approvers: readonly Approver[], cards: readonly CardRow[]): boolean {
  return cards.some(
    ({ part, reader, because }) =>
      part === 'approver' &&
      approvers.some(
        (approver) => approver.person.id === reader.id && approver.because.insteadOf?.id !== because?.insteadOf?.id,
      ),
  );
}

async function sendCards(app: App, cards: readonly NewCard[]): Promise<void> {
  await app.store.transaction((transaction) => postCards(transaction, cards));
}

async function findPending(app: App, id: RequestId): Promise<Pending | undefined> {
  const request = (await app.store.findRequest(id))?.request;
  return request?.status === 'Pending' ? request : undefined;
}
