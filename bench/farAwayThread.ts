import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const { url, latencyMs } = workerData as { readonly url: string; readonly latencyMs: number };
const answers = new Map<string, Promise<Answer>>();

async function ask(path: string): Promise<Answer> {
  const response = await fetch(url + path, { headers: { authorization: 'Bearer sandbox' } });
  return { status: response.status, body: await response.text() };
}

function answerTo(path: string): Promise<Answer> {
  const answer = answers.get(path) ?? ask(path);
  answers.set(path, answer);
  return answer;
}

const server = createServer((request, response) => {
  void Promise.all([answerTo(request.url ?? '/'), wait(latencyMs)]).then(([{ status, body }]) => {
    response.writeHead(status, { 'content-type': 'application/json; odata.metadata=minimal' });
    response.end(body);
  });
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
