import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContactStore } from '../../src/application/ports/store.ts';
import type { ChannelId, PersonId } from '../../src/domain/words.ts';
import { createContactStore } from '../../src/store/contactStore.ts';
import { openStore, type StoreHarness } from './harness.ts';
import { alex, megan, person } from './samples.ts';

describe('contacts', () => {
  let harness: StoreHarness;
  let contacts: ContactStore;
  beforeAll(async () => {
    harness = await openStore();
    contacts = createContactStore(harness.db);
  });
  afterAll(() => harness.close());

  test('a channel is known in the same way', async () => {
    const channel = { id: '19:approvals@thread.tacv2' as ChannelId };
    expect(await contacts.saveContact(channel, { conversation: { id: 'c' } })).toBe('new');
    expect(await contacts.findContacts([channel.id])).toEqual(new Map([[channel.id, { conversation: { id: 'c' } }]]));
  });

  test('saving tells whether the person is new, or has moved', async () => {
    const here = { conversation: { id: 'a' }, channelId: 'msteams' };
    expect(await contacts.saveContact(alex, here)).toBe('new');
    expect(await contacts.saveContact(alex, { channelId: 'msteams', conversation: { id: 'a' } })).toBe('known');
    expect(await contacts.saveContact({ ...alex, name: 'Alex W.' }, here)).toBe('known');
    expect(await contacts.findContact(alex.id)).toEqual({ person: { ...alex, name: 'Alex W.' }, reference: here });
    expect(await contacts.saveContact(alex, { conversation: { id: 'b' } })).toBe('moved');
  });

  test('a person who was removed is not known until they write again', async () => {
    await contacts.saveContact(megan, { conversation: { id: 'm' } });
    await contacts.removeContact(megan.id);
    expect(await contacts.findContact(megan.id)).toBeUndefined();
    expect(await contacts.saveContact(megan, { conversation: { id: 'm' } })).toBe('new');
  });

  test('several people are found at once; who is not known is not there', async () => {
    const lee = person('lee', 'Lee Gu');
    await contacts.saveContact(lee, ['any', 'shape']);
    expect(await contacts.findContacts([lee.id, 'nobody' as PersonId])).toEqual(new Map([[lee.id, ['any', 'shape']]]));
    expect(await contacts.findContacts([])).toEqual(new Map());
  });
});
