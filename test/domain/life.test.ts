import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wakeAt } from '../../src/domain/clock.ts';
import type { Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { noticeDays, revokeSteps, type RevokeStep } from '../../src/domain/life.ts';
import { reactions } from '../../src/domain/reactions.ts';
import { stepsAhead, type AccessRequest, type Active } from '../../src/domain/request.ts';
import type { Day, Instant, RequestId } from '../../src/domain/words.ts';
import {
  alex,
  ask,
  asks,
  baseOf,
  command,
  eventsOf,
  lee,
  megan,
  nestor,
  provisioning,
  refusalOf,
  start,
  when,
} from '../support/requests.ts';

const refused = { code: '0x80040220', service: 'dataverse', detail: 'Principal lacks a privilege' } as const;

function active(until = '2026-12-31'): Active {
  let request: AccessRequest = provisioning({ ask: { ...ask, until: until as Day } });
  const made = {
    objectId: 'b0000000-0000-4000-8000-000000000104',
    systemUserId: 'd0000000-0000-4000-8000-000000000104' as never,
  };
  for (let [step] = stepsAhead(request as never); step; [step] = stepsAhead(request as never)) {
    request = when(request, command('completeStep', { step, made }));
    if (request.status === 'Active') return request;
  }
  throw new Error('The user was not made');
}

function tick(at: string, busy?: RequestId): Command {
  return command('tick', { at: at as Instant, ...(busy !== undefined && { busy }) });
}

function statusAfter(request: AccessRequest, ...steps: readonly Command[]): AccessRequest {
  return steps.reduce<AccessRequest>(when, request);
}

const undo = (step: RevokeStep): Command => command('completeUndo', { step });
const leave = (step: RevokeStep): Command => command('leaveOver', { step, obstacle: refused });

describe('the last day', () => {
  test('is told 30, 7 and 1 days before, in the morning, and then the access is taken away', () => {
    let request: AccessRequest = active('2027-02-10');
    const seen: string[] = [];
    for (let at = wakeAt(request); at; at = wakeAt(request)) {
      seen.push(`${at} ${eventsOf(request, tick(at)).join(' ')}`);
      request = when(request, tick(at));
    }
    expect(seen).toEqual([
      '2027-01-11T08:00:00.000Z EndNoticed',
      '2027-02-03T08:00:00.000Z EndNoticed',
      '2027-02-09T08:00:00.000Z EndNoticed',
      '2027-02-11T00:00:00.000Z RevokeBegun',
    ]);
    expect(request).toMatchObject({ status: 'Revoking', revocation: { cause: 'ended' } });
  });

  test('is not told before it is time', () => {
    expect(refusalOf(active('2027-02-10'), tick('2027-01-11T07:59:59.999Z'))).toBe('TooSoon');
  });

  test('of a user that begins with fewer days is told only when it comes near', () => {
    expect(wakeAt(active('2026-12-01'))).toBe('2026-11-30T08:00:00.000Z');
    expect(wakeAt(active('2026-12-24'))).toBe('2026-12-17T08:00:00.000Z');
    expect(wakeAt(active('2026-11-25'))).toBe('2026-11-26T00:00:00.000Z');
  });

  test('is told once for all notices that an outage swallowed', () => {
    const late = when(active('2027-02-10'), tick('2027-02-04T10:00:00.000Z'));
    expect(late).toMatchObject({ noticed: 7 });
    expect(wakeAt(late)).toBe('2027-02-09T08:00:00.000Z');
  });

  test('is told no more once owner or requester lets it go, and comes all the same', () => {
    for (const by of [nestor, alex]) {
      const gone = when(active('2027-02-10'), command('letGo', { by }));
      expect(wakeAt(gone)).toBe('2027-02-11T00:00:00.000Z');
      expect(refusalOf(gone, command('letGo', { by }))).toBe('LetGoAlready');
    }
    expect(refusalOf(active(), command('letGo', { by: megan }))).toBe('NotOwner');
  });

  test('waits for a change of the user that is under way', () => {
    const end = '2027-01-01T00:00:00.000Z';
    expect(refusalOf(active(), tick(end, 117 as RequestId))).toBe('BeingChanged');
    expect(eventsOf(active(), tick(end))).toEqual(['RevokeBegun']);
  });

  test('whatever it is and whenever the clock looks, each notice is given at most once and in order', () => {
    const days = fc.integer({ min: 1, max: 366 });
    fc.assert(
      fc.property(days, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }), (length, pauses) => {
        const until = new Date(Date.parse('2026-11-24') + length * 86_400_000).toISOString().slice(0, 10);
        let request: AccessRequest = active(until);
        let at = Date.parse('2026-11-24T12:00:00.000Z');
        const noticed: number[] = [];
        for (const pause of pauses) {
          at += pause * 3_600_000;
          const decision = decide(request, tick(new Date(at).toISOString()));
          if (!decision.ok) continue;
          for (const event of decision.value) if (event.type === 'EndNoticed') noticed.push(event.days);
          request = decision.value.reduce<AccessRequest>(evolve, request);
        }
        expect(noticed).toEqual([...new Set(noticed)].sort((a, b) => b - a));
        expect(noticed.every((each) => each < length && (noticeDays as readonly number[]).includes(each))).toBe(true);
      }),
    );
  });
});

