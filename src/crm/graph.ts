import { Client, GraphError } from '@microsoft/microsoft-graph-client';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import { PermanentFailure } from '../application/failures.ts';
import { ServiceAnswer } from './answers.ts';
import type { Attempt, Call, Http } from './http.ts';
import type { Tokens } from './tokens.ts';

export interface GraphCall extends Omit<Call, 'service' | 'method'> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Fills `{id}` in the path. */
  readonly id?: string;
  /** Fills `{member}`. */
  readonly member?: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
}

export interface Graph {
  /** Where the addresses of all things begin. */
  readonly root: string;
  /** The body of the answer, unparsed. */
  send(call: GraphCall): Promise<unknown>;
  /** Every row of a collection, page after page. */
  list(call: Omit<GraphCall, 'method'>): Promise<readonly unknown[]>;
}

interface Page {
  readonly value: readonly unknown[];
  readonly '@odata.nextLink'?: string;
}

export function createGraph({ url, tokens, http }: { url: string; tokens: Tokens; http: Http }): Graph {
  const root = `${url.replace(/\/$/, '')}/v1.0`;

  async function sendTo(path: string, call: GraphCall): Promise<unknown> {
    return http.call({ ...call, service: 'graph' }, async (attempt) => {
      const token = await tokens.tokenFor(url);
      const wire = createWire(token, attempt);
      const request = Client.initWithMiddleware({ baseUrl: root, defaultVersion: '', middleware: wire }).api(path);
      try {
        switch (call.method) {
          case 'GET':
            return (await request.get()) as unknown;
          case 'POST':
            return (await request.post(call.body)) as unknown;
          case 'PATCH':
            return (await request.patch(call.body)) as unknown;
          case 'DELETE':
            return (await request.delete()) as unknown;
        }
      } catch (error) {
        throw wire.broken ?? answerOf(error);
      }
    });
  }

  async function list(call: Omit<GraphCall, 'method'>): Promise<readonly unknown[]> {
    const rows: unknown[] = [];
    let path: string | undefined = pathOf(call);
    while (path !== undefined) {
      const page = (await sendTo(path, { ...call, method: 'GET' })) as Page;
      rows.push(...page.value);
      path = nextPath(page['@odata.nextLink']);
    }
    return rows;
  }

  // A link to another host would carry the token there.
  function nextPath(link: string | undefined): string | undefined {
    if (link === undefined) return undefined;
    if (link.startsWith(`${root}/`)) return link.slice(root.length);
    const message = 'Microsoft Graph refers to another host for the next page';
    throw new PermanentFailure(message, { service: 'graph', code: 'ForeignNextLink' });
  }

  return { root, send: (call) => sendTo(pathOf(call), call), list };
}

function pathOf({ path, id, member, query = {} }: Omit<GraphCall, 'method'>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const address = Object.entries({ id, member }).reduce(
    (filled, [name, value]) => (value === undefined ? filled : filled.replace(`{${name}}`, encodeURIComponent(value))),
    path,
  );
  return pairs.length === 0 ? address : `${address}?${pairs.join('&')}`;
}

/** Why no answer came: the client itself keeps the text of the error only. */
interface Wire extends Middleware {
  broken?: unknown;
}

/** The client's whole chain: its own one retries and follows redirects, which must be done in one place only. */
function createWire(token: string, { signal, answered }: Attempt): Wire {
  const wire: Wire = {
    async execute(context: Context): Promise<void> {
      const headers = new Headers(context.options?.headers);
      headers.set('Authorization', `Bearer ${token}`);
      const { method = 'GET', body = null } = context.options ?? {};
      try {
        context.response = await fetch(context.request as string, {
          method,
          body,
          headers,
          signal,
          redirect: 'manual',
        });
      } catch (error) {
        wire.broken = error;
        throw error;
      }
      answered(context.response.status, context.response.headers.get('request-id'));
    },
  };
  return wire;
}

function answerOf(error: unknown): unknown {
  if (!(error instanceof GraphError)) return error;
  const { statusCode, code, message } = error;
  // A good status and yet an error: the connection broke in the middle of the body.
  if (statusCode < 300) return new ServiceAnswer(message, { status: 0 });
  const headers = error.headers;
  return new ServiceAnswer(message, {
    status: statusCode,
    code: code ?? '',
    serviceRequestId: headers?.get('request-id') ?? undefined,
    retryAfter: headers?.get('Retry-After'),
  });
}
