import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/domain/decide.ts';
import { unmetOf } from '../../src/domain/unmet.ts';
import type { Day } from '../../src/domain/words.ts';
import { ask, baseOf, command, draft, lee, pending, refusalOf, terms, when } from '../support/requests.ts';

const strict = { ...terms(), maxDays: 30, reason: 100 };
const { length } = ask.purpose;

test('what the terms want is measured from the day of the draft, to the last day and character', () => {
  const until = (day: string) => baseOf({ ask: { ...ask, until: day as Day }, terms: { ...strict, reason: length } });
  expect(unmetOf(until('2026-12-24'))).toEqual([]);
  expect(unmetOf(until('2026-12-25'))).toEqual([{ code: 'TooLong', days: 31, maxDays: 30 }]);
  expect(unmetOf(baseOf({ terms: { ...terms(), reason: length } }))).toEqual([]);
  expect(unmetOf(baseOf({ terms: { ...terms(), reason: length + 1 } }))).toEqual([
    { code: 'TooShort', length, shortest: length + 1 },
  ]);
});

describe('a policy that became stricter while a request was open', () => {
  const replanned = when(pending(), command('replan', { terms: strict }));
  const { planHash } = replanned;

  test.each(['approve', 'force'] as const)('lets nobody %s what it does not allow any more', (type) => {
    const decision = decide(replanned, command(type, { planHash }));
    expect(decision).toMatchObject({
      refusal: {
        code: 'OutsideTerms',
        unmet: [
          { code: 'TooLong', maxDays: 30 },
          { code: 'TooShort', shortest: 100 },
        ],
      },
    });
  });

  test('lets no draft be submitted that it would not take', () => {
    expect(refusalOf(draft({ terms: strict }), command('submit'))).toBe('OutsideTerms');
  });

  test('lets approvers reject, and the requester change it', () => {
    expect(when(replanned, command('reject', { by: lee })).status).toBe('Rejected');
    expect(when(replanned, command('reopen')).status).toBe('Draft');
  });

  test.each(['submit', 'approve', 'force'] as const)('is asked whether the requester may still ask: %s', (type) => {
    const request = type === 'submit' ? draft() : pending();
    expect(decide(request, command(type, { mayAsk: false }))).toMatchObject({
      refusal: { code: 'OutsideTerms', unmet: [{ code: 'MayNotAsk' }] },
    });
  });
});
