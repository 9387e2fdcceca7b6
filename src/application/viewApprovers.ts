import type { AccessRequest } from '../domain/request.ts';
import type { Absence, Because } from '../domain/roster.ts';
import { usedVote } from '../domain/votes.ts';
import { dayOf, type Person, type PersonId } from '../domain/words.ts';
import type { App } from './app.ts';
import type { CardRow } from './ports/store.ts';
import type { ApproverView } from './views.ts';

/** Everybody who was asked, by their cards, and whether each is still waited for. From the database alone. */
export async function viewApprovers(
  app: Pick<App, 'absences' | 'world'>,
  request: AccessRequest,
  cards: readonly CardRow[],
): Promise<readonly ApproverView[]> {
  const asked = cards.filter(isApprovers);
  const channels = cards.filter(({ part, state }) => part === 'channel' && state === 'sent');
  const absences = request.status === 'Pending' ? await absencesOf(app, asked) : nobody;
  return asked.map((card) => ({
    ...approverView(request, card, absences),
    delivery: deliveryOf(card, channels),
  }));
}

const nobody: ReadonlyMap<PersonId, Absence> = new Map();

type ApproverCard = CardRow & { readonly reader: Person };

function isApprovers(card: CardRow): card is ApproverCard {
  return card.part === 'approver';
}

function absencesOf(
  { absences, world }: Pick<App, 'absences' | 'world'>,
  cards: readonly ApproverCard[],
): Promise<ReadonlyMap<PersonId, Absence>> {
  return absences.findAbsences(
    cards.map(({ reader }) => reader.id),
    dayOf(world.now()),
  );
}

function approverView(
  request: AccessRequest,
  card: ApproverCard,
  absences: ReadonlyMap<PersonId, Absence>,
): Omit<ApproverView, 'delivery'> {
  const { reader: person, stage, because } = card;
  const decision = decisionOf(request, person.id);
  const away = absences.get(person.id);
  const released = !decision && isReleased(request, person, because, absences);
  return {
    person,
    stage,
    ...(because && { because }),
    ...(decision && { decision }),
    ...(away && { away }),
    ...(released && { released }),
  };
}

function isReleased(
  request: AccessRequest,
  { id }: Person,
  because: Because | undefined,
  absences: ReadonlyMap<PersonId, Absence>,
): boolean {
  if (request.status !== 'Pending') return false;
  if (!because) return true;
  const { insteadOf } = because;
  if (insteadOf && absences.get(insteadOf.id)?.delegate?.id !== id) return true;
  return usedVote(request.approvals, id, because) !== undefined;
}

function deliveryOf({ state, stage }: CardRow, channels: readonly CardRow[]): ApproverView['delivery'] {
  if (state === 'sent' || state === 'gone') return 'asked';
  if (state !== 'unreachable') return 'notAskedYet';
  return channels.some((channel) => channel.stage === stage) ? 'inChannel' : 'unreachable';
}

function decisionOf(request: AccessRequest, id: PersonId): ApproverView['decision'] {
  if (!('approvals' in request)) return undefined;
  if (request.status === 'Rejected' && request.rejection.by.id === id) return 'rejected';
  return request.approvals.some((approval) => approval.by.id === id) ? 'approved' : undefined;
}