describe('a revocation', () => {
  test('is for the owner and the admins, and needs a reason', () => {
    expect(eventsOf(active(), command('revoke'))).toEqual(['RevokeBegun']);
    expect(eventsOf(active(), command('revoke', { by: lee, admin: true }))).toEqual(['RevokeBegun']);
    expect(refusalOf(active(), command('revoke', { by: megan }))).toBe('NotOwner');
    expect(refusalOf(active(), command('revoke', { by: alex }))).toBe('NotOwner');
    expect(refusalOf(active(), command('revoke', { reason: '  ' }))).toBe('ReasonMissing');
    expect(refusalOf(active(), command('revoke', { busy: 117 as RequestId }))).toBe('BeingChanged');
  });

  test('needs no reason when the owner says in a campaign that the user is not needed, or nobody says anything', () => {
    const released = when(active(), command('revoke', { cause: 'released', reason: '' }));
    expect(released).toMatchObject({ revocation: { cause: 'released', by: nestor } });
    expect('revocation' in released && released.revocation).not.toHaveProperty('reason');
    const unanswered = when(active(), command('revoke', { by: 'clock', cause: 'unanswered', reason: '' }));
    expect('revocation' in unanswered && unanswered.revocation).not.toHaveProperty('by');
  });

  test('ends when every step is done, frees the seat and tells', () => {
    const revoking = when(active(), command('revoke'));
    const done = statusAfter(revoking, ...revokeSteps.map(undo));
    expect(done).toMatchObject({ status: 'Revoked', leftovers: [], revocation: { reason: 'Switched off' } });
    const tasks = reactions(done, { type: 'Revoked', at: '2026-11-24T10:30:00.000Z' as Instant });
    expect(tasks.map(({ name }) => name)).toEqual(['updateCards', 'tellRevoked', 'promote']);
  });

  test('takes its steps in their order, one at a time', () => {
    const revoking = when(active(), command('revoke'));
    expect(refusalOf(revoking, undo('disableUser'))).toBe('StepNotAtHand');
    expect(refusalOf(revoking, command('completeStep', { step: 'check' }))).toBe('StepNotAtHand');
    const one = when(revoking, undo('stripRoles'));
    expect(one).toMatchObject({ remaining: ['disableUser', 'disableAccount', 'confirmRevoked'] });
  });

  test('never gives up for want of an answer', () => {
    const revoking = when(active(), command('revoke'));
    const wait = command('delayStep', { step: 'stripRoles', at: '2026-12-24T00:00:00.000Z' as Instant });
    expect(eventsOf(revoking, wait)).toEqual(['StepDelayed']);
  });

  test('that leaves only roles or the account behind has ended the access, and says what is left', () => {
    const revoking = when(active(), command('revoke'));
    const done = statusAfter(
      revoking,
      leave('stripRoles'),
      undo('disableUser'),
      leave('disableAccount'),
      undo('confirmRevoked'),
    );
    expect(done).toMatchObject({
      status: 'Revoked',
      leftovers: [{ step: 'stripRoles' }, { step: 'disableAccount' }],
    });
  });

  test('that could not disable the user, or does not read back so, leaves the record active', () => {
    const revoking = when(active(), command('revoke'));
    for (const failing of ['disableUser', 'confirmRevoked'] as const) {
      const failed = statusAfter(revoking, ...revokeSteps.map((step) => (step === failing ? leave : undo)(step)));
      expect(failed).toMatchObject({ status: 'Active', unrevoked: { leftovers: [{ step: failing }] } });
      expect(eventsOf(failed, command('revoke'))).toEqual(['RevokeBegun']);
    }
  });

  test('that failed at the last day is tried again a day later', () => {
    const ended = when(active(), tick('2027-01-01T00:00:00.000Z'));
    const at = '2027-01-01T00:05:00.000Z' as Instant;
    const failed = statusAfter(
      ended,
      undo('stripRoles'),
      leave('disableUser'),
      undo('disableAccount'),
      command('leaveOver', { step: 'confirmRevoked', obstacle: refused, at }),
    );
    expect(wakeAt(failed)).toBe('2027-01-02T00:05:00.000Z');
    expect(refusalOf(failed, tick('2027-01-02T00:04:59.999Z'))).toBe('TooSoon');
    expect(eventsOf(failed, tick('2027-01-02T00:05:00.000Z'))).toEqual(['RevokeBegun']);
  });

  test('that failed before the last day leaves the notices and the end as they were', () => {
    const revoking = when(active('2026-12-31'), command('revoke'));
    const fail = (request: AccessRequest, at: string): AccessRequest =>
      statusAfter(
        request,
        undo('stripRoles'),
        leave('disableUser'),
        undo('disableAccount'),
        command('leaveOver', { step: 'confirmRevoked', obstacle: refused, at: at as Instant }),
      );
    expect(wakeAt(fail(revoking, '2026-11-24T12:00:00.000Z'))).toBe('2026-12-01T08:00:00.000Z');
    const last = when(active('2026-12-31'), tick('2026-12-30T08:00:00.000Z'));
    expect(wakeAt(last)).toBe('2027-01-01T00:00:00.000Z');
    const late = when(last, command('revoke', { at: '2026-12-31T10:00:00.000Z' as Instant }));
    expect(wakeAt(fail(late, '2026-12-31T12:00:00.000Z'))).toBe('2027-01-01T12:00:00.000Z');
    expect(wakeAt(fail(late, '2026-12-30T12:00:00.000Z'))).toBe('2027-01-01T00:00:00.000Z');
    expect(wakeAt(fail(late, '2027-01-01T00:00:00.000Z'))).toBe('2027-01-02T00:00:00.000Z');
  });

  test('is the end: what is revoked is not revoked, changed, confirmed or let go again', () => {
    const revoked = statusAfter(when(active(), command('revoke')), ...revokeSteps.map(undo));
    for (const type of ['revoke', 'letGo', 'confirm', 'mend', 'replace'] as const) {
      expect(refusalOf(revoked, command(type))).toBe('NotActive');
    }
    expect(wakeAt(revoked)).toBeUndefined();
  });
});

