import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { life, play } from './histories.ts';

test('most random histories get somewhere: the properties over them are not empty', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) seen.add(after.status);
    }),
    { numRuns: 1000 },
  );
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      'Active',
      'Expired',
      'Failed',
      'Pending',
      'Provisioning',
      'Rejected',
      'Replaced',
      'Undoing',
      'Waiting',
      'Withdrawn',
    ]),
  );
});
