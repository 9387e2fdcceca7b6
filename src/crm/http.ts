import { setTimeout as sleep } from 'node:timers/promises';
import { currentBudget } from '../application/budget.ts';
import { TransientFailure } from '../application/failures.ts';
import type { PermanentFailure, Service } from '../application/failures.ts';
import { statusClass, unwatched, type CallPlace, type Ended, type Telemetry } from '../application/ports/telemetry.ts';
import type { Log } from '../application/ports/world.ts';
import type { EnvironmentKey } from '../domain/words.ts';
import { failureOf, verdictOf } from './answers.ts';
import { createCircuit } from './circuit.ts';
import type { Circuit, CircuitOptions } from './circuit.ts';
import { words } from './codes.ts';
import { createTurnstile } from './turnstile.ts';
import type { Turnstile } from './turnstile.ts';

export interface Call {
  readonly service: Service;
  /** Of Dataverse: each environment is a host of its own, with its own queue and its own circuit. */
  readonly environment?: EnvironmentKey;
  /** Of Key Vault, for the same reason. */
  readonly host?: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Without ids: `/users/{id}`. It is what the log shows. */
  readonly path: string;
  /** Whether it may be sent twice, where the method does not tell. */
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
  readonly telemetry?: Telemetry;
  /** Milliseconds for one attempt. */
  readonly timeout?: number;
  readonly repeats?: number;
  /** Milliseconds before the first repetition; doubled each time, with jitter. */
  readonly pause?: number;
  /** The longest wait, in milliseconds, that is spent here; a longer one is left to the job queue. */
  readonly patience?: number;
  /** Calls of one host under way. Dataverse allows 52 per user and server. */
  readonly atOnce?: number;
  readonly circuit?: CircuitOptions;
}

interface Line {
  readonly turnstile: Turnstile;
  readonly circuit: Circuit;
}

export function createHttp({
  log,
  telemetry = unwatched,
  timeout = 20_000,
  repeats = 3,
  pause = 250,
  patience = 5_000,
  atOnce = 12,
  circuit = { failures: 10, rest: 15_000 },
}: HttpOptions): Http {
  const lines = new Map<string, Line>();

  async function call<T>(call: Call, send: (attempt: Attempt) => Promise<T>): Promise<T> {
    const budget = currentBudget();
    for (let attempt = 1; ; attempt++) {
      try {
        return await inLine(call, budget, () => watched(call, attempt, send));
      } catch (error) {
        if (!(error instanceof TransientFailure) || attempt > repeats || !mayRepeat(call)) throw error;
        if (error.code === words.circuitOpen || error.code === words.outOfTime) throw error;
        const wait = error.retryAfter ?? pause * 2 ** (attempt - 1) * (0.5 + Math.random());
        if (wait > patience) throw error;
        await withinTime(call, sleep(wait, undefined, budget && { signal: budget }));
      }
    }
  }

  async function inLine<T>(call: Call, budget: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const { turnstile, circuit } = lineOf(call);
    await withinTime(call, turnstile.enter(budget));
    try {
      const wait = circuit.wait();
      if (wait > 0) throw circuitOpen(call, wait);
      const value = await work();
      if (circuit.worked()) tell(call, 'closed');
      return value;
    } catch (error) {
      const verdict = verdictOf(error);
      // Time that we had spent before says nothing about the service.
      if (verdict === 'down' && !budget?.aborted && circuit.failed()) tell(call, 'open');
      if (verdict === 'up' && circuit.worked()) tell(call, 'closed');
      throw error;
    } finally {
      turnstile.leave();
    }
  }

  function tell(call: Call, circuit: 'open' | 'closed'): void {
    const place = placeOf(call);
    telemetry.circuit(place, circuit === 'open');
    if (circuit === 'open') log.warn(place, 'The service is left alone for a while');
    else log.info(place, 'The service answers again');
  }

  function lineOf(call: Call): Line {
    const host = Object.values(placeOf(call)).join(' ');
    const known = lines.get(host);
    if (known) return known;
    const line = { turnstile: createTurnstile(atOnce), circuit: createCircuit(circuit) };
    lines.set(host, line);
    telemetry.circuit(placeOf(call), false);
    return line;
  }

  function watched<T>(call: Call, attempt: number, send: (attempt: Attempt) => Promise<T>): Promise<T> {
    const { method, path } = call;
    return telemetry.measure({ kind: 'call', ...placeOf(call), method, path, attempt }, (ended) =>
      logged(call, { attempt, ended }, send),
    );
  }

  async function logged<T>(
    call: Call,
    { attempt, ended }: { readonly attempt: number; readonly ended: Ended<'call'> },
    send: (attempt: Attempt) => Promise<T>,
  ): Promise<T> {
    const started = performance.now();
    let seen: { status?: number; serviceRequestId?: string } = {};
    const answered = (status: number, serviceRequestId: string | null): void => {
      seen = { status, ...(serviceRequestId !== null && { serviceRequestId }) };
      ended(statusClass(status));
    };
    const write = (outcome: object): void => {
      const { method, path } = call;
      const milliseconds = Math.round(performance.now() - started);
      log.debug({ ...placeOf(call), method, path, attempt, milliseconds, ...seen, ...outcome }, 'Service called');
    };
    try {
      const value = await withTimeout(timeout, currentBudget(), (signal) => send({ signal, answered }));
      write({ outcome: 'ok' });
      return value;
    } catch (error) {
      const failure = failureOf(call.service, error, call.withhold);
      if (failure === undefined) throw error;
      write(factsOf(failure));
      // An answer that broke off in the middle is none.
      if (failure.code === 'NoAnswer') ended('none');
      throw failure;
    }
  }

  return { call };
}

function mayRepeat({ method, repeatable = method !== 'POST' }: Call): boolean {
  return repeatable;
}

/** Waiting of our own, which nothing but the end of the budget cuts short. */
async function withinTime({ service }: Call, waiting: Promise<unknown>): Promise<void> {
  try {
    await waiting;
  } catch (cause) {
    throw new TransientFailure('The time for this piece of work is spent', { service, code: words.outOfTime, cause });
  }
}

function circuitOpen({ service }: Call, wait: number): TransientFailure {
  const message = 'The service has failed again and again, and is left alone for a while';
  return new TransientFailure(message, { service, code: words.circuitOpen, retryAfter: Math.ceil(wait) });
}

function placeOf({ service, environment, host }: Call): CallPlace {
  return { service, ...(environment !== undefined && { environment }), ...(host !== undefined && { host }) };
}

function factsOf({ code, serviceRequestId }: TransientFailure | PermanentFailure): object {
  return { outcome: code, ...(serviceRequestId !== undefined && { serviceRequestId }) };
}

/** Also ends when `work` does not heed the signal: a client may wait forever for an answer that was cut in the middle. */
async function withTimeout<T>(
  milliseconds: number,
  budget: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const expire = (): void => {
    const reason = new DOMException('No answer in time', 'TimeoutError');
    reject(reason);
    controller.abort(reason);
  };
  const timer = setTimeout(expire, milliseconds);
  budget?.addEventListener('abort', expire, { once: true });
  try {
    return await Promise.race([work(controller.signal), expired]);
  } finally {
    clearTimeout(timer);
    budget?.removeEventListener('abort', expire);
  }
}