describe('a user that was made elsewhere', () => {
  test('is taken over by an admin as it is, with a record that lives like any other', () => {
    const adopted = when(undefined, command('adopt'));
    expect(adopted).toMatchObject({ status: 'Active', adoptedBy: lee, approvals: [] });
    expect(adopted).not.toHaveProperty('seatTakenAt');
    const base = baseOf({ requester: lee, ask: asks.user });
    expect(adopted).toMatchObject({
      acknowledgement: { by: lee, at: start, caveats: base.caveats },
      made: { systemUserId: 'd0000000-0000-4000-8000-000000000088', objectId: 'b0000000-0000-4000-8000-000000000088' },
    });
    expect(adopted).toHaveProperty('done', []);
    expect(eventsOf(adopted, command('revoke', { by: lee, admin: true }))).toEqual(['RevokeBegun']);
  });

  test('is not taken over by others, twice, or with a last day that has passed', () => {
    expect(refusalOf(undefined, command('adopt', { admin: false }))).toBe('NotAdmin');
    expect(refusalOf(undefined, command('adopt', { record: 88 as RequestId }))).toBe('HasRecord');
    const past = baseOf({ ask: { ...asks.user, until: '2026-11-23' as Day } });
    expect(refusalOf(undefined, command('adopt', { base: past }))).toBe('EndsInThePast');
    const today = baseOf({ ask: { ...asks.user, until: '2026-11-24' as Day } });
    expect(eventsOf(undefined, command('adopt', { base: today }))).toEqual(['Adopted']);
    expect(() => decide(active(), command('adopt'))).toThrow('by a request of its own');
  });
});

const mendingFailed = { type: 'MendingFailed', at: start, what: 'roles', obstacle: refused } as const;

