import { describe, expect, test } from '@jest/globals';
import type { Command, Refusal } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { wakeAt } from '../../src/domain/clock.ts';
import { approvalsOf, nudgePause, stageOf } from '../../src/domain/decideReview.ts';
import type { RequestEvent } from '../../src/domain/events.ts';
import type { AccessRequest, Approval } from '../../src/domain/request.ts';
import { addMilliseconds, type Instant, type PlanHash } from '../../src/domain/words.ts';
import {
  alex,
  asks,
  command,
  draft,
  later,
  lee,
  megan,
  mona,
  named,
  nestor,
  pending,
  planHash,
  seats,
  stage,
  terms,
  when,
} from '../support/requests.ts';

const at = later(2);
const tooLate = '2027-01-01T00:00:00.000Z' as Instant;
const otherHash = 'b'.repeat(64) as PlanHash;
const waiting = when(pending(), command('approve', { seats: seats({ free: 0 }) }));

function events(request: AccessRequest, wish: Command): readonly RequestEvent[] | undefined {
  const decision = decide(request, wish);
  return decision.ok ? decision.value : undefined;
}

function refusal(request: AccessRequest, wish: Command): Refusal | undefined {
  const decision = decide(request, wish);
  return decision.ok ? undefined : decision.refusal;
}

describe('an approval', () => {
  const approval: Approval = { by: megan, at, because: named, planHash, stage: 0 };

  test('keeps who gave it, why they may, for which plan, and what they said', () => {
    const wish = command('approve');
    const reserved = { type: 'SeatReserved', at };
    expect(events(pending(), wish)).toStrictEqual([{ type: 'Approved', at, approval }, reserved]);
    expect(events(pending(), { ...wish, comment: 'fine' } as Command)).toStrictEqual([
      { type: 'Approved', at, approval: { ...approval, comment: 'fine' } },
      reserved,
    ]);
    expect(events(pending(), { ...wish, comment: '' } as Command)?.[0]).toStrictEqual({
      type: 'Approved',
      at,
      approval,
    });
  });

  test('that is the last of its stage opens the next one', () => {
    const request = pending({ terms: terms(1, 1) });
    expect(events(request, command('approve', { rights: [named, named] }))).toStrictEqual([
      { type: 'Approved', at, approval },
      { type: 'StageOpened', at, stage: 1 },
    ]);
  });

  test('is refused with the reason', () => {
    const approve = (changes: object) => refusal(pending(), command('approve', changes));
    expect(approve({ by: alex })).toEqual({ code: 'OwnRequest', why: 'requester' });
    expect(approve({ by: nestor })).toEqual({ code: 'OwnRequest', why: 'owner' });
    expect(approve({ rights: [undefined, named] })).toEqual({ code: 'NotThisStage', stage: 0 });
    expect(approve({ rights: [] })).toEqual({ code: 'NotAnApprover' });
    expect(approve({ planHash: otherHash })).toEqual({ code: 'PlanChanged' });
    expect(approve({ at: tooLate })).toEqual({ code: 'EndsInThePast' });
  });

  test('of a request that needs no seat begins it, whatever the seats are', () => {
    for (const ask of [asks.application, asks.user]) {
      const full = command('approve', { by: mona, seats: seats({ free: 0 }), queue: true });
      expect(events(pending({ ask }), full)?.[1]).toStrictEqual({ type: 'Begun', at });
    }
  });
});

describe('a rejection', () => {
  test('keeps who gave it, why they may, and what they said', () => {
    const rejected = { type: 'Rejected', at, by: megan, because: named };
    expect(events(pending(), command('reject'))).toStrictEqual([rejected]);
    expect(events(pending(), command('reject', { comment: '' }))).toStrictEqual([rejected]);
    expect(events(pending(), command('reject', { comment: 'no' }))).toStrictEqual([{ ...rejected, comment: 'no' }]);
  });

  test('is refused with the reason', () => {
    expect(refusal(pending(), command('reject', { by: nestor }))).toEqual({ code: 'OwnRequest', why: 'owner' });
    expect(refusal(pending(), command('reject', { rights: [undefined] }))).toEqual({ code: 'NotAnApprover' });
    expect(refusal(waiting, command('reject'))).toEqual({ code: 'NotPending' });
  });
});

