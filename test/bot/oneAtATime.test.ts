import { expect, test } from '@jest/globals';
import { createQueue } from '../../src/bot/oneAtATime.ts';

test('work of one key runs in order, also after a failure; another key does not wait', async () => {
  const queue = createQueue();
  const done: string[] = [];
  const open = Promise.withResolvers<undefined>();
  const first = queue('a', async () => {
    await open.promise;
    done.push('a1');
    throw new Error('a1');
  });
  const second = queue('a', () => {
    done.push('a2');
    return Promise.resolve('a2');
  });
  await queue('b', () => {
    done.push('b1');
    return Promise.resolve();
  });
  open.resolve(undefined);
  await expect(first).rejects.toThrow('a1');
  await expect(second).resolves.toBe('a2');
  expect(done).toEqual(['b1', 'a1', 'a2']);
});
