import { describe, expect, test } from '@jest/globals';
import { wakeAt } from '../../src/domain/clock.ts';
import { nudgePause } from '../../src/domain/decideReview.ts';
import type { Pending } from '../../src/domain/request.ts';
import { addMilliseconds } from '../../src/domain/words.ts';
import {
  alex,
  asks,
  baseOf,
  command,
  draft,
  eventsOf,
  later,
  lee,
  megan,
  mona,
  named,
  pending,
  provisioning,
  refusalOf,
  seats,
  stage,
  start,
  terms,
  when,
} from '../support/requests.ts';

const minute = 60_000;
const timed = { terms: { ...terms(), stages: [stage({ timeout: 120 * minute, remindAfter: 30 * minute })] } };

describe('stages', () => {
  const twoStages = { terms: terms(1, 1) };
  const both = [named, named];

  test('open one after the other, and the last one begins the creation', () => {
    const first = command('approve', { rights: both });
    expect(eventsOf(pending(twoStages), first)).toEqual(['Approved', 'StageOpened']);
    const second = when(pending(twoStages), first) as Pending;
    expect(second).toMatchObject({ status: 'Pending', stage: 1, stageSince: later(2), reminders: 0 });
    expect(eventsOf(second, command('approve', { by: lee, rights: both }))).toEqual(['Approved', 'SeatReserved']);
  });

  test('take nobody twice', () => {
    const second = when(pending(twoStages), command('approve', { rights: both }));
    expect(refusalOf(second, command('approve', { rights: both }))).toBe('AlreadyApproved');
  });

  test('take nobody from another stage', () => {
    expect(refusalOf(pending(twoStages), command('approve', { rights: [undefined, named] }))).toBe('NotThisStage');
  });

  test('let whoever decides in any of them reject', () => {
    expect(when(pending(twoStages), command('reject', { rights: [undefined, named] })).status).toBe('Rejected');
  });

  test('start again with another plan', () => {
    const second = when(pending(twoStages), command('approve', { rights: both }));
    expect(when(second, command('replan', { terms: terms(1, 1) }))).toMatchObject({ stage: 0, approvals: [] });
  });
});

describe('the clock', () => {
  test('reminds with pauses that double, then asks the alternates, and falls silent', () => {
    let request = pending(timed);
    const seen: string[] = [];
    for (let at = wakeAt(request); at !== undefined; at = wakeAt(request)) {
      const tick = command('tick', { at });
      seen.push(`${(Date.parse(at) - Date.parse(later(1))) / minute} ${eventsOf(request, tick).join()}`);
      request = when(request, tick);
    }
    expect(seen).toEqual([
      '30 Reminded',
      '90 Reminded',
      '120 Escalated',
      '210 Reminded',
      '450 Reminded',
      '930 Reminded',
    ]);
  });

  test('does nothing too early, nor for a policy without times', () => {
    expect(refusalOf(pending(timed), command('tick', { at: later(30) }))).toBe('TooSoon');
    expect(wakeAt(pending())).toBeUndefined();
    expect(refusalOf(provisioning(), command('tick'))).toBe('NotPending');
  });
});

describe('a nudge', () => {
  test('is the requester’s, and possible once an hour', () => {
    expect(refusalOf(pending(), command('nudge', { by: megan }))).toBe('NotRequester');
    const nudged = when(pending(), command('nudge'));
    expect(refusalOf(nudged, command('nudge', { at: addMilliseconds(later(2), nudgePause - 1) }))).toBe(
      'NudgedAlready',
    );
    expect(eventsOf(nudged, command('nudge', { at: addMilliseconds(later(2), nudgePause) }))).toEqual(['Nudged']);
  });
});

