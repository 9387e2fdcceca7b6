import type { Environment } from '../../domain/environment.ts';
import type { PersonId } from '../../domain/words.ts';

/**
 * Harmless reads that tell whether a service lets the bot in. Each returns when it does, and throws a
 * `TransientFailure` or a `PermanentFailure` otherwise.
 */
export interface Probes {
  /** Gets a token, and calls nothing else. */
  signIn(to: 'graph' | 'powerPlatform' | Environment): Promise<void>;
  readPeople(): Promise<void>;
  readGroups(): Promise<void>;
  readApplications(): Promise<void>;
  readTenant(): Promise<void>;
  /** Whether it may be seen if a mailbox answers by itself: of the first of these people who has one. */
  readMailboxes(ids: readonly PersonId[]): Promise<void>;
  /** Whether secrets of the key vault may be read: asks for one that does not exist. */
  readVault(url: string): Promise<void>;
  /** Whether the environment knows the bot, and lets it in. */
  whoAmI(environment: Environment): Promise<void>;
  readUsers(environment: Environment): Promise<void>;
}

export interface DatabaseProbe {
  /** Never throws, and changes nothing. */
  readState(): Promise<DatabaseState>;
}

export type DatabaseState =
  | { readonly kind: 'ready' }
  /** Migrations that are not applied yet, by name. */
  | { readonly kind: 'behind'; readonly pending: readonly string[] }
  | { readonly kind: 'unreachable'; readonly code: string }
  /** The bot has not run here yet, and makes its own at the first start. */
  | { readonly kind: 'none' };
