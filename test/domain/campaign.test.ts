import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextCampaignAt, nextStep, remindNow, takeStep, type Campaign } from '../../src/domain/campaign.ts';
import { addMilliseconds, type Instant } from '../../src/domain/words.ts';

const start = '2026-11-24T09:00:00.000Z' as Instant;
const day = 24 * 60 * 60 * 1000;
const hour = day / 24;

const campaign: Campaign = {
  id: 1,
  startedAt: start,
  terms: { remindAfter: 7 * day, adminsAfter: 14 * day, endAfter: 21 * day, ifUnanswered: 'keep' },
  stage: 'asking',
  askedAt: start,
  version: 1,
};

function after(days: number): Instant {
  return addMilliseconds(start, days * day);
}

describe('a campaign that nobody answers', () => {
  test('is quiet for a week, reminds, asks the admins, and is settled', () => {
    expect(nextStep(campaign, 3, after(6.9))).toBeUndefined();
    expect(nextStep(campaign, 3, after(7))).toBe('remind');
    const reminded = takeStep(campaign, 'remind', after(7));
    expect(nextStep(reminded, 3, after(13.9))).toBeUndefined();
    expect(nextStep(reminded, 3, after(14))).toBe('escalate');
    const escalated = takeStep(reminded, 'escalate', after(14));
    expect(nextStep(escalated, 3, after(20.9))).toBeUndefined();
    expect(nextStep(escalated, 3, after(21))).toBe('settle');
    expect(nextStep(escalated, 0, after(21))).toBe('end');
  });

  test('skips what was missed during an outage', () => {
    expect(nextStep(campaign, 3, after(15))).toBe('escalate');
    expect(nextStep(campaign, 3, after(30))).toBe('settle');
  });
});

test('a campaign ends as soon as everything is answered, and then does nothing any more', () => {
  expect(nextStep(campaign, 0, after(0.1))).toBe('end');
  const ended = takeStep(campaign, 'end', after(1));
  expect(ended).toMatchObject({ stage: 'ended', endedAt: after(1) });
  expect(nextStep(ended, 0, after(100))).toBeUndefined();
});

test('whenever the clock looks, a campaign goes through its steps at most once each, and ends', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 }), (looks) => {
      let now = campaign;
      const taken: string[] = [];
      for (const days of [...looks].sort((a, b) => a - b).concat(31)) {
        const step = nextStep(now, 1, after(days));
        const settled = step === 'settle' ? nextStep(now, 0, after(days)) : step;
        if (settled && settled !== 'settle') {
          taken.push(settled);
          now = takeStep(now, settled, after(days));
        }
      }
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken.at(-1)).toBe('end');
      expect(['remind', 'escalate', 'end'].filter((step) => taken.includes(step))).toEqual(taken);
    }),
  );
});

test('owners are reminded by hand at most once an hour', () => {
  const refused = remindNow(campaign, addMilliseconds(start, hour - 1));
  expect(refused).toMatchObject({
    ok: false,
    refusal: { code: 'RemindedAlready', again: addMilliseconds(start, hour) },
  });
  expect(remindNow(campaign, addMilliseconds(start, hour))).toMatchObject({ ok: true });
  expect(remindNow(takeStep(campaign, 'end', start), after(1))).toMatchObject({ refusal: { code: 'NoCampaign' } });
  expect(remindNow(undefined, start)).toMatchObject({ refusal: { code: 'NoCampaign' } });
});

test('the first scheduled campaign comes so long after the oldest user, each further one after the last', () => {
  expect(nextCampaignAt(undefined, undefined, 180 * day)).toBeUndefined();
  expect(nextCampaignAt(undefined, start, 180 * day)).toBe(after(180));
  expect(nextCampaignAt(after(10), start, 180 * day)).toBe(after(190));
});
