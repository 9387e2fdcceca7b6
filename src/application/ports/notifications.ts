import type { Discrepancy } from '../../domain/reconcile.ts';
import type { EnvironmentKey, Instant, PersonId } from '../../domain/words.ts';

/** What a message that follows no request says. It shows one moment, and is not updated. */
export type Notification =
  | {
      readonly kind: 'discrepancies';
      readonly environment: EnvironmentKey;
      readonly discrepancies: readonly Discrepancy[];
    }
  | { readonly kind: 'campaignEnded'; readonly campaign: number };

export interface NewNotification {
  readonly reader: PersonId;
  readonly content: Notification;
}

/** As for cards: see `CardState`. */
export type NotificationState = 'due' | 'sending' | 'sent' | 'unknown' | 'unreachable';

export interface NotificationStore {
  findNotification(id: string): Promise<(NewNotification & { readonly state: NotificationState }) | undefined>;
  /** `due` → `sending`, or false when somebody else did. */
  claimNotification(id: string): Promise<boolean>;
  setNotification(id: string, state: NotificationState): Promise<void>;
  /** Those that are `due`, and those that are being sent, since before `since`. */
  stuckNotifications(since: Instant): Promise<readonly { readonly id: string; readonly state: 'due' | 'sending' }[]>;
  /** Environments whose comparison with the records is due; one that is new is due after `every` milliseconds. */
  environmentsToReconcile(
    keys: readonly EnvironmentKey[],
    now: Instant,
    every: number,
  ): Promise<readonly EnvironmentKey[]>;
}

/** Within a transaction. */
export interface NotificationWriter {
  addNotifications(notifications: readonly NewNotification[]): Promise<readonly string[]>;
  /** Looks again then, with what is known now. */
  postponeReconcile(environment: EnvironmentKey, again: Instant): Promise<void>;
  /** Remembers what is different now, and when to look again. Returns what was not different the last time. */
  noteDiscrepancies(environment: EnvironmentKey, keys: readonly string[], again: Instant): Promise<readonly string[]>;
}
