import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { takesSeat, type Ask } from '../../src/domain/ask.ts';
import type { Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { reactions } from '../../src/domain/reactions.ts';
import { approvalsNeeded, type AppliedTerms } from '../../src/domain/policy.ts';
import { closedStatuses, stepsAhead, type AccessRequest } from '../../src/domain/request.ts';
import type { Because } from '../../src/domain/roster.ts';
import type { StepName } from '../../src/domain/plannedSteps.ts';
import { seatsOf, type SeatHold } from '../../src/domain/seats.ts';
import type { Instant, PlanHash, RequestId } from '../../src/domain/words.ts';
import {
  alex,
  asks,
  baseOf,
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
  start,
  terms,
  when,
} from '../support/requests.ts';

/** Random histories: whatever people and workers do, in whatever order, these must hold. */

const made = {
  objectId: 'b0000000-0000-4000-8000-000000000104',
  systemUserId: 'd0000000-0000-4000-8000-000000000104',
} as const;

const person = fc.constantFrom(alex, megan, nestor, lee, mona);
const right = fc.constantFrom<Because | undefined>(named, undefined);
const rights = fc.tuple(right, right);
const kinds = Object.values(asks);
const step = fc.constantFrom<StepName>(...new Set(kinds.flatMap((asked) => stepNames({ ask: asked }))));

function stepNames(base: Parameters<typeof baseOf>[0]): readonly StepName[] {
  return baseOf(base).plan.steps.map(({ name }) => name);
}

/** Workers mostly speak of the step at hand, sometimes of another: both must be safe. */
type Wish = (request: AccessRequest | undefined, at: Instant) => Command;

function atHand(request: AccessRequest | undefined, other: StepName | undefined): StepName {
  if (other) return other;
  if (request?.status === 'Undoing') return request.remaining[0] ?? 'check';
  return request?.status === 'Provisioning' ? (stepsAhead(request)[0] ?? 'check') : 'check';
}

const wish: fc.Arbitrary<Wish> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ by: person, acknowledged: fc.boolean(), decidable: fc.boolean() }).map(
      (facts): Wish =>
        (_, at) =>
          command('submit', { ...facts, at }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        by: person,
        rights,
        hash: fc.constantFrom(planHash, 'b'.repeat(64) as PlanHash),
        free: fc.nat(2),
        queue: fc.boolean(),
      })
      .map(({ by, rights, hash, free, queue }): Wish => (_, at) => {
        return { type: 'approve', at, by, rights, planHash: hash, seats: seats({ free }), queue };
      }),
  },
  fc.record({ by: person, rights }).map(
    (facts): Wish =>
      (_, at) =>
        command('reject', { ...facts, at }),
  ),
  fc.record({ by: person, admin: fc.boolean() }).map(
    (facts): Wish =>
      (_, at) =>
        command('force', { ...facts, at, seats: seats() }),
  ),
  fc.record({ by: person, mayComment: fc.boolean() }).map(
    (facts): Wish =>
      (_, at) =>
        command('comment', { ...facts, at }),
  ),
  fc.constantFrom('nudge', 'reopen', 'tick').map(
    (type): Wish =>
      (_, at) =>
        command(type, { at }),
  ),
  person.map(
    (by): Wish =>
      (_, at) =>
        command('withdraw', { by, at }),
  ),
  fc.nat(2).map(
    (free): Wish =>
      (_, at) =>
        command('promote', { at, seats: seats({ free }) }),
  ),
  fc.constant<Wish>((_, at) => command('expire', { at })),
  fc.constant<Wish>((_, at) => command('replace', { at })),
  {
    weight: 8,
    arbitrary: fc.option(step, { freq: 5, nil: undefined }).map(
      (other): Wish =>
        (request, at) =>
          command('completeStep', { at, step: atHand(request, other), made: made as never }),
    ),
  },
  fc.option(step, { freq: 5, nil: undefined }).map(
    (other): Wish =>
      (request, at) =>
        command('delayStep', { at, step: atHand(request, other), nextAt: at }),
  ),
  fc.tuple(fc.option(step, { freq: 5, nil: undefined }), fc.boolean()).map(
    ([other, noSeat]): Wish =>
      (request, at) =>
        command('failStep', { at, step: atHand(request, other), noSeat }),
  ),
  {
    weight: 4,
    arbitrary: fc.option(step, { freq: 5, nil: undefined }).map(
      (other): Wish =>
        (request, at) =>
          command('completeUndo', { at, step: atHand(request, other) }),
    ),
  },
  fc.option(step, { freq: 5, nil: undefined }).map(
    (other): Wish =>
      (request, at) =>
        command('leaveOver', { at, step: atHand(request, other) }),
  ),
);

const allTerms = fc.constantFrom(terms(1), terms(2), terms(1, 1));
const history = fc.array(fc.tuple(wish, fc.integer({ min: 0, max: 600 })), {
  minLength: 1,
  maxLength: 80,
  size: 'max',
});

interface Moment {
  readonly before: AccessRequest;
  readonly wish: Command;
  readonly after: AccessRequest;
}

