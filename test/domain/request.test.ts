import { describe, expect, test } from '@jest/globals';
import { evolve } from '../../src/domain/evolve.ts';
import { patience, rest } from '../../src/domain/decideCreation.ts';
import type { Active, Failed, Provisioning, Undoing } from '../../src/domain/request.ts';
import { addMilliseconds, type Instant, type PlanHash } from '../../src/domain/words.ts';
import {
  alex,
  baseOf,
  command,
  creation,
  draft,
  eventsOf,
  later,
  lee,
  megan,
  nestor,
  pending,
  provisioning,
  refusalOf,
  seats,
  terms,
  when,
} from '../support/requests.ts';

describe('a draft', () => {
  test('is changed by its requester only', () => {
    expect(refusalOf(draft(), command('redraft', { by: megan.id }))).toBe('NotRequester');
    const changed = when(draft(), command('redraft', { base: baseOf({ terms: terms(2) }) }));
    expect(changed).toMatchObject({ status: 'Draft', terms: terms(2) });
  });

  test('keeps its number: a second draft under it is refused', () => {
    expect(refusalOf(draft(), command('draft'))).toBe('NotDraft');
  });

  test('is submitted by its requester only', () => {
    expect(refusalOf(draft(), command('submit', { by: megan }))).toBe('NotRequester');
  });

  test('is not submitted until the caveats are acknowledged', () => {
    expect(refusalOf(draft(), command('submit', { acknowledged: false }))).toBe('NotAcknowledged');
  });

  test('is not submitted when too few people could approve it', () => {
    expect(refusalOf(draft(), command('submit', { decidable: false }))).toBe('TooFewApprovers');
    expect(refusalOf(draft(), command('submit', { decidable: true }))).toBeUndefined();
  });

  test('is not submitted after its last day, but on it', () => {
    expect(refusalOf(draft(), command('submit', { at: '2027-01-01T00:00:00.000Z' as Instant }))).toBe('EndsInThePast');
    expect(refusalOf(draft(), command('submit', { at: '2026-12-31T23:59:59.999Z' as Instant }))).toBeUndefined();
  });

  test('keeps the acknowledgement word for word when it is submitted', () => {
    const request = pending();
    const { caveats } = baseOf();
    expect(request).toMatchObject({ status: 'Pending', acknowledgement: { by: alex, at: later(1), caveats } });
    expect(caveats.every(({ text, version }) => text.length > 20 && version >= 1)).toBe(true);
  });
});

describe('a pending request', () => {
  test('is not approved by its requester, even if the policy names them', () => {
    for (const type of ['approve', 'reject', 'force'] as const) {
      expect(refusalOf(pending(), command(type, { by: alex }))).toBe('OwnRequest');
    }
  });

  test('is not decided by its owner, nor by whoever created the account', () => {
    for (const type of ['approve', 'reject', 'force'] as const) {
      expect(refusalOf(pending(), command(type, { by: nestor }))).toBe('OwnRequest');
      expect(refusalOf(pending({ creators: [lee.id] }), command(type, { by: lee }))).toBe('OwnRequest');
    }
  });

  test('is not decided by somebody whom the policy does not name', () => {
    expect(refusalOf(pending(), command('approve', { rights: [undefined] }))).toBe('NotAnApprover');
    expect(refusalOf(pending(), command('reject', { rights: [] }))).toBe('NotAnApprover');
  });

  test('is not approved for a plan that is no longer its own', () => {
    expect(refusalOf(pending(), command('approve', { planHash: 'b'.repeat(64) as PlanHash }))).toBe('PlanChanged');
  });

  test('counts an approver once', () => {
    const once = when(pending({ terms: terms(2) }), command('approve'));
    expect(once.status).toBe('Pending');
    expect(refusalOf(once, command('approve'))).toBe('AlreadyApproved');
  });

  test('needs exactly as many approvals as the policy says', () => {
    const once = when(pending({ terms: terms(2) }), command('approve'));
    const twice = when(once, command('approve', { by: lee, comment: 'fine' }));
    expect(twice.status).toBe('Provisioning');
    expect((twice as Provisioning).approvals.map(({ by, comment }) => [by.name, comment])).toEqual([
      ['Megan Bowen', undefined],
      ['Lee Gu', 'fine'],
    ]);
  });

  test('is not approved after its last day', () => {
    expect(refusalOf(pending(), command('approve', { at: '2027-01-01T08:00:00.000Z' as Instant }))).toBe(
      'EndsInThePast',
    );
  });

  test('is over when it is rejected: a late approval changes nothing', () => {
    const rejected = when(pending(), command('reject', { comment: 'Use an application user' }));
    expect(rejected).toMatchObject({
      status: 'Rejected',
      rejection: { by: megan, comment: 'Use an application user' },
    });
    expect(refusalOf(rejected, command('approve', { by: lee }))).toBe('NotPending');
    expect(refusalOf(rejected, command('withdraw'))).toBe('TooLateToWithdraw');
  });

  test('is withdrawn by its requester only', () => {
    expect(refusalOf(pending(), command('withdraw', { by: nestor }))).toBe('NotRequester');
    const withdrawn = when(pending(), command('withdraw'));
    expect(withdrawn.status).toBe('Withdrawn');
    expect(refusalOf(withdrawn, command('approve'))).toBe('NotPending');
  });

  test('expires when its last day has passed, not before', () => {
    expect(refusalOf(pending(), command('expire', { at: '2026-12-31T23:00:00.000Z' as Instant }))).toBe('NotRunOut');
    expect(when(pending(), command('expire')).status).toBe('Expired');
    expect(refusalOf(provisioning(), command('expire'))).toBe('NotPending');
  });
});

