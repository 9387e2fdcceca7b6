import type { Pending } from '../domain/request.ts';
import type { Approver } from '../domain/roster.ts';
import type { Instant } from '../domain/words.ts';
import type { CardRow, NewCard } from './ports/store.ts';

/**
 * A card for each who can decide in the open stage. Whoever has one from an earlier opening (of another stage, or of this
 * one before the request was changed or the policy was) gets a message of its own besides: the card is brought up to
 * date, but makes no sound. The same however often it is asked for.
 */
export function asking(
  { id: requestId, stage, stageSince }: Pick<Pending, 'id' | 'stage' | 'stageSince'>,
  approvers: readonly Approver[],
  cards: readonly CardRow[],
): readonly NewCard[] {
  const before = cards.filter(
    (card) =>
      card.part === 'approver' && card.opened !== undefined && !(card.stage === stage && card.opened === stageSince),
  );
  const earlier = new Set(before.map(({ reader }) => reader.id));
  return approvers.flatMap(({ person, because }): readonly NewCard[] => {
    const asked = { requestId, reader: person, because, stage };
    const again = { ...asked, part: 'reminder', round: roundOf(stage, stageSince) } as const;
    return [{ ...asked, part: 'approver', opened: stageSince }, ...(earlier.has(person.id) ? [again] : [])];
  });
}

/** The same for as long as the stage is open; never that of a stage that was opened within the same second. */
function roundOf(stage: number, since: Instant): number {
  return Math.floor(Date.parse(since) / 1000) + stage;
}
