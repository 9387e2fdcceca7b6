import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The side of Teams that a bot sends to: takes everything, keeps nothing. */
export async function startConnector(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  let number = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `m-${++number}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
