import { describe, expect, test } from '@jest/globals';
import type { Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { patience, rest } from '../../src/domain/decideCreation.ts';
import type { RequestEvent } from '../../src/domain/events.ts';
import type { AccessRequest, Made, Obstacle, Provisioning, Undoing, Waiting } from '../../src/domain/request.ts';
import { addMilliseconds, type RequestId, type SystemUserId } from '../../src/domain/words.ts';
import {
  asks,
  command,
  creation,
  draft,
  later,
  pending,
  provisioning,
  refusalOf,
  seats,
  when,
} from '../support/requests.ts';

const at = later(30);
const nextAt = later(31);
const obstacle: Obstacle = { code: 'X', service: 'graph', detail: 'in the way' };
const undoing = when(creation('account'), command('failStep', { step: 'account' })) as Undoing;
const waiting = when(pending(), command('approve', { seats: seats({ free: 0 }) })) as Waiting;

function events(request: AccessRequest, wish: Command): readonly RequestEvent[] {
  const decision = decide(request, wish);
  if (!decision.ok) throw new Error(decision.refusal.code);
  return decision.value;
}

describe('a step', () => {
  test('that is done keeps what it made', () => {
    const made: Made = { accountCreated: true };
    expect(events(creation('account'), command('completeStep', { at, step: 'account', made }))).toStrictEqual([
      { type: 'StepDone', at, step: 'account', made },
    ]);
  });

  test('that is the last makes the user active, with what was made before or by itself', () => {
    const request = creation('confirm') as Provisioning;
    const { objectId, systemUserId } = request.made;
    const done = command('completeStep', { at, step: 'confirm' });
    expect(events(request, done)).toStrictEqual([
      { type: 'StepDone', at, step: 'confirm', made: {} },
      { type: 'Activated', at, objectId, systemUserId },
    ]);
    const made: Made = { objectId: 'o', systemUserId: 's' as SystemUserId };
    expect(events(request, { ...done, made } as Command)[1]).toStrictEqual({ type: 'Activated', at, ...made });
  });

  test.each<[string, Made]>([
    ['an account', { systemUserId: 's' as SystemUserId }],
    ['a user', { objectId: 'o' }],
  ])('that is the last without %s is a bug', (_, made) => {
    const request = { ...(creation('confirm') as Provisioning), made };
    expect(() => decide(request, command('completeStep', { step: 'confirm' }))).toThrow(
      'A creation ended without an account or a user',
    );
  });

  test.each([
    ['a creation', creation('account') as Provisioning, 'account'],
    ['an undo', undoing, 'account'],
  ] as const)('of %s that is in the way is tried again until patience ends', (_, request, step) => {
    const last = addMilliseconds(request.stepSince, patience - 1);
    expect(events(request, command('delayStep', { at: last, step, obstacle, nextAt }))).toStrictEqual([
      { type: 'StepDelayed', at: last, step, obstacle, nextAt },
    ]);
  });

  test('of a creation that is in the way for too long fails it for good', () => {
    const request = creation('account') as Provisioning;
    const end = addMilliseconds(request.stepSince, patience);
    expect(events(request, command('delayStep', { at: end, step: 'account', obstacle, nextAt }))).toStrictEqual([
      {
        type: 'CreationFailed',
        at: end,
        step: 'account',
        cause: obstacle,
        then: 'Failed',
        undo: ['account', 'check'],
      },
    ]);
  });

  test.each([
    ['new', true, 'Waiting'],
    ['existing', true, 'Waiting'],
    ['new', false, 'Failed'],
    ['application', true, 'Failed'],
  ] as const)('of the kind %s that fails, no seat free: %s, ends in %s', (kind, noSeat, then) => {
    const request = provisioning({ ask: asks[kind] });
    expect(events(request, command('failStep', { at, cause: obstacle, noSeat }))).toStrictEqual([
      { type: 'CreationFailed', at, step: 'check', cause: obstacle, then, undo: ['check'] },
    ]);
  });

  test('that is not at hand is refused, whatever is said of it', () => {
    for (const type of ['completeStep', 'delayStep', 'failStep', 'completeUndo', 'leaveOver'] as const) {
      const wish = command(type, { at, step: 'bringIn' });
      for (const request of [draft(), waiting, provisioning(), undoing, creation()]) {
        expect(refusalOf(request, wish)).toBe('StepNotAtHand');
      }
    }
    expect(refusalOf(provisioning(), command('completeUndo'))).toBe('StepNotAtHand');
    expect(refusalOf(undoing, command('completeStep', { step: 'account' }))).toBe('StepNotAtHand');
    expect(refusalOf(undoing, command('failStep', { step: 'account' }))).toBe('StepNotAtHand');
  });
});

describe('an undo', () => {
  const last = when(undoing, command('completeUndo', { step: 'account' })) as Undoing;

  test('tells of each step, and of its end with the last', () => {
    expect(events(undoing, command('completeUndo', { at, step: 'account' }))).toStrictEqual([
      { type: 'StepUndone', at, step: 'account' },
    ]);
    expect(events(undoing, command('leaveOver', { at, step: 'account', obstacle }))).toStrictEqual([
      { type: 'StepLeftOver', at, step: 'account', obstacle },
    ]);
    expect(events(last, command('completeUndo', { at }))).toStrictEqual([
      { type: 'StepUndone', at, step: 'check' },
      { type: 'UndoFinished', at },
    ]);
  });

  test('ends although its last step is in the way for too long', () => {
    const end = addMilliseconds(last.stepSince, patience);
    expect(events(last, command('delayStep', { at: end, obstacle, nextAt }))).toStrictEqual([
      { type: 'StepLeftOver', at: end, step: 'check', obstacle },
      { type: 'UndoFinished', at: end },
    ]);
  });
});

describe('a promotion', () => {
  test('reserves a seat at once for whoever was never turned away', () => {
    const soon = command('promote', { at: waiting.waitingSince });
    expect(events(waiting, soon)).toStrictEqual([{ type: 'SeatReserved', at: waiting.waitingSince }]);
  });

  test('comes after the rest for whoever was turned away, not before', () => {
    const tried: Waiting = { ...waiting, cause: obstacle };
    const rested = addMilliseconds(tried.waitingSince, rest);
    expect(refusalOf(tried, command('promote', { at: addMilliseconds(rested, -1) }))).toBe('TooSoon');
    expect(events(tried, command('promote', { at: rested }))).toHaveLength(1);
  });

  test('is for those who wait', () => {
    for (const request of [draft(), pending(), provisioning(), undoing]) {
      expect(refusalOf(request, command('promote'))).toBe('NotWaiting');
    }
  });
});

test('a user is taken over by the request that changed it', () => {
  expect(events(creation(), command('replace', { at }))).toStrictEqual([
    { type: 'Replaced', at, by: 117 as RequestId },
  ]);
});

test('patience lasts six hours, a rest a quarter of one', () => {
  expect([patience, rest]).toEqual([6 * 3_600_000, 15 * 60_000]);
});
