import { revokeSteps } from '../../src/domain/life.ts';
import { describe, expect, test } from '@jest/globals';
import type { RequestEvent } from '../../src/domain/events.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { AccessRequest, Obstacle, Provisioning, RequestStatus, Undoing } from '../../src/domain/request.ts';
import type { PlanHash, RequestId, SystemUserId } from '../../src/domain/words.ts';
import {
  alex,
  baseOf,
  command,
  creation,
  draft,
  later,
  lee,
  megan,
  named,
  pending,
  planHash,
  provisioning,
  seats,
  terms,
  when,
} from '../support/requests.ts';

const at = later(50);
const obstacle: Obstacle = { code: 'X', service: 'graph', detail: 'in the way' };
const base = baseOf();

const waiting = when(pending(), command('approve', { seats: seats({ free: 0 }) }));
const undoing = when(creation('account'), command('failStep', { step: 'account' })) as Undoing;
const failed = [...undoing.remaining].reduce<AccessRequest>(
  (request, step) => when(request, command('completeUndo', { step })),
  undoing,
);

const revoking = when(creation(), command('revoke'));

const inEveryStatus: Readonly<Record<RequestStatus, AccessRequest>> = {
  Draft: draft(),
  Pending: pending(),
  Rejected: when(pending(), command('reject')),
  Withdrawn: when(pending(), command('withdraw')),
  Expired: when(pending(), command('expire')),
  Waiting: waiting,
  Provisioning: provisioning(),
  Undoing: undoing,
  Failed: failed,
  Active: creation(),
  Replaced: when(creation(), command('replace')),
  Revoking: revoking,
  Revoked: revokeSteps.reduce<AccessRequest>(
    (request, step) => when(request, command('completeUndo', { step })),
    revoking,
  ),
};

const approval = { by: megan, at, because: named, planHash, stage: 0 };
const objectId = 'o';
const systemUserId = 's' as SystemUserId;

test.each<[RequestEvent, readonly RequestStatus[]]>([
  [
    { type: 'Replanned', at, plan: base.plan, planHash: 'c' as PlanHash, terms: terms() },
    ['Draft', 'Pending', 'Waiting'],
  ],
  [{ type: 'Approved', at, approval }, ['Pending']],
  [{ type: 'StageOpened', at, stage: 1 }, ['Pending']],
  [{ type: 'Escalated', at, stage: 0 }, ['Pending']],
  [{ type: 'Reminded', at, stage: 0 }, ['Pending']],
  [{ type: 'Nudged', at, by: alex }, ['Pending']],
  [{ type: 'Commented', at, by: alex, text: 'x' }, ['Pending', 'Waiting']],
  [{ type: 'Reopened', at, by: alex }, ['Pending']],
  [{ type: 'Forced', at, by: lee, reason: 'x' }, ['Pending']],
  [{ type: 'Rejected', at, by: megan, because: named }, ['Pending']],
  [{ type: 'PutOnWaitingList', at }, ['Pending']],
  [{ type: 'SeatReserved', at }, ['Pending', 'Waiting']],
  [{ type: 'Begun', at }, ['Pending']],
  [{ type: 'StepDone', at, step: 'check', made: {} }, ['Provisioning']],
  [{ type: 'StepDelayed', at, step: 'check', obstacle, nextAt: at }, ['Provisioning', 'Undoing', 'Revoking']],
  [{ type: 'CreationFailed', at, step: 'check', cause: obstacle, then: 'Failed', undo: [] }, ['Provisioning']],
  [{ type: 'StepUndone', at, step: 'check' }, ['Undoing', 'Revoking']],
  [{ type: 'StepLeftOver', at, step: 'check', obstacle }, ['Undoing', 'Revoking']],
  [{ type: 'UndoFinished', at }, ['Undoing']],
  [{ type: 'EndNoticed', at, days: 7 }, ['Active']],
  [{ type: 'LetGo', at, by: alex }, ['Active']],
  [{ type: 'Confirmed', at, by: alex, campaign: 1 }, ['Active']],
  [{ type: 'MendingBegun', at, by: lee, what: 'roles' }, ['Active']],
  [{ type: 'Mended', at, what: 'roles' }, ['Active']],
  [{ type: 'RevokeBegun', at, cause: 'ended' }, ['Active']],
  [{ type: 'Revoked', at }, ['Revoking']],
  [{ type: 'RevokeFailed', at }, ['Revoking']],
  [{ type: 'Activated', at, objectId, systemUserId }, ['Provisioning']],
  [{ type: 'Replaced', at, by: 117 as RequestId }, ['Active']],
])('%j fits %j, and elsewhere throws', (event, statuses) => {
  for (const request of Object.values(inEveryStatus)) {
    const change = () => evolve(request, event);
    if (statuses.includes(request.status)) expect(change).not.toThrow();
    else expect(change).toThrow(`${event.type} does not fit a request that is ${request.status}`);
  }
  expect(() => evolve(undefined, event)).toThrow(`${event.type} does not fit a request that is not there`);
});

