import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Attempt } from './http.ts';

const listeners = new AsyncLocalStorage<Attempt['answered']>();

/** Runs `work`, and tells `answered` of each answer to a request of node:http that `work` makes. */
export function listenToAnswers<T>(answered: Attempt['answered'], work: () => Promise<T>): Promise<T> {
  return listeners.run(answered, work);
}

// dynamics-web-api hands out neither the status nor the headers of an answer, unless it is an error.
subscribe('http.client.request.created', (message) => {
  const answered = listeners.getStore();
  if (!answered) return;
  (message as { readonly request: ClientRequest }).request.once('response', ({ statusCode = 0, headers }) => {
    const id = headers['x-ms-service-request-id'] ?? headers['req_id'];
    answered(statusCode, typeof id === 'string' ? id : null);
  });
});