describe('a plan that changed with the configuration', () => {
  test('starts the approvals of a pending request anew', () => {
    const once = when(pending({ terms: terms(2) }), command('approve'));
    const replanned = when(once, command('replan', { terms: terms(2), at: later(5) }));
    expect(replanned).toMatchObject({ status: 'Pending', approvals: [], replannedAt: later(5) });
    expect(refusalOf(replanned, command('approve'))).toBe('PlanChanged');
    const { planHash } = replanned;
    const approved = when(replanned, command('approve', { planHash }));
    expect(approved.status).toBe('Pending');
    expect(when(approved, command('approve', { by: lee, planHash })).status).toBe('Provisioning');
  });

  test('takes a waiting request back to its approvers', () => {
    const waiting = when(pending(), command('approve', { seats: seats({ free: 0 }) }));
    const replanned = when(waiting, command('replan'));
    expect(replanned).toMatchObject({ status: 'Pending', approvals: [] });
    expect(replanned).not.toHaveProperty('approvedAt');
  });

  test('is the draft’s plan, which nobody has approved', () => {
    expect(when(draft(), command('replan', { terms: terms(3) }))).toMatchObject({ status: 'Draft', terms: terms(3) });
  });

  test('changes nothing when it is the same, or when the creation has begun', () => {
    expect(refusalOf(pending(), command('replan', { planHash: pending().planHash }))).toBe('PlanUnchanged');
    expect(refusalOf(provisioning(), command('replan'))).toBe('NotPending');
  });
});

describe('the last approval', () => {
  test('reserves a seat when one is free', () => {
    expect(eventsOf(pending(), command('approve', { seats: seats({ free: 1 }) }))).toEqual([
      'Approved',
      'SeatReserved',
    ]);
  });

  test('puts the request on the waiting list when none is free', () => {
    expect(eventsOf(pending(), command('approve', { seats: seats({ free: 0 }) }))).toEqual([
      'Approved',
      'PutOnWaitingList',
    ]);
  });

  test('does not overtake those who wait already', () => {
    expect(eventsOf(pending(), command('approve', { queue: true }))).toContain('PutOnWaitingList');
  });

  test('lets the creation ask an environment that was never read', () => {
    const { seats: known, ...unread } = command('approve') as Extract<ReturnType<typeof command>, { type: 'approve' }>;
    expect(known).toBeDefined();
    expect(eventsOf(pending(), unread)).toContain('SeatReserved');
  });
});

describe('the waiting list', () => {
  const waiting = when(pending(), command('approve', { seats: seats({ free: 0 }) }));

  test('lets its head go when a seat is free', () => {
    expect(refusalOf(waiting, command('promote', { seats: seats({ free: 0 }) }))).toBe('NoFreeSeat');
    expect(when(waiting, command('promote'))).toMatchObject({ status: 'Provisioning', approvedAt: later(2), made: {} });
  });

  test('lets the requester withdraw', () => {
    expect(when(waiting, command('withdraw')).status).toBe('Withdrawn');
  });

  test('gives a request that the environment turned away a rest before it tries again', () => {
    const full = command('failStep', { step: 'setNonInteractive', noSeat: true });
    let request = when(creation('setNonInteractive'), full);
    expect(request).toMatchObject({ status: 'Undoing', then: 'Waiting' });
    for (const step of (request as Undoing).remaining) request = when(request, command('completeUndo', { step }));
    expect(request).toMatchObject({ status: 'Waiting', cause: { code: '0x80040220' } });
    expect(refusalOf(request, command('promote', { at: later(6) }))).toBe('TooSoon');
    const rested = addMilliseconds(later(5), rest);
    expect(when(request, command('promote', { at: rested })).status).toBe('Provisioning');
  });
});

