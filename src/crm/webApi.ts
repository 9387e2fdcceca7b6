import { DynamicsWebApi } from 'dynamics-web-api';
import type { Environment } from '../domain/environment.ts';
import { ServiceAnswer } from './answers.ts';
import { listenToAnswers } from './clientAnswers.ts';
import type { Call, Http } from './http.ts';
import type { Tokens } from './tokens.ts';

/** The Dataverse Web API of any environment, through one client each. */
export interface WebApi {
  /** `work` makes exactly one kind of request and hands the signal on to it; only a function call cannot take it. */
  call<T>(
    environment: Environment,
    call: Omit<Call, 'service'>,
    work: (client: DynamicsWebApi, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
}

export function createWebApi({ tokens, http }: { tokens: Tokens; http: Http }): WebApi {
  const clients = new Map<string, DynamicsWebApi>();

  function clientOf({ url }: Environment): DynamicsWebApi {
    const known = clients.get(url);
    if (known) return known;
    const client = new DynamicsWebApi({
      // The client resolves its paths against this address, so the last segment must end.
      serverUrl: url.endsWith('/') ? url : `${url}/`,
      dataApi: { version: '9.2' },
      onTokenRefresh: () => tokens.tokenFor(url),
      // Otherwise an update that was refused with 412 would look like a quiet `false`.
      propagateErrors: true,
      // Closes a silent connection that nobody waits for any more.
      timeout: 30_000,
    });
    clients.set(url, client);
    return client;
  }

  return {
    call: (environment, call, work) =>
      http.call({ ...call, service: 'dataverse', environment: environment.key }, async ({ signal, answered }) => {
        try {
          return await listenToAnswers(answered, () => work(clientOf(environment), signal));
        } catch (error) {
          throw answerOf(error) ?? error;
        }
      }),
  };
}

/** The client throws an `Error` with the fields of the service's own error, the status and the headers. */
interface ClientError {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

function answerOf(error: unknown): ServiceAnswer | undefined {
  if (typeof error !== 'object' || error === null || error instanceof ServiceAnswer) return undefined;
  const { status, code, message, headers = {} } = error as ClientError;
  if (typeof status !== 'number') return undefined;
  return new ServiceAnswer(typeof message === 'string' ? message : '', {
    status,
    code: typeof code === 'string' ? code : '',
    serviceRequestId: headers['x-ms-service-request-id'] ?? headers['req_id'],
    retryAfter: headers['retry-after'],
  });
}