/** Some histories begin in the middle, or the later states would hardly be met. */
const beginning = fc.constantFrom<(base: Base) => AccessRequest>(draft, pending, approved, approved);

interface Base {
  readonly terms: AppliedTerms;
  readonly ask: Ask;
}

function approved(base: Base): AccessRequest {
  const everywhere = base.terms.stages.map(() => named);
  const approvers = [megan, mona].slice(0, approvalsNeeded(base.terms));
  return approvers.reduce(
    (request, by) => when(request, command('approve', { by, rights: everywhere })),
    pending(base),
  );
}

const life = fc.tuple(fc.record({ terms: allTerms, ask: fc.constantFrom(...kinds) }), beginning, history);

function play([base, begin, wishes]: typeof life extends fc.Arbitrary<infer Life> ? Life : never): readonly Moment[] {
  let request = begin(base);
  let minutes = 2;
  const moments: Moment[] = [];
  for (const [make, pause] of wishes) {
    minutes += pause;
    const asked = make(request, later(minutes));
    const decision = decide(request, asked);
    if (!decision.ok) continue;
    const before = request;
    request = decision.value.reduce<AccessRequest>(evolve, before);
    for (const event of decision.value) reactions(request, event);
    moments.push({ before, wish: asked, after: request });
  }
  return moments;
}

test('nobody ever approves their own request, and nobody without a right decides', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { before, wish: asked } of play(lived)) {
        if (asked.type !== 'approve' && asked.type !== 'reject') continue;
        expect([before.requester.id, before.ask.owner.id]).not.toContain(asked.by.id);
        expect(asked.rights.some((because) => because)).toBe(true);
      }
    }),
  );
});

test('a creation begins only after as many different people approved this very plan as the policy demands', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) {
        if (!('approvedAt' in after) || after.forced) continue;
        const people = new Set(after.approvals.map(({ by }) => by.id));
        expect(people.size).toBe(after.approvals.length);
        expect(
          after.terms.stages.map((_, stage) => after.approvals.filter((given) => given.stage === stage).length),
        ).toEqual(after.terms.stages.map(({ required }) => required));
        expect(after.approvals.every((approval) => approval.planHash === after.planHash)).toBe(true);
      }
    }),
  );
});

test('without its approvals nothing begins, unless an admin forced it, and then it says so for ever', () => {
  fc.assert(
    fc.property(life, (lived) => {
      let forced = false;
      for (const { wish: asked, after } of play(lived)) {
        forced ||= asked.type === 'force';
        if ('approvedAt' in after) expect('forced' in after).toBe(forced);
      }
    }),
  );
});

test('a stage is open only when those before it have their approvals', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) {
        if (after.status !== 'Pending') continue;
        const given = (stage: number) => after.approvals.filter((approval) => approval.stage === stage).length;
        after.terms.stages.forEach(({ required }, stage) => {
          if (stage < after.stage) expect(given(stage)).toBe(required);
          else if (stage > after.stage) expect(given(stage)).toBe(0);
          else expect(given(stage)).toBeLessThan(required);
        });
      }
    }),
  );
});

test('what is closed stays closed, and a user ends only by another request or by a revocation', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { before, after } of play(lived)) {
        expect(closedStatuses).not.toContain(before.status);
        if (before.status === 'Active') expect(['Active', 'Replaced', 'Revoking']).toContain(after.status);
      }
    }),
  );
});

test('a user exists only after every step was done once, in the order of the plan', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) {
        if (!('done' in after)) continue;
        const done = after.done.map((record) => record.step);
        const names = stepNames({ ask: after.ask });
        expect(done).toEqual(names.slice(0, done.length));
        if (after.status === 'Active') expect(done).toEqual(names);
      }
    }),
  );
});

test('a failed creation has taken back, or listed, every step that was begun', () => {
  fc.assert(
    fc.property(life, (lived) => {
      let undone: string[] = [];
      for (const { wish: asked, before, after } of play(lived)) {
        if (before.status !== 'Undoing' && after.status === 'Undoing') undone = [];
        if (asked.type === 'completeUndo') undone.push(asked.step);
        if (after.status !== 'Failed') continue;
        const begun = after.done.map((record) => record.step);
        const cared = new Set([...undone, ...after.leftovers.map((leftover) => leftover.step)]);
        expect(begun.every((name) => cared.has(name))).toBe(true);
      }
    }),
  );
});

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

test('most random histories get somewhere: the properties above are not empty', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) seen.add(after.status);
    }),
    { numRuns: 1000 },
  );
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      'Active',
      'Failed',
      'Pending',
      'Provisioning',
      'Rejected',
      'Replaced',
      'Undoing',
      'Waiting',
      'Withdrawn',
    ]),
  );
});

test('only requests that need a seat ever wait for one, reserve one or take one', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) {
        if (takesSeat(after.ask.account)) continue;
        expect(after.status).not.toBe('Waiting');
        expect(after).not.toHaveProperty('seatTakenAt');
      }
    }),
  );
});