test('an event that nobody knows throws', () => {
  expect(() => evolve(draft(), { type: 'Forgotten', at } as never)).toThrow('Unexpected value: {"type":"Forgotten"');
});

const review = { stage: 0, stageSince: at, escalated: false, reminders: 0 };
const acknowledgement = { by: alex, at, caveats: [] };
const submitted = { ...base, acknowledgement, submittedAt: at, approvals: [] };

describe('a review', () => {
  const open = evolve(draft(), { type: 'Submitted', at, acknowledgement }) as Extract<
    AccessRequest,
    { readonly status: 'Pending' }
  >;
  const worn = { ...open, stage: 1, reminders: 2, escalated: true, nudgedAt: at, comments: [] };

  test('begins with nothing but what was submitted', () => {
    expect(open).toStrictEqual({ ...submitted, status: 'Pending', ...review });
  });

  test('counts reminders, remembers a nudge, and asks the alternates', () => {
    expect(evolve(worn, { type: 'Reminded', at, stage: 1 })).toStrictEqual({ ...worn, reminders: 3 });
    expect(evolve(open, { type: 'Nudged', at, by: alex })).toStrictEqual({ ...open, nudgedAt: at });
    expect(evolve(open, { type: 'Escalated', at, stage: 0 })).toStrictEqual({ ...open, escalated: true });
  });

  test('goes on to its next stage as if that were the first', () => {
    const opened = evolve({ ...open, reminders: 2, escalated: true }, { type: 'StageOpened', at: later(60), stage: 1 });
    expect(opened).toStrictEqual({ ...open, stage: 1, stageSince: later(60) });
  });

  test('keeps approvals and comments in their order', () => {
    const other = { ...approval, by: lee };
    const twice = [approval, other].reduce<AccessRequest>(
      (request, each) => evolve(request, { type: 'Approved', at, approval: each }),
      open,
    );
    expect(twice).toStrictEqual({ ...open, approvals: [approval, other] });
    const said = ['a', 'b'].reduce<AccessRequest>(
      (request, text) => evolve(request, { type: 'Commented', at, by: alex, text }),
      open,
    );
    expect(said).toStrictEqual({
      ...open,
      comments: [
        { by: alex, at, text: 'a' },
        { by: alex, at, text: 'b' },
      ],
    });
  });

  test('leaves nothing of itself on what is rejected, waiting or being created', () => {
    const kept = { ...submitted, comments: [] };
    const rejected = { type: 'Rejected', at, by: megan, because: named } as const;
    const rejection = { by: megan, at, because: named };
    expect(evolve(worn, rejected)).toStrictEqual({ ...kept, status: 'Rejected', rejection });
    expect(evolve(worn, { ...rejected, comment: 'no' })).toMatchObject({ rejection: { comment: 'no' } });
    const onList = { ...kept, status: 'Waiting', approvedAt: at, waitingSince: at };
    expect(evolve(worn, { type: 'PutOnWaitingList', at })).toStrictEqual(onList);
    const begun = { ...kept, status: 'Provisioning', approvedAt: at, made: {}, done: [], stepSince: at };
    expect(evolve(worn, { type: 'SeatReserved', at })).toStrictEqual(begun);
    expect(evolve(worn, { type: 'Begun', at })).toStrictEqual(begun);
  });

  test('is undone for a draft, but for what was said and the last reminder', () => {
    const marked = { ...worn, replannedAt: at, forced: { by: lee, at, reason: 'x' }, place: at };
    expect(evolve(marked, { type: 'Reopened', at, by: alex })).toStrictEqual({
      ...base,
      comments: [],
      nudgedAt: worn.nudgedAt,
      status: 'Draft',
    });
  });
});

