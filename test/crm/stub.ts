import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Stub {
  readonly url: string;
  /** `METHOD path?query`, in the order they came. */
  readonly seen: string[];
  stop(): Promise<void>;
}

/** A service that answers just what a test wants, also what no well-behaved service would. */
export async function startStub(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Stub> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${String(request.method)} ${String(request.url)}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): ServerResponse {
  return answer(response, status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
}

export function answer(
  response: ServerResponse,
  status: number,
  text = '',
  headers: Record<string, string> = {},
): ServerResponse {
  // Not chained: restify replaces writeHead for the whole process, and its own returns nothing.
  response.writeHead(status, headers);
  response.end(text);
  return response;
}