describe('a creation', () => {
  test('does its steps in the only order that works', () => {
    const request = creation() as Active;
    expect(request.status).toBe('Active');
    expect(request.done.map(({ step }) => step)).toEqual([
      'check',
      'account',
      'lendLicence',
      'bringIn',
      'enable',
      'assignRoles',
      'setNonInteractive',
      'returnLicence',
      'confirm',
    ]);
    expect(request.objectId).toBe(request.made.objectId);
    expect(request.systemUserId).toBe(request.made.systemUserId);
  });

  test('takes a result only for the step at hand, and only once', () => {
    expect(refusalOf(provisioning(), command('completeStep', { step: 'account' }))).toBe('StepNotAtHand');
    const checked = when(provisioning(), command('completeStep', { step: 'check' }));
    expect(refusalOf(checked, command('completeStep', { step: 'check' }))).toBe('StepNotAtHand');
  });

  test('remembers when its seat was taken', () => {
    expect(creation('setNonInteractive')).not.toHaveProperty('seatTakenAt');
    expect(creation('returnLicence')).toHaveProperty('seatTakenAt');
  });

  test('says what it waits for, since when, and forgets it when it goes on', () => {
    const once = when(creation('bringIn'), command('delayStep', { step: 'bringIn', at: later(6) }));
    const twice = when(once, command('delayStep', { step: 'bringIn', at: later(7), nextAt: later(8) }));
    expect(twice).toMatchObject({ delay: { attempts: 2, since: later(6), nextAt: later(8) } });
    const made = { systemUserId: 'd0000000-0000-4000-8000-000000000104' };
    expect(when(twice, command('completeStep', { step: 'bringIn', made } as never))).not.toHaveProperty('delay');
  });

  test('gives up when one step has been in the way for hours', () => {
    const request = creation('bringIn') as Provisioning;
    const at = addMilliseconds(request.stepSince, patience);
    expect(when(request, command('delayStep', { step: 'bringIn', at })).status).toBe('Undoing');
  });

  test('cannot be withdrawn any more', () => {
    expect(refusalOf(creation('bringIn'), command('withdraw'))).toBe('TooLateToWithdraw');
  });

  test('that fails takes back what was done, the failed step first, then in reverse', () => {
    const request = when(creation('bringIn'), command('failStep', { step: 'bringIn' })) as Undoing;
    expect(request.remaining).toEqual(['bringIn', 'lendLicence', 'account', 'check']);
    expect(refusalOf(request, command('completeUndo', { step: 'account' }))).toBe('StepNotAtHand');
  });

  test('that could not be taken back whole lists what is left, and does not start again by itself', () => {
    let request = when(creation('lendLicence'), command('failStep', { step: 'lendLicence', noSeat: true }));
    request = when(request, command('leaveOver', { step: 'lendLicence' }));
    request = when(request, command('completeUndo', { step: 'account' }));
    request = when(request, command('completeUndo', { step: 'check' }));
    expect(request).toMatchObject({ status: 'Failed', leftovers: [{ step: 'lendLicence' }] });
    expect((request as Failed).cause.code).toBe('0x80040220');
  });

  test('whose undo is in the way for hours goes on with the next step and lists it', () => {
    const request = when(creation('lendLicence'), command('failStep', { step: 'lendLicence' })) as Undoing;
    const at = addMilliseconds(request.stepSince, patience);
    const after = when(request, command('delayStep', { step: 'lendLicence', at })) as Undoing;
    expect(after).toMatchObject({ remaining: ['account', 'check'], leftovers: [{ step: 'lendLicence' }] });
  });
});

test('an event that does not fit its request is a bug and throws', () => {
  expect(() => evolve(draft(), { type: 'SeatReserved', at: later(1) })).toThrow(/does not fit/);
  expect(() => evolve(undefined, { type: 'Expired', at: later(1) })).toThrow(/does not fit/);
});

test('nothing is decided about a request that is not there', () => {
  expect(refusalOf(undefined, command('approve'))).toBe('NotFound');
});
