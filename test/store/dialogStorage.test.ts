import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Storage } from 'botbuilder';
import { createDialogStorage } from '../../src/store/dialogStorage.ts';
import { openStore, type StoreHarness } from './harness.ts';

describe('the storage of the dialogs', () => {
  let harness: StoreHarness;
  let storage: Storage;
  beforeAll(async () => {
    harness = await openStore();
    storage = createDialogStorage(harness.db);
  });
  afterAll(() => harness.close());

  const eTagOf = async (key: string) => ((await storage.read([key]))[key] as { eTag: string }).eTag;

  test('gives back what was written, with an eTag, and nothing for what was not', async () => {
    await storage.write({ one: { text: 'nul \u0000 and 🪑' }, two: { n: 2 } });
    expect(await storage.read(['one', 'two', 'three'])).toEqual({
      one: { text: 'nul \u0000 and 🪑', eTag: expect.any(String) },
      two: { n: 2, eTag: expect.any(String) },
    });
    expect(await storage.read([])).toEqual({});
  });

  test('a write with the current eTag, with * or with none goes through', async () => {
    await storage.write({ key: { n: 1 } });
    await storage.write({ key: { n: 2, eTag: await eTagOf('key') } });
    await storage.write({ key: { n: 3, eTag: '*' } });
    await storage.write({ key: { n: 4 } });
    expect((await storage.read(['key'])).key).toMatchObject({ n: 4 });
  });

  test('a write with an old eTag throws, and the other changes of the same write are not kept either', async () => {
    await storage.write({ a: { n: 1 }, z: { n: 1 } });
    const old = await eTagOf('z');
    await storage.write({ z: { n: 2 } });
    await expect(storage.write({ a: { n: 9 }, z: { n: 9, eTag: old } })).rejects.toThrow('changed by somebody else');
    expect(await storage.read(['a', 'z'])).toMatchObject({ a: { n: 1 }, z: { n: 2 } });
  });

  test('an eTag from before a deletion is never right again', async () => {
    await storage.write({ gone: { n: 1 } });
    const old = await eTagOf('gone');
    await storage.delete(['gone', 'never there']);
    await expect(storage.write({ gone: { n: 2, eTag: old } })).rejects.toThrow();
    await storage.write({ gone: { n: 3 } });
    await expect(storage.write({ gone: { n: 4, eTag: old } })).rejects.toThrow();
  });

  test('of ten writers who read the same state, one wins', async () => {
    await storage.write({ race: { n: 0 } });
    const eTag = await eTagOf('race');
    const writes = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => storage.write({ race: { n, eTag } })));
    expect(writes.filter((write) => write.status === 'fulfilled')).toHaveLength(1);
  });
});
