import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RequestId } from '../../src/domain/words.ts';
import { eventually, handlers, openStore, type StoreHarness } from './harness.ts';

let harness: StoreHarness;
beforeAll(async () => {
  harness = await openStore();
});
afterAll(() => harness.close());

test('a task whose replica was killed is run again by another one, with the same correlation id', async () => {
  const script = fileURLToPath(new URL('./hangingWorker.ts', import.meta.url));
  const replica = spawn(process.execPath, [script, harness.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await harness.queue.send([{ name: 'provision', requestId: 7 as RequestId }], 'c-1');
    const [said] = (await once(replica.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('taken\n');
  } finally {
    replica.kill('SIGKILL');
  }
  const runs: string[] = [];
  await harness.queue.start(
    handlers({
      provision: (_task, correlationId) => {
        runs.push(correlationId);
        return Promise.resolve();
      },
    }),
  );
  await eventually(() => runs.length > 0, 25_000);
  expect(runs).toEqual(['c-1']);
}, 40_000);
