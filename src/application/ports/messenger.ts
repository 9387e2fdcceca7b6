import type { PersonId } from '../../domain/words.ts';
import type { NotificationView, RequestView } from '../views.ts';
import type { CardRow } from './store.ts';

/** Writes to people without having been asked: the channel decides how a view looks. */
export interface Messenger {
  /**
   * @param reference the reader's contact, as the channel saved it; undefined: the channel tries to open a conversation
   * @throws TransientFailure when the channel certainly did not take the message (429, no connection)
   */
  postCard(reference: unknown, view: RequestView): Promise<PostOutcome>;
  /** A message that follows no request; the rest as for `postCard`. */
  postNotification(reference: unknown, reader: PersonId, view: NotificationView): Promise<PostOutcome>;
  /**
   * Replaces a posted card. May be repeated.
   * @throws TransientFailure when it is not certain that the card was replaced
   */
  updateCard(
    posted: Required<Pick<CardRow, 'activityId' | 'conversationId'>>,
    reference: unknown,
    view: RequestView,
  ): Promise<'updated' | 'gone' | 'unreachable'>;
}

export type PostOutcome =
  | { readonly outcome: 'posted'; readonly activityId: string; readonly conversationId: string }
  /** Blocked, uninstalled, or never met. */
  | { readonly outcome: 'unreachable' }
  /** The answer was lost: posting again could show the card twice. */
  | { readonly outcome: 'unknown' };
