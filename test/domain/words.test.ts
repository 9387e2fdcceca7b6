import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addMilliseconds,
  dayOf,
  daysBetween,
  instant,
  isApplicationId,
  millisecondsBetween,
  type Day,
  type Instant,
} from '../../src/domain/words.ts';

const id = 'f0123456-789a-4bcd-8ef0-000000000301';

test('an application’s id has groups of 8, 4, 4, 4 and 12 digits and letters up to f, in lower case', () => {
  expect(isApplicationId(id)).toBe(true);
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(isApplicationId(uuid)).toBe(true);
    }),
  );
});

test.each([
  id.toUpperCase(),
  `x${id}`,
  `${id}0`,
  `{${id}}`,
  id.replace('f', 'g'),
  id.replace('789a', '789g'),
  id.replace('301', '30z'),
  id.slice(1),
  id.slice(0, -1),
  id.replaceAll('-', ''),
  id.replace('-789a', ''),
  id.replace('-789a', '-789'),
  '',
])('%p is no application’s id', (text) => {
  expect(isApplicationId(text)).toBe(false);
});

test('an instant is UTC with milliseconds, and its day is that of UTC', () => {
  const at = instant(new Date(Date.UTC(2026, 10, 24, 23, 59, 59, 5)));
  expect(at).toBe('2026-11-24T23:59:59.005Z');
  expect(dayOf(at)).toBe('2026-11-24');
});

test('what is added lies between', () => {
  const at = '2026-11-24T09:00:00.000Z' as Instant;
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (milliseconds) => {
      expect(millisecondsBetween(at, addMilliseconds(at, milliseconds))).toBe(milliseconds);
    }),
  );
});

test.each([
  ['2026-11-24', '2026-11-24', 0],
  ['2026-11-24', '2026-11-25', 1],
  ['2026-11-24', '2026-11-22', -2],
  ['2024-02-28', '2024-03-01', 2],
  ['2026-01-01', '2027-01-01', 365],
])('from %s to %s there are %p days', (from, to, days) => {
  expect(daysBetween(from as Day, to as Day)).toBe(days);
});
