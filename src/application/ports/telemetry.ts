import type { EnvironmentKey } from '../../domain/words.ts';
import type { Service } from '../failures.ts';
import type { TaskName } from '../tasks.ts';

/** `click`: somebody pressed a button · `refresh`: Teams brings a card up to date by itself. */
export type TurnKind = 'message' | 'click' | 'refresh' | 'file' | 'signIn' | 'arrival' | 'other';

/** A service, and which of several of its kind. */
export interface CallPlace {
  readonly service: Service;
  readonly environment?: EnvironmentKey;
  /** Of Key Vault. */
  readonly host?: string;
}

/** Something that takes time. Nothing in it tells of a person, and a path has no ids in it. */
export type Work =
  | { readonly kind: 'turn'; readonly turn: TurnKind; readonly correlationId: string }
  | { readonly kind: 'task'; readonly task: TaskName; readonly correlationId: string }
  /** One attempt. The first one is 1. */
  | ({ readonly kind: 'call'; readonly method: string; readonly path: string; readonly attempt: number } & CallPlace);

/**
 * How work ended that did not throw: a throw is `broke`, for a call `none`.
 * `failed`: a service said no, and the person was told · `unsent`: Teams did not take the answer · `stranger`: the sender
 * has no Entra object id · `delayed`: tried again later · `retried`: a bug, tried again · `givenUp`: a bug, not tried again.
 */
export interface Outcomes {
  readonly turn: 'ok' | 'failed' | 'unsent' | 'stranger' | 'broke';
  readonly task: 'ok' | 'delayed' | 'retried' | 'givenUp' | 'broke';
  readonly call: '2xx' | '3xx' | '4xx' | '429' | '5xx' | 'none';
}

export type Ended<Kind extends Work['kind']> = (outcome: Outcomes[Kind]) => void;

export function statusClass(status: number): Outcomes['call'] {
  if (status === 429) return '429';
  if (status >= 500) return '5xx';
  if (status >= 400) return '4xx';
  return status >= 300 ? '3xx' : '2xx';
}

/** Whoever watches the bot from outside: metrics and traces. Never changes what the work does or returns. */
export interface Telemetry {
  /** `run` calls `ended` when it knows more than that it returned; the last word counts. */
  measure<W extends Work, T>(work: W, run: (ended: Ended<W['kind']>) => Promise<T>): Promise<T>;
  /** One statement to the database, when it has ended; `text` without its values. */
  statement(facts: { readonly text: string; readonly milliseconds: number; readonly failed: boolean }): void;
  /** `open`: the service is left alone for a while. */
  circuit(place: CallPlace, open: boolean): void;
  /** An activity that never became a turn. */
  refused(reason: 'malformed' | 'tenant' | 'token'): void;
}

/** Nobody watches. */
export const unwatched: Telemetry = {
  measure: (_, run) => run(() => undefined),
  statement: () => undefined,
  circuit: () => undefined,
  refused: () => undefined,
};
