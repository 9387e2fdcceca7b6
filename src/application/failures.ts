/**
 * The world says no. Adapters throw these and nothing else on purpose; any other throw is a bug.
 * Messages carry no token, no password and no response body.
 */
export type Service = 'dataverse' | 'graph' | 'powerPlatform' | 'keyVault' | 'teams';

interface FailureFacts {
  readonly service: Service;
  /** The service's own code where it has one, for example `0x8004B050`, else a word of ours. */
  readonly code: string;
  /** The service's own id of the call, for its support. */
  readonly serviceRequestId?: string;
  readonly cause?: unknown;
}

/** It may work later: 429, 5xx, no connection, no answer. */
export class TransientFailure extends Error {
  readonly service: Service;
  readonly code: string;
  readonly serviceRequestId: string | undefined;
  /** Milliseconds, when the service said so. */
  readonly retryAfter: number | undefined;

  constructor(message: string, facts: FailureFacts & { readonly retryAfter?: number }) {
    super(message, { cause: facts.cause });
    this.name = 'TransientFailure';
    this.service = facts.service;
    this.code = facts.code;
    this.serviceRequestId = facts.serviceRequestId;
    this.retryAfter = facts.retryAfter;
  }
}

/** Trying again changes nothing: 400, 403, a quota. */
export class PermanentFailure extends Error {
  readonly service: Service;
  readonly code: string;
  readonly serviceRequestId: string | undefined;

  constructor(message: string, facts: FailureFacts) {
    super(message, { cause: facts.cause });
    this.name = 'PermanentFailure';
    this.service = facts.service;
    this.code = facts.code;
    this.serviceRequestId = facts.serviceRequestId;
  }
}

export type Failure = TransientFailure | PermanentFailure;

/** The world said no, as opposed to a bug. */
export function isFailure(err: unknown): err is Failure {
  return err instanceof TransientFailure || err instanceof PermanentFailure;
}

/** Dataverse's word for a user, Graph's for an account, that somebody has deleted. */
const gone = ['0x80040217', 'Request_ResourceNotFound'];

/** There is nothing of it any more, so nothing is left to take from it. */
export function isGone(err: unknown): boolean {
  return err instanceof PermanentFailure && gone.includes(err.code);
}
