import { describe, expect, test } from '@jest/globals';
import type { Command, Refusal } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import type { RequestEvent } from '../../src/domain/events.ts';
import { hasOutcome, openStatuses, type AccessRequest, type RequestStatus } from '../../src/domain/request.ts';
import { stepsAhead } from '../../src/domain/request.ts';
import type { Instant, RequestId } from '../../src/domain/words.ts';
import {
  alex,
  baseOf,
  command,
  creation,
  draft,
  later,
  nestor,
  pending,
  planHash,
  provisioning,
  refusalOf,
  seats,
  when,
} from '../support/requests.ts';

const waiting = when(pending(), command('approve', { seats: seats({ free: 0 }) }));
const undecided = [draft(), pending(), waiting];
const decided = [provisioning(), creation(), when(pending(), command('reject'))];

function outcome(request: AccessRequest | undefined, wish: Command): readonly RequestEvent[] | Refusal {
  const decision = decide(request, wish);
  return decision.ok ? decision.value : decision.refusal;
}

describe('a draft', () => {
  test('comes into being once', () => {
    const base = baseOf();
    const wish = command('draft', { base });
    expect(outcome(undefined, wish)).toStrictEqual([{ type: 'Drafted', at: wish.at, base }]);
    expect(outcome(draft(), wish)).toStrictEqual({ code: 'NotDraft' });
  });

  test('is changed by its requester, until it is submitted', () => {
    const base = baseOf({ mark: 'other' });
    const wish = command('redraft', { base });
    expect(outcome(draft(), wish)).toStrictEqual([{ type: 'Redrafted', at: wish.at, base }]);
    expect(outcome(pending(), wish)).toStrictEqual({ code: 'NotDraft' });
    expect(outcome(draft(), command('redraft', { by: nestor.id }))).toStrictEqual({
      code: 'NotRequester',
      requester: alex,
    });
  });

  test('is submitted with its caveats, once, and alone for its account', () => {
    const at = later(1);
    const { caveats } = baseOf();
    const event = { type: 'Submitted', at, acknowledgement: { by: alex, at, caveats } };
    expect(outcome(draft(), command('submit'))).toStrictEqual([event]);
    expect(outcome(pending(), command('submit'))).toStrictEqual({ code: 'NotDraft' });
    const rival = 99 as RequestId;
    expect(outcome(draft(), command('submit', { rival }))).toStrictEqual({ code: 'AccountTaken', by: rival });
  });
});

describe('until a creation begins', () => {
  test('another plan counts, the same one does not', () => {
    const wish = command('replan');
    const { type, ...changes } = wish as Extract<Command, { readonly type: 'replan' }>;
    expect(type).toBe('replan');
    for (const request of undecided) {
      expect(outcome(request, wish)).toStrictEqual([{ type: 'Replanned', ...changes }]);
      expect(refusalOf(request, command('replan', { planHash }))).toBe('PlanUnchanged');
    }
    for (const request of decided) expect(refusalOf(request, wish)).toBe('NotPending');
  });

  test('the requester may withdraw', () => {
    const wish = command('withdraw');
    for (const request of undecided) {
      expect(outcome(request, wish)).toStrictEqual([{ type: 'Withdrawn', at: wish.at, by: alex }]);
    }
    for (const request of decided) expect(refusalOf(request, wish)).toBe('TooLateToWithdraw');
  });

  test('the clock ends what has run out', () => {
    const wish = command('expire');
    for (const request of undecided) {
      expect(outcome(request, wish)).toStrictEqual([{ type: 'Expired', at: wish.at }]);
      expect(refusalOf(request, command('expire', { at: '2026-12-31T23:59:59.999Z' as Instant }))).toBe('NotRunOut');
    }
    for (const request of decided) expect(refusalOf(request, wish)).toBe('NotPending');
  });
});

test('a wish that nobody knows throws', () => {
  expect(() => decide(draft(), { type: 'forget', at: later(1) } as never)).toThrow(
    'Unexpected value: {"type":"forget"',
  );
});

test.each<[RequestStatus, boolean, boolean]>([
  ['Draft', false, false],
  ['Pending', true, false],
  ['Waiting', true, false],
  ['Provisioning', true, false],
  ['Undoing', true, false],
  ['Rejected', false, true],
  ['Withdrawn', false, true],
  ['Expired', false, true],
  ['Failed', false, true],
  ['Active', false, true],
  ['Replaced', false, true],
  ['Revoking', false, false],
  ['Revoked', false, true],
])('a request that is %s is open: %s, and has its outcome: %s', (status, open, ended) => {
  expect((openStatuses as readonly RequestStatus[]).includes(status)).toBe(open);
  expect(hasOutcome({ status })).toBe(ended);
});

test('the steps ahead are those of the plan that are not done, in its order', () => {
  const { plan } = baseOf();
  const done = [{ step: 'check', at: later(1) } as const];
  expect(stepsAhead({ plan, done })).toEqual(plan.steps.slice(1).map(({ name }) => name));
  expect(stepsAhead({ plan, done: [] })[0]).toBe('check');
});
