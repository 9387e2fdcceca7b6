import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seatsOf, type SeatHold } from '../../src/domain/seats.ts';
import type { RequestId } from '../../src/domain/words.ts';
import { later, start } from '../support/requests.ts';

test('seats are never forecast above what is left, whoever holds one', () => {
  const hold = fc.record({
    requestId: fc.integer().map((id) => id as RequestId),
    takenAt: fc.option(fc.constantFrom(later(-5), start, later(5)), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), fc.array(hold, { maxLength: 20 }), (limit, used, holds) => {
      const held = holds.map(({ requestId, takenAt }): SeatHold => (takenAt ? { requestId, takenAt } : { requestId }));
      const { reserved, free } = seatsOf({ limit, used, limitSource: 'live', readAt: start }, held);
      expect(free).toBeGreaterThanOrEqual(0);
      expect(free === 0 || used + reserved + free === limit).toBe(true);
      expect(reserved).toBe(held.filter(({ takenAt }) => takenAt === undefined || takenAt >= start).length);
    }),
  );
});
