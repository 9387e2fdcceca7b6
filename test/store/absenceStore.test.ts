import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AbsenceStore } from '../../src/application/ports/store.ts';
import type { Absence } from '../../src/domain/roster.ts';
import type { Day } from '../../src/domain/words.ts';
import { createAbsenceStore } from '../../src/store/absenceStore.ts';
import { openStore, type StoreHarness } from './harness.ts';
import { alex, at, megan } from './samples.ts';

let opened: StoreHarness;
let absences: AbsenceStore;
beforeAll(async () => {
  opened = await openStore();
  absences = createAbsenceStore(opened.db);
});
afterAll(() => opened.close());

const absence: Absence = { person: megan, until: '2026-12-01', source: 'self', since: at(0), delegate: alex };

function save(saved: Absence): Promise<boolean> {
  return opened.store.transaction((transaction) => transaction.saveAbsence(saved));
}

function remove(source?: Absence['source']): Promise<boolean> {
  return opened.store.transaction((transaction) => transaction.removeAbsence(megan.id, source));
}

test('somebody is away until the end of the last day, with the delegate they named', async () => {
  await save(absence);
  expect(await absences.findAbsences([megan.id, alex.id], '2026-12-01' as Day)).toEqual(new Map([[megan.id, absence]]));
  expect(await absences.findAbsences([megan.id], '2026-12-02' as Day)).toEqual(new Map());
  expect(await absences.findAbsences([], '2026-12-01' as Day)).toEqual(new Map());
});

test('what they say again replaces what they said, and comes before what their mailbox says', async () => {
  await save(absence);
  await save({ ...absence, until: '2026-12-24' });
  await save({ person: megan, source: 'outlook', since: at(1) });
  const found = await absences.findAbsences([megan.id], '2026-12-20' as Day);
  expect(found.get(megan.id)).toMatchObject({ until: '2026-12-24', source: 'self' });
  expect((await absences.findAbsences([megan.id], '2027-01-01' as Day)).get(megan.id)).toMatchObject({
    source: 'outlook',
  });
});

test('the same once more changes nothing, whenever it is said', async () => {
  await remove();
  expect(await save(absence)).toBe(true);
  expect(await save({ ...absence, since: at(5) })).toBe(false);
  expect(await save({ ...absence, until: '2026-12-02' })).toBe(true);
  expect(await save({ person: megan, until: '2026-12-02', source: 'self', since: at(5) })).toBe(true);
});

test('whoever is back is not away any more, from one source or from all', async () => {
  await save(absence);
  await save({ person: megan, source: 'outlook', since: at(1) });
  expect(await remove('outlook')).toBe(true);
  expect(await remove()).toBe(true);
  expect(await remove()).toBe(false);
  expect(await absences.findAbsences([megan.id], '2026-11-01' as Day)).toEqual(new Map());
});
