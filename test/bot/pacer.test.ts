import { beforeEach, expect, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { createPacer, type Pacer } from '../../src/bot/pacer.ts';

let now: number;
let pacer: Pacer;
beforeEach(() => {
  now = 0;
  const wait = (milliseconds: number): Promise<void> => {
    now += milliseconds;
    return Promise.resolve();
  };
  pacer = createPacer({ now: () => now, wait });
});

/** When each message of a burst goes out; what is refused comes back when it is told to. */
async function burst(count: number, conversation: (index: number) => string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    for (;;) {
      try {
        await pacer.take(conversation(index));
        break;
      } catch (err) {
        if (!(err instanceof TransientFailure)) throw err;
        now += err.retryAfter ?? 0;
      }
    }
    times.push(now);
  }
  return times;
}

function most(times: readonly number[], span: number): number {
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + span).length));
}

test('in one conversation no burst, however long, goes over any limit of Teams', async () => {
  const times = await burst(2_500, () => 'chat');
  expect(most(times, 1_000)).toBeLessThanOrEqual(7);
  expect(most(times, 2_000)).toBeLessThanOrEqual(8);
  expect(most(times, 30_000)).toBeLessThanOrEqual(60);
  expect(most(times, 3_600_000)).toBeLessThanOrEqual(1_800);
});

test('to many conversations no more than fifty a second go out, and not many fewer', async () => {
  const times = await burst(400, (index) => `chat-${index}`);
  expect(most(times, 1_000)).toBeLessThanOrEqual(50);
  expect(times.at(-1)).toBeLessThanOrEqual(10_000);
});

test('a few messages to one person wait for nothing', async () => {
  expect(await burst(5, () => 'chat')).toEqual([0, 0, 0, 0, 0]);
});

test('a pause that Teams asks for is kept, and told to the queue rather than waited for', async () => {
  pacer.pause('chat', 40_000);
  await expect(pacer.take('chat')).rejects.toMatchObject({ service: 'teams', code: 'Paced', retryAfter: 40_000 });
  await pacer.take('another chat');
  now = 40_000;
  await pacer.take('chat');
});

test('an answer may go where news have to wait, and counts for both', async () => {
  for (let count = 0; count < 5; count++) await pacer.take('chat');
  await pacer.take('chat', 'answer');
  await pacer.take('chat', 'answer');
  expect(now).toBe(0);
  await pacer.take('chat', 'answer');
  expect(now).toBe(1_000);
  await pacer.take('chat', 'answer');
  expect(now).toBe(2_000);
});

test('an answer waits out a short pause, and is given up when Teams wants a long one', async () => {
  pacer.pause('chat', 4_000);
  await pacer.take('chat', 'answer');
  expect(now).toBe(4_000);
  pacer.pause('chat', 60_000);
  await expect(pacer.take('chat', 'answer')).rejects.toMatchObject({ code: 'Paced', retryAfter: 60_000 });
});
