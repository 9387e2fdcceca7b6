import type { Known } from '../../domain/erase.ts';
import type { AccessRequest, RequestStatus } from '../../domain/request.ts';
import type { Day, Instant, Person, RequestId } from '../../domain/words.ts';
import type { Cause } from './store.ts';

/** What is known of people, and taking it out again. Each change is one transaction, and has its entry in the audit. */
export interface PersonalDataStore {
  /** Whether that day's work was done, in all replicas. */
  isDone(day: Day): Promise<boolean>;
  markDone(day: Day): Promise<void>;
  /**
   * Closed requests that nothing has changed since `before` and that were not erased yet, longest ago first. One that
   * was replaced is among them only after the one that replaced it was erased: until then their user may live.
   */
  findEnded(before: Instant, limit: number): Promise<readonly RequestId[]>;
  /** `change` makes the new state. Bodies of its events, details of what else the audit says of it, and its cards go. */
  eraseRequest(id: RequestId, change: (request: AccessRequest) => AccessRequest, record: ErasureRecord): Promise<void>;
  /** Absences that are over, notifications that were sent before today; open forms, and contacts whom no request concerns, of which nothing was heard since `before`. */
  removeOld(before: Instant, today: Day): Promise<void>;
  /** By object id or UPN, and by whatever else they are known by. Undefined when nothing is found. */
  findTraces(idOrUpn: string, also?: Person): Promise<Traces | undefined>;
  /** Takes them out of everything but what still lives. `change` makes the new state of a closed request. */
  forget(traces: Traces, change: (request: AccessRequest) => AccessRequest, record: ErasureRecord): Promise<void>;
}

export interface ErasureRecord extends Cause {
  readonly at: Instant;
  readonly details: object;
}

/** Where somebody is named. */
export interface Traces extends Known {
  /** The bot knows how to write to them. */
  readonly contact: boolean;
  /** Their own, and those of others whom they stand in for. */
  readonly absences: number;
  /** Open ones that are theirs or name them. */
  readonly forms: number;
  /** Requests that have ended, and were not erased. */
  readonly closed: readonly RequestId[];
  readonly living: readonly LivingTrace[];
}

export interface LivingTrace {
  readonly id: RequestId;
  readonly status: RequestStatus;
  /** `named`: as an approver, in a comment, and the like. */
  readonly as: 'owner' | 'requester' | 'named';
}
