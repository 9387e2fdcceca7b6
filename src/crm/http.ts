import { setTimeout as sleep } from 'node:timers/promises';
import { TransientFailure } from '../application/failures.ts';
import type { PermanentFailure, Service } from '../application/failures.ts';
import type { Log } from '../application/ports/world.ts';
import { failureOf } from './answers.ts';

export interface Call {
  readonly service: Service;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Without ids: `/users/{id}`. It is what the log shows. */
  readonly path: string;
  /** A POST that may be sent twice. */
  readonly repeatable?: boolean;
  /** The body is secret: the service's words about it are not kept. */
  readonly withhold?: boolean;
}

export interface Attempt {
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
  /** For the log, as soon as an answer is there. */
  readonly answered: (status: number, serviceRequestId: string | null) => void;
}

/** The one way in which every service is called: time limit, repetition, log and failures are the same for all. */
export interface Http {
  /** @throws TransientFailure, PermanentFailure */
  call<T>(call: Call, send: (attempt: Attempt) => Promise<T>): Promise<T>;
}

export interface HttpOptions {
  readonly log: Log;
  /** Milliseconds for one attempt. */
  readonly timeout?: number;
  readonly repeats?: number;
  /** Milliseconds before the first repetition; doubled each time, with jitter. */
  readonly pause?: number;
  /** The longest wait, in milliseconds, that is spent here; a longer one is left to the job queue. */
  readonly patience?: number;
}

export function createHttp({ log, timeout = 20_000, repeats = 3, pause = 250, patience = 5_000 }: HttpOptions): Http {
  async function call<T>(call: Call, send: (attempt: Attempt) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await logged(call, attempt, send);
      } catch (error) {
        if (!(error instanceof TransientFailure) || attempt > repeats || !mayRepeat(call)) throw error;
        const wait = error.retryAfter ?? pause * 2 ** (attempt - 1) * (0.5 + Math.random());
        if (wait > patience) throw error;
        await sleep(wait);
      }
    }
  }

  async function logged<T>(call: Call, attempt: number, send: (attempt: Attempt) => Promise<T>): Promise<T> {
    const started = performance.now();
    let seen: { status?: number; serviceRequestId?: string } = {};
    const answered = (status: number, serviceRequestId: string | null): void => {
      seen = { status, ...(serviceRequestId !== null && { serviceRequestId }) };
    };
    const write = (outcome: object): void => {
      const { service, method, path } = call;
      const milliseconds = Math.round(performance.now() - started);
      log.debug({ service, method, path, attempt, milliseconds, ...seen, ...outcome }, 'Service called');
    };
    try {
      const value = await withTimeout(timeout, (signal) => send({ signal, answered }));
      write({ outcome: 'ok' });
      return value;
    } catch (error) {
      const failure = failureOf(call.service, error, call.withhold);
      if (failure === undefined) throw error;
      write(factsOf(failure));
      throw failure;
    }
  }

  return { call };
}

function mayRepeat({ method, repeatable = method !== 'POST' }: Call): boolean {
  return repeatable;
}

function factsOf({ code, serviceRequestId }: TransientFailure | PermanentFailure): object {
  return { outcome: code, ...(serviceRequestId !== undefined && { serviceRequestId }) };
}

/** Also ends when `work` does not heed the signal: a client may wait forever for an answer that was cut in the middle. */
async function withTimeout<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = new DOMException('No answer in time', 'TimeoutError');
    reject(reason);
    controller.abort(reason);
  }, milliseconds);
  try {
    return await Promise.race([work(controller.signal), expired]);
  } finally {
    clearTimeout(timer);
  }
}
