import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createTestDatabase } from '../support/postgres.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { dataverse, startTestSimulator } from './startTestSimulator.ts';

jest.setTimeout(120_000); // three processes, one after the other, on a busy machine

let database: TestDatabase;
const started: ChildProcess[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await database.drop();
});

function startProcess(port: string): ChildProcess {
  const child = fork('src/sandbox/simulator/main.ts', {
    env: { ...process.env, SIMULATOR_DATABASE_URL: database.url, SIMULATOR_PORT: port },
    execArgv: [],
    silent: true,
  });
  started.push(child);
  return child;
}

async function urlOf(child: ChildProcess): Promise<string> {
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return message.url;
}

async function call(method: string, address: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { Authorization: 'Bearer sandbox', 'If-Match': '*' };
  const response = await fetch(address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
}

test('what was answered survives a restart', async () => {
  const simulator = await startTestSimulator();
  await simulator.control('PATCH', '/environments/prod', { limit: 9 });
  await simulator.restart();
  const { body } = await simulator.call('GET', dataverse('prod', 'RetrieveOrganizationResources()'));
  expect(body['OrganizationResources']).toMatchObject({ MaxNumberOfNonInteractiveUsers: 9 });
  await simulator.stop();
});

test('what was answered survives kill -9, and a taken port is named', async () => {
  const first = startProcess('0');
  const url = await urlOf(first);
  await call('PATCH', `${url}/graph/v1.0/users/alexw@contoso.onmicrosoft.com`, { jobTitle: 'Survivor' });
  first.kill('SIGKILL');
  await once(first, 'exit');

  const second = startProcess('0');
  const secondUrl = await urlOf(second);
  expect(await call('GET', `${secondUrl}/graph/v1.0/users/alexw@contoso.onmicrosoft.com`)).toMatchObject({
    jobTitle: 'Survivor',
  });

  const port = new URL(secondUrl).port;
  const third = startProcess(port);
  const words: string[] = [];
  third.stderr?.on('data', (chunk: Buffer) => words.push(chunk.toString()));
  const [code] = (await once(third, 'exit')) as [number];
  expect(code).toBe(1);
  expect(words.join('')).toContain(`Port ${port} is taken`);

  second.disconnect();
  expect(await once(second, 'exit')).toEqual([0, null]);
});
