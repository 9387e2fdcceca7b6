import type { CardRow, NewCard, Transaction } from './ports/store.ts';

/** Saves the cards that their readers do not have yet, with the tasks that send them. Returns those. */
export async function postCards(
  transaction: Pick<Transaction, 'addCards' | 'addTasks'>,
  cards: readonly NewCard[],
): Promise<readonly CardRow[]> {
  const added = await transaction.addCards(cards);
  await transaction.addTasks(added.map(({ id }) => ({ name: 'sendCard', cardId: id })));
  return added;
}