describe('a draft', () => {
  test('that is drafted again is as if it were new, but for what was said and the last reminder', () => {
    const next = baseOf({ mark: 'other' });
    expect(evolve(draft(), { type: 'Redrafted', at, base: next })).toStrictEqual({ ...next, status: 'Draft' });
    const comments = [{ by: alex, at, text: 'a' }];
    const before = { ...draft(), comments, nudgedAt: at } as AccessRequest;
    expect(evolve(before, { type: 'Redrafted', at, base: next })).toStrictEqual({
      ...next,
      comments,
      nudgedAt: at,
      status: 'Draft',
    });
  });
});

describe('another plan', () => {
  const changes = { plan: { ...base.plan, url: 'https://moved' }, planHash: 'c' as PlanHash, terms: terms(2) };
  const event: RequestEvent = { type: 'Replanned', at, ...changes };

  test('changes nothing else of a draft', () => {
    expect(evolve(draft(), event)).toStrictEqual({ ...draft(), ...changes });
  });

  test('takes approvals away, says when, and keeps the place in the list', () => {
    const { approvedAt, waitingSince, ...before } = waiting as Extract<AccessRequest, { readonly status: 'Waiting' }>;
    expect(waitingSince).toBe(approvedAt);
    const again = { ...changes, status: 'Pending', approvals: [], replannedAt: at, ...review };
    expect(evolve({ ...waiting, cause: obstacle } as AccessRequest, event)).toStrictEqual({
      ...before,
      ...again,
      place: approvedAt,
    });
    const earlier = { ...waiting, place: later(1) } as AccessRequest;
    expect(evolve(earlier, event)).toMatchObject({ place: later(1) });
    const once = evolve(pending({ terms: terms(2) }), { type: 'Approved', at, approval });
    expect(evolve(once, event)).toStrictEqual({ ...once, ...again });
  });
});