describe('changing what was submitted', () => {
  test('is no way to remind the approvers more often', () => {
    const changed = [command('nudge'), command('reopen'), command('redraft'), command('submit', { at: later(3) })];
    const again = changed.reduce(when, pending());
    expect(refusalOf(again, command('nudge', { at: later(4) }))).toBe('NudgedAlready');
    expect(Object.keys(when(again, command('approve', { at: later(5) })))).not.toContain('nudgedAt');
  });

  test('is possible until somebody has approved', () => {
    expect(refusalOf(pending(), command('reopen', { by: megan }))).toBe('NotRequester');
    const once = when(pending({ terms: terms(2) }), command('approve'));
    expect(refusalOf(once, command('reopen'))).toBe('ApprovedInPart');
  });

  test('makes it a draft, which needs a new plan and new approvals, and keeps what was said', () => {
    const asked = when(pending(), command('comment'));
    const reopened = when(asked, command('reopen'));
    expect(reopened).toMatchObject({ status: 'Draft', comments: [{ by: megan }] });
    expect(Object.keys(reopened).sort()).toEqual([...Object.keys(draft()), 'comments'].sort());
    const changed = when(reopened, command('redraft', { base: baseOf({ ask: asks.application }) }));
    expect(changed).toMatchObject({ status: 'Draft', comments: [{ by: megan }], ask: asks.application });
    expect(when(changed, command('submit'))).toMatchObject({ status: 'Pending', approvals: [], stage: 0 });
  });
});

describe('comments', () => {
  test('come from whom the request concerns, while it is open', () => {
    const asked = when(pending(), command('comment'));
    const answered = when(asked, command('comment', { by: alex, text: 'Only for the first load' }));
    expect(answered.comments?.map(({ by, text }) => [by.name, text])).toEqual([
      ['Megan Bowen', 'Why Writer?'],
      ['Alex Wilber', 'Only for the first load'],
    ]);
    expect(refusalOf(pending(), command('comment', { mayComment: false }))).toBe('NotConcerned');
    expect(refusalOf(pending(), command('comment', { text: '  ' }))).toBe('ReasonMissing');
    expect(refusalOf(provisioning(), command('comment'))).toBe('NotPending');
  });
});

describe('an admin who forces a request', () => {
  test('needs a reason and the right, and cannot force one’s own', () => {
    expect(refusalOf(pending(), command('force', { admin: false }))).toBe('NotAdmin');
    expect(refusalOf(pending(), command('force', { reason: ' ' }))).toBe('ReasonMissing');
    expect(refusalOf(pending(), command('force', { by: alex }))).toBe('OwnRequest');
    expect(refusalOf(provisioning(), command('force'))).toBe('NotPending');
  });

  test('begins the creation as the last approval would, marked for ever', () => {
    const forced = when(pending({ terms: terms(2, 2) }), command('force'));
    expect(forced).toMatchObject({
      status: 'Provisioning',
      approvals: [],
      forced: { by: lee, reason: 'Month-end closing', at: later(2) },
    });
    expect(eventsOf(pending(), command('force', { seats: seats({ free: 0 }) }))).toEqual([
      'Forced',
      'PutOnWaitingList',
    ]);
    expect(eventsOf(pending({ ask: asks.application }), command('force'))).toEqual(['Forced', 'Begun']);
  });
});

describe('a policy that asks for a fresh sign-in', () => {
  const careful = { terms: { ...terms(), signIn: 10 * minute } };

  test.each([
    ['none', undefined, 'SignInNeeded'],
    ['one that is too old', addMilliseconds(later(2), -10 * minute - 1), 'SignInNeeded'],
    ['one that is fresh', addMilliseconds(later(2), -10 * minute), undefined],
  ])('with %s', (_, signedInAt, code) => {
    expect(refusalOf(pending(careful), command('approve', { ...(signedInAt && { signedInAt }) }))).toBe(code);
  });

  test('asks nothing of whoever rejects', () => {
    expect(when(pending(careful), command('reject', { by: mona })).status).toBe('Rejected');
  });
});

test('what is submitted begins with the first stage', () => {
  expect(pending()).toMatchObject({ stage: 0, stageSince: later(1), escalated: false, reminders: 0, draftedAt: start });
});
