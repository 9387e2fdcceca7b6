import { isFailure, PermanentFailure, TransientFailure } from '../application/failures.ts';
import type { Service } from '../application/failures.ts';
import { codeOf, isThrottled } from './codes.ts';

interface AnswerFacts {
  /** The HTTP status; 0 when no usable answer came. */
  readonly status: number;
  readonly code?: string | undefined;
  readonly serviceRequestId?: string | undefined;
  /** The header as it came. */
  readonly retryAfter?: string | null | undefined;
  readonly cause?: unknown;
}

/** A service's "no", before it is known whether trying again helps. Carries the service's message, never a whole body. */
export class ServiceAnswer extends Error {
  readonly status: number;
  readonly code: string;
  readonly serviceRequestId: string | undefined;
  /** Milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, facts: AnswerFacts) {
    super(message.slice(0, 500), { cause: facts.cause });
    this.name = 'ServiceAnswer';
    this.status = facts.status;
    this.code = facts.status === 0 ? (facts.code ?? 'NoAnswer') : codeOf(facts.status, facts.code, message);
    this.serviceRequestId = facts.serviceRequestId;
    this.retryAfter = retryAfterOf(facts.retryAfter);
  }
}

const names: Readonly<Record<Service, string>> = {
  dataverse: 'Dataverse',
  graph: 'Microsoft Graph',
  powerPlatform: 'Power Platform',
  keyVault: 'Key Vault',
  teams: 'Teams',
};

/**
 * What an error thrown by a call means. Undefined for anything but an answer or a broken connection: that is a bug.
 * `withhold` keeps the service's words out of the failure, for calls whose body is secret and might be echoed.
 */
export function failureOf(
  service: Service,
  error: unknown,
  withhold = false,
): TransientFailure | PermanentFailure | undefined {
  if (isFailure(error)) return error;
  if (!(error instanceof ServiceAnswer)) {
    const code = connectionCode(error);
    if (code === undefined) return undefined;
    const message = `${names[service]} did not answer (${code})`;
    return new TransientFailure(message, { service, code: 'NoAnswer', cause: error });
  }
  const { status, code, serviceRequestId, retryAfter } = error;
  const facts = {
    service,
    code,
    cause: withhold ? undefined : error,
    ...(serviceRequestId !== undefined && { serviceRequestId }),
  };
  if (status === 0) return new TransientFailure(`${names[service]} did not answer (${code})`, facts);
  if (status === 408 || status === 429 || status >= 500 || isThrottled(code)) {
    const message = `${names[service]} cannot answer now (${code})`;
    return new TransientFailure(message, { ...facts, ...(retryAfter !== undefined && { retryAfter }) });
  }
  return new PermanentFailure(`${names[service]} refused (${code})`, facts);
}

/** The change was accepted, but reading does not show it yet: directories lag behind their own answers. */
export function notSettled(service: Service, what: string): TransientFailure {
  const message = `${names[service]} does not show the change yet: ${what}`;
  return new TransientFailure(message, { service, code: 'NotSettled' });
}

/** Undefined when there is no such thing. */
export async function orUndefined<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

export function hasCode(error: unknown, ...wanted: readonly string[]): error is PermanentFailure {
  return error instanceof PermanentFailure && wanted.includes(error.code);
}

/** Whether a service said no with one of these HTTP statuses. */
export function hasStatus(error: unknown, ...wanted: readonly number[]): error is PermanentFailure {
  return (
    error instanceof PermanentFailure && error.cause instanceof ServiceAnswer && wanted.includes(error.cause.status)
  );
}

/** What a failed attempt says about the service itself: `up` when it answered at all, undefined when it was not reached. */
export function verdictOf(error: unknown): 'up' | 'down' | undefined {
  if (!isFailure(error)) return undefined;
  if (error.code === 'NoAnswer') return 'down';
  if (!(error.cause instanceof ServiceAnswer) || error.cause.status === 0) return undefined;
  return error.cause.status >= 500 && !isThrottled(error.code) ? 'down' : 'up';
}

/** Seconds, or a date. */
function retryAfterOf(header: string | null | undefined): number | undefined {
  if (header === undefined || header === null || header.trim() === '') return undefined;
  const milliseconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.max(0, Math.round(milliseconds)) : undefined;
}

const connectionCodes = /^(E[A-Z0-9]+|UND_ERR_\w+|ERR_(SSL|TLS|STREAM)_\w+|\w*CERT\w*)$/;

function connectionCode(error: unknown): string | undefined {
  let layer = error;
  while (typeof layer === 'object' && layer !== null) {
    const { name, code, cause } = layer as { name?: unknown; code?: unknown; cause?: unknown };
    if (name === 'TimeoutError') return 'TimedOut';
    if (name === 'AbortError') return 'Aborted';
    if (typeof code === 'string' && connectionCodes.test(code)) return code;
    layer = cause;
  }
  return undefined;
}
