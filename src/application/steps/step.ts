import type { Environment } from '../../domain/environment.ts';
import type { Made, Obstacle, Provisioning, Undoing } from '../../domain/request.ts';
import type { SystemUserId } from '../../domain/words.ts';
import type { App } from '../app.ts';
import { PermanentFailure, TransientFailure } from '../failures.ts';
import type { DirectoryAccount } from '../ports/crm.ts';

export interface StepContext {
  readonly app: App;
  readonly request: Provisioning | Undoing;
  readonly environment: Environment;
}

export type StepOutcome =
  | { readonly kind: 'done'; readonly made: Made }
  /** Nothing is wrong, but the world is not there yet. `again`: milliseconds. */
  | { readonly kind: 'waiting'; readonly obstacle: Obstacle; readonly again: number }
  | { readonly kind: 'noSeat'; readonly obstacle: Obstacle };

/**
 * One piece of a creation. `run` and `undo` are *ensures*: safe to repeat after a crash or a lost answer, also when they
 * had taken effect in part. Both throw `TransientFailure` or `PermanentFailure`.
 */
export interface Step {
  run(context: StepContext): Promise<StepOutcome>;
  undo?(context: StepContext): Promise<void>;
}

/** Once something was asked for, it comes within minutes; then it is looked for less often. */
const pollFirst = 3_000;
const pollLater = 30_000;

export function done(made: Made = {}): StepOutcome {
  return { kind: 'done', made };
}

export function waiting(request: StepContext['request'], obstacle: Obstacle): StepOutcome {
  return { kind: 'waiting', obstacle, again: (request.delay?.attempts ?? 0) < 60 ? pollFirst : pollLater };
}

/** Also finds the account of a creation whose answer was lost before it was written down. */
export async function findMadeAccount({ app, request }: StepContext): Promise<DirectoryAccount | undefined> {
  const { account } = request.ask;
  if (account.kind === 'existing') return app.directory.findAccount(account.objectId);
  if (account.kind !== 'new') return undefined;
  const found = await app.directory.findAccount(account.upn);
  return found?.mark === request.mark ? found : undefined;
}

/** Dataverse's words for what a user may not be or become without a licence, spelled as failures carry them. */
const unlicensed = ['0x80041D66', '0x8004D24B', '0x8004D24C'];

export function wantsLicence(err: unknown): err is PermanentFailure {
  return err instanceof PermanentFailure && unlicensed.includes(err.code);
}

/** For undo: the licence that was given back may reach the environment only minutes later, and then `restore` works. */
export async function onceLicensed({ made }: StepContext['request'], restore: () => Promise<void>): Promise<void> {
  try {
    await restore();
  } catch (err) {
    if (!(made.ownLicence && wantsLicence(err))) throw err;
    const { service, code } = err;
    throw new TransientFailure('The licence has not come back to the environment yet', { service, code, cause: err });
  }
}

export function objectIdOf(request: StepContext['request']): string {
  const { objectId } = request.made;
  if (!objectId) throw new Error('The step needs an account, and there is none');
  return objectId;
}

export function userIdOf(request: StepContext['request']): SystemUserId {
  const { systemUserId } = request.made;
  if (!systemUserId) throw new Error('The step needs a user, and there is none');
  return systemUserId;
}

/** Something was done, and reads back as if it were not. */
export function didNotHold(message: string): PermanentFailure {
  return new PermanentFailure(message, { service: 'dataverse', code: 'DidNotHold' });
}
