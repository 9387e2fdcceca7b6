import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { CallEntry } from './calls.ts';
import { answerControl, controlProblem } from './control.ts';
import type { Control } from './control.ts';
import type { Fault } from './faults.ts';
import { ServiceError, readBody, send } from './http.ts';
import type { Answer, Call } from './http.ts';
import { serviceFor } from './services.ts';
import type { Service } from './services.ts';
import type { Store } from './state.ts';
import { settle, somethingIsDue } from './sync.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const token = 'Bearer sandbox';
const controlRoot = '/_simulator';

/** One request in, one answer out. */
export function createHandler(control: Control & { log?: ((entry: CallEntry) => void) | undefined }): Handle {
  return async (request, response) => {
    const address = new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`);
    if (isBelow(address.pathname, controlRoot)) {
      send(response, await controlAnswer(control, request, address));
      return;
    }
    const method = request.method ?? 'GET';
    const path = decodePath(address.pathname) + address.search;
    const startedAt = performance.now();
    // A client's first call without a token only asks for the challenge: a fault is kept for the call it was ordered for.
    const fault = isAuthorised(request) ? control.faults.take(method, path) : undefined;
    const { answer, bug } = await serviceOutcome(control.store, request, address, fault);
    const milliseconds = Math.round(performance.now() - startedAt);
    const entry = { method, path, status: answer?.status ?? 0, milliseconds, ...(bug !== undefined && { bug }) };
    control.calls.add(entry);
    if (answer) send(response, answer);
    else request.socket.resetAndDestroy();
    control.log?.(entry);
  };
}

async function controlAnswer(control: Control, request: IncomingMessage, address: URL): Promise<Answer> {
  try {
    return await answerControl(control, await callFrom(request, address, controlRoot));
  } catch (error) {
    return controlProblem(error);
  }
}

function isAuthorised(request: IncomingMessage): boolean {
  return request.headers.authorization === token;
}

/** Without an answer the connection is to be cut. */
interface Outcome {
  answer?: Answer;
  bug?: unknown;
}

async function serviceOutcome(
  store: Store,
  request: IncomingMessage,
  address: URL,
  fault: Fault | undefined,
): Promise<Outcome> {
  const service = serviceFor(decodePath(address.pathname));
  try {
    const call = await callFrom(request, address, service.root);
    if (!isAuthorised(request)) throw service.unauthorised();
    if (fault?.latencyMs !== undefined) await wait(fault.latencyMs);
    if (fault?.reset) return {};
    if (fault?.status !== undefined && !fault.loseAnswer) throw injected(fault, fault.status);
    const answer = await run(store, service, call);
    if (!fault?.loseAnswer) return { answer };
    if (fault.status !== undefined) throw injected(fault, fault.status);
    return {};
  } catch (error) {
    const answer = service.problem(error, new Date());
    return answer.status === 500 && fault === undefined ? { answer, bug: error } : { answer };
  }
}

/** What is due from the directory arrives before the call sees anything. */
async function run(store: Store, service: Service, call: Call): Promise<Answer> {
  if (call.method === 'GET') {
    const answer = await store.read(async (state) =>
      (await somethingIsDue(state)) ? undefined : service.answer(state, call),
    );
    if (answer) return answer;
  }
  return store.write(async (state) => {
    await settle(state);
    return service.answer(state, call);
  });
}

function injected(fault: Fault, status: number): ServiceError {
  const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  return new ServiceError(status, fault.code ?? '', fault.message ?? 'The service is not able to answer.', headers);
}

async function callFrom(request: IncomingMessage, address: URL, root: string): Promise<Call> {
  return {
    method: request.method ?? 'GET',
    path: decodePath(address.pathname).slice(root.length),
    query: address.searchParams,
    headers: request.headers,
    body: await bodyOf(request),
    root: address.origin + root,
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  try {
    return await readBody(request);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new ServiceError(400, '0x80048d19', 'The body is not valid JSON.');
    throw cause;
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