describe('setting right what is no longer as it was approved', () => {
  test('is for admins, one thing after the other', () => {
    expect(refusalOf(active(), command('mend', { admin: false }))).toBe('NotAdmin');
    const mending = when(active(), command('mend'));
    expect(mending).toMatchObject({ mending: { what: 'roles', by: lee } });
    expect(refusalOf(mending, command('mend'))).toBe('MendingAlready');
    expect(when(mending, command('completeMending'))).not.toHaveProperty('mending');
  });

  test('with a licence that is lent, and gone back when it is done or begun anew', () => {
    const lent = when(when(active(), command('mend', { what: 'enable' })), command('lendForMending'));
    expect(lent).toMatchObject({ mending: { what: 'enable', lent: true } });
    expect(when(lent, command('completeMending'))).not.toHaveProperty('mending');
    const again = when(when(lent, command('failMending')), command('mend'));
    expect('mending' in again && again.mending).not.toHaveProperty('lent');
    expect(refusalOf(active(), command('lendForMending'))).toBe('StepNotAtHand');
    expect(() => evolve(active(), { type: 'MendingLent', at: start, what: 'enable' })).toThrow('does not fit');
  });

  test('that was refused is kept, and can be tried again', () => {
    const failed = when(when(active(), command('mend')), command('failMending'));
    expect(failed).toMatchObject({ mending: { obstacle: { code: '0x80040220' } } });
    expect(refusalOf(failed, command('completeMending'))).toBe('StepNotAtHand');
    expect(refusalOf(active(), command('completeMending'))).toBe('StepNotAtHand');
    expect(refusalOf(provisioning(), command('failMending'))).toBe('StepNotAtHand');
    expect(() => evolve(active(), mendingFailed)).toThrow('does not fit');
    expect(eventsOf(failed, command('mend'))).toEqual(['MendingBegun']);
  });

  test('that a bug swallowed can be tried again after an hour', () => {
    const mending = when(active(), command('mend', { at: '2026-11-24T10:00:00.000Z' as Instant }));
    expect(refusalOf(mending, command('mend', { at: '2026-11-24T10:59:59.999Z' as Instant }))).toBe('MendingAlready');
    expect(eventsOf(mending, command('mend', { at: '2026-11-24T11:00:00.000Z' as Instant }))).toEqual(['MendingBegun']);
  });
});

test('its owner or an admin confirms that it is still needed, and so does the clock where the policy says so', () => {
  expect(when(active(), command('confirm'))).toMatchObject({ confirmed: { by: nestor, campaign: 1 } });
  expect(eventsOf(active(), command('confirm', { by: lee, admin: true }))).toEqual(['Confirmed']);
  expect(refusalOf(active(), command('confirm', { by: alex }))).toBe('NotOwner');
  const kept = when(active(), command('confirm', { by: 'clock' }));
  expect('confirmed' in kept && kept.confirmed).not.toHaveProperty('by');
});

test.each([
  ['EndNoticed', { days: 7 }, ['updateCards', 'noticeEnd']],
  ['LetGo', { by: nestor }, ['updateCards']],
  ['Confirmed', { campaign: 1 }, ['updateCards']],
  ['MendingBegun', { by: lee, what: 'roles' }, ['updateCards', 'mend']],
  ['MendingLent', { what: 'enable' }, ['updateCards']],
  ['Mended', { what: 'roles' }, ['updateCards']],
  ['MendingFailed', { what: 'roles', obstacle: refused }, ['updateCards']],
  ['RevokeFailed', {}, ['updateCards', 'tellRevoked']],
  ['Adopted', {}, ['updateCards', 'tellOutcome']],
])('%s has its tasks', (type, facts, names) => {
  const tasks = reactions(active(), { type, at: start, ...facts } as never);
  expect(tasks.map(({ name }) => name)).toEqual(names);
  expect(tasks.every((task) => 'requestId' in task && task.requestId === 104)).toBe(true);
  const told = tasks.find(({ name }) => name === 'tellRevoked' || name === 'noticeEnd');
  if (told) expect(told).toMatchObject(type === 'EndNoticed' ? { days: 7 } : { round: Date.parse(start) / 1000 });
});

test('the steps of a revocation follow one another as tasks, and a delayed one later', () => {
  const revoking = when(active(), command('revoke'));
  const names = (event: object) => reactions(revoking, { at: start, ...event } as never);
  expect(names({ type: 'RevokeBegun' }).map(({ name }) => name)).toEqual(['updateCards', 'provision']);
  expect(names({ type: 'StepUndone', step: 'stripRoles' }).map(({ name }) => name)).toEqual([
    'updateCards',
    'provision',
  ]);
  expect(names({ type: 'StepDelayed', step: 'stripRoles', nextAt: start })[1]).toMatchObject({ after: start });
});

test('a change whose user has been revoked is closed, with the reason', () => {
  const change = when(when(undefined, command('draft', { base: baseOf({ ask: asks.user }) })), command('submit'));
  const closed = when(change, command('expire', { userGone: true, at: '2026-11-24T10:00:00.000Z' as Instant }));
  expect(closed).toMatchObject({ status: 'Expired', userGone: true });
});