describe('a force', () => {
  test('keeps who did it and why', () => {
    expect(events(pending(), command('force'))).toStrictEqual([
      { type: 'Forced', at, by: lee, reason: 'Month-end closing' },
      { type: 'SeatReserved', at },
    ]);
    expect(events(pending(), command('force', { queue: true }))?.[1]).toStrictEqual({ type: 'PutOnWaitingList', at });
  });

  test('is refused for another plan, after the last day, and to whoever has a stake', () => {
    expect(refusal(pending(), command('force', { planHash: otherHash }))).toEqual({ code: 'PlanChanged' });
    expect(refusal(pending(), command('force', { at: tooLate }))).toEqual({ code: 'EndsInThePast' });
    expect(refusal(pending(), command('force', { by: nestor }))).toEqual({ code: 'OwnRequest', why: 'owner' });
  });
});

describe('a comment', () => {
  test('keeps who said what, before the approval and on the waiting list', () => {
    const commented = { type: 'Commented', at, by: megan, text: 'Why Writer?' };
    expect(events(pending(), command('comment'))).toStrictEqual([commented]);
    expect(events(waiting, command('comment'))).toStrictEqual([commented]);
    expect(refusal(draft(), command('comment'))).toEqual({ code: 'NotPending' });
  });
});

describe('the requester', () => {
  test('has the approvers reminded while they decide, and hears when it is possible again', () => {
    expect(events(pending(), command('nudge'))).toStrictEqual([{ type: 'Nudged', at, by: alex }]);
    const again = addMilliseconds(at, nudgePause);
    expect(refusal(when(pending(), command('nudge')), command('nudge', { at: later(3) }))).toEqual({
      code: 'NudgedAlready',
      again,
    });
    expect(refusal(waiting, command('nudge'))).toEqual({ code: 'NotPending' });
    expect(nudgePause).toBe(3_600_000);
  });

  test('takes the request back to change it while they decide', () => {
    expect(events(pending(), command('reopen'))).toStrictEqual([{ type: 'Reopened', at, by: alex }]);
    expect(refusal(waiting, command('reopen'))).toEqual({ code: 'NotPending' });
  });

  test('is named to anybody else who tries', () => {
    for (const type of ['nudge', 'reopen', 'withdraw', 'submit'] as const) {
      const request = type === 'submit' ? draft() : pending();
      expect(refusal(request, command(type, { by: megan }))).toEqual({ code: 'NotRequester', requester: alex });
    }
  });
});

describe('the clock', () => {
  test('asks the alternates and reminds in one go when both are due', () => {
    const request = pending({ terms: { ...terms(), stages: [stage({ timeout: 1000, remindAfter: 1000 })] } });
    const due = addMilliseconds(later(1), 1000);
    expect(events(request, command('tick', { at: due }))).toStrictEqual([
      { type: 'Escalated', at: due, stage: 0 },
      { type: 'Reminded', at: due, stage: 0 },
    ]);
    expect(refusal(request, command('tick', { at: addMilliseconds(due, -1) }))).toEqual({ code: 'TooSoon' });
  });

  test('wakes for whichever comes first', () => {
    const wake = (timeout: number, remindAfter: number) =>
      wakeAt(pending({ terms: { ...terms(), stages: [stage({ timeout, remindAfter })] } }));
    expect(wake(1000, 2000)).toBe(addMilliseconds(later(1), 1000));
    expect(wake(2000, 1000)).toBe(addMilliseconds(later(1), 1000));
  });

  test('leaves everything alone that nobody has to decide', () => {
    for (const request of [draft(), waiting]) expect(wakeAt(request)).toBeUndefined();
  });
});

test('approvals are counted by stage, and a stage that the policy does not have is a bug', () => {
  const approvals = [0, 0, 1].map((each) => ({ by: megan, at, because: named, planHash, stage: each }));
  expect([0, 1, 2].map((each) => approvalsOf({ approvals, stage: each }))).toEqual([2, 1, 0]);
  expect(() => stageOf({ terms: terms(1), stage: 3 })).toThrow('There is no stage 3');
});
