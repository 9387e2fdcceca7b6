import type { RequestTask } from '../domain/reactions.ts';
import type { ChannelId, EnvironmentKey, PersonId } from '../domain/words.ts';

/** A durable job: run at least once, so every handler can be repeated. */
export type Task =
  | RequestTask
  /** Send one card that is due. */
  | { readonly name: 'sendCard'; readonly cardId: string }
  /** Send a reader the cards that could not reach them before. */
  | { readonly name: 'catchUp'; readonly person: PersonId | ChannelId }
  /** Send one message that follows no request. */
  | { readonly name: 'notify'; readonly notificationId: string }
  /** Compare an environment with the records, and tell the admins what is new. */
  | { readonly name: 'reconcile'; readonly environment: EnvironmentKey }
  /** Find out what speaks for and against each user of a campaign, and ask their owners. */
  | { readonly name: 'askOwners'; readonly campaign: number }
  /** Remind the owners who have not answered. `round`: another for each reminder. */
  | { readonly name: 'askOwnersAgain'; readonly campaign: number; readonly round: number }
  /** Ask the admins in place of the owners who have not answered. */
  | { readonly name: 'askAdmins'; readonly campaign: number }
  /** By the clock: repair cards, wake creations, move waiting lists, end requests that have run out. */
  | { readonly name: 'sweep' };

export type TaskName = Task['name'];

export type TaskHandlers = {
  readonly [Name in TaskName]: (task: Extract<Task, { readonly name: Name }>, correlationId: string) => Promise<void>;
};