describe('a creation', () => {
  const running = provisioning() as Provisioning;
  const delay = { obstacle, attempts: 1, since: at, nextAt: at };

  test('keeps its place in the list’s order, and leaves the rest of the wait behind', () => {
    const { waitingSince, ...before } = waiting as Extract<AccessRequest, { readonly status: 'Waiting' }>;
    expect(waitingSince).toBe(before.approvedAt);
    const begun = evolve({ ...waiting, cause: obstacle } as AccessRequest, { type: 'SeatReserved', at });
    expect(begun).toStrictEqual({ ...before, status: 'Provisioning', made: {}, done: [], stepSince: at });
  });

  test('adds what each step made, and takes the seat with the access mode', () => {
    const made = { objectId, accountCreated: true };
    const next = evolve(
      { ...running, delay, made: { licenceLent: true } },
      { type: 'StepDone', at, step: 'account', made },
    );
    expect(next).toStrictEqual({
      ...running,
      made: { licenceLent: true, ...made },
      done: [{ step: 'account', at }],
      stepSince: at,
    });
    const taken = evolve(running, { type: 'StepDone', at, step: 'setNonInteractive', made: {} });
    expect(taken).toMatchObject({ seatTakenAt: at });
  });

  test('counts the tries against one obstacle, and begins anew with another', () => {
    const delayed = (request: AccessRequest, code: string, minutes: number) =>
      evolve(request, {
        type: 'StepDelayed',
        at: later(minutes),
        step: 'check',
        obstacle: { ...obstacle, code },
        nextAt: later(minutes + 1),
      });
    const once = delayed(running, 'X', 60);
    const twice = delayed(once, 'X', 61);
    expect(once).toStrictEqual({ ...running, delay: { obstacle, attempts: 1, since: later(60), nextAt: later(61) } });
    expect(twice).toMatchObject({ delay: { attempts: 2, since: later(60), nextAt: later(62) } });
    expect(delayed(twice, 'Y', 62)).toMatchObject({ delay: { attempts: 1, since: later(62) } });
  });

  test('that fails has all of its undo ahead', () => {
    const event = {
      type: 'CreationFailed',
      at,
      step: 'check',
      cause: obstacle,
      then: 'Waiting',
      undo: ['check'],
    } as const;
    expect(evolve({ ...running, delay }, event)).toStrictEqual({
      ...running,
      status: 'Undoing',
      cause: obstacle,
      then: 'Waiting',
      remaining: ['check'],
      leftovers: [],
      stepSince: at,
    });
  });

  test('that ends has its user', () => {
    expect(evolve(running, { type: 'Activated', at, objectId, systemUserId })).toStrictEqual({
      ...running,
      status: 'Active',
      objectId,
      systemUserId,
      activeAt: at,
    });
    const active = inEveryStatus.Active;
    const replaced = { ...active, status: 'Replaced', replacedAt: at, by: 117 };
    expect(evolve(active, { type: 'Replaced', at, by: 117 as RequestId })).toStrictEqual(replaced);
  });
});

describe('an undo', () => {
  const delay = { obstacle, attempts: 1, since: at, nextAt: at };
  const running: Undoing = { ...undoing, delay };

  test('goes on with the next step, and lists what is left over', () => {
    const next = { ...undoing, remaining: ['check'], stepSince: at };
    expect(evolve(running, { type: 'StepUndone', at, step: 'account' })).toStrictEqual(next);
    expect(evolve(running, { type: 'StepLeftOver', at, step: 'account', obstacle })).toStrictEqual({
      ...next,
      leftovers: [{ step: 'account', obstacle }],
    });
  });

  const { remaining, then, ...ended } = undoing;

  test('ends as failed, with what was done', () => {
    expect([remaining, then]).toEqual([['account', 'check'], 'Failed']);
    const event: RequestEvent = { type: 'UndoFinished', at };
    const end = { ...ended, status: 'Failed', failedAt: at };
    expect(evolve({ ...undoing, seatTakenAt: at }, event)).toStrictEqual(end);
    const leftovers = [{ step: 'account', obstacle } as const];
    expect(evolve({ ...undoing, then: 'Waiting', leftovers }, event)).toStrictEqual({ ...end, leftovers });
  });

  test('ends on the waiting list as if nothing had been done, at its old place', () => {
    const { made, done, stepSince, leftovers, ...before } = ended;
    expect([made, done.length, stepSince, leftovers]).toEqual([{}, 1, undoing.stepSince, []]);
    expect(evolve({ ...undoing, then: 'Waiting' }, { type: 'UndoFinished', at })).toStrictEqual({
      ...before,
      status: 'Waiting',
      waitingSince: at,
    });
  });
});

test('what ends by its requester or by the clock says when', () => {
  const request = pending();
  expect(evolve(request, { type: 'Withdrawn', at, by: alex })).toStrictEqual({
    ...request,
    status: 'Withdrawn',
    withdrawnAt: at,
  });
  expect(evolve(request, { type: 'Expired', at })).toStrictEqual({ ...request, status: 'Expired', expiredAt: at });
});
