import fc from 'fast-check';
import type { Ask } from '../../src/domain/ask.ts';
import type { Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { StepName } from '../../src/domain/plannedSteps.ts';
import { approvalsNeeded, type AppliedTerms } from '../../src/domain/policy.ts';
import { reactions } from '../../src/domain/reactions.ts';
import { stepsAhead, type AccessRequest } from '../../src/domain/request.ts';
import type { Because } from '../../src/domain/roster.ts';
import type { Instant, PersonId, PlanHash } from '../../src/domain/words.ts';
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
  terms,
  when,
} from './requests.ts';

/** Random histories: whatever people and workers do, in whatever order, these must hold. */

const made = {
  objectId: 'b0000000-0000-4000-8000-000000000104',
  systemUserId: 'd0000000-0000-4000-8000-000000000104',
} as const;

const person = fc.constantFrom(alex, megan, nestor, lee, mona);
const right = fc.constantFrom<Because | undefined>(named, undefined, { ...named, insteadOf: lee });
const rights = fc.tuple(right, right);
export const kinds = Object.values(asks);
const step = fc.constantFrom<StepName>(...new Set(kinds.flatMap((asked) => stepNames({ ask: asked }))));

export function stepNames(base: Parameters<typeof baseOf>[0]): readonly StepName[] {
  return baseOf(base).plan.steps.map(({ name }) => name);
}

/** Workers mostly speak of the step at hand, sometimes of another: both must be safe. */
type Wish = (request: AccessRequest | undefined, at: Instant) => Command;

function atHand(request: AccessRequest | undefined, other: StepName | undefined): StepName {
  if (other) return other;
  if (request?.status === 'Undoing') return request.remaining[0] ?? 'check';
  return request?.status === 'Provisioning' ? (stepsAhead(request)[0] ?? 'check') : 'check';
}

const approval: fc.Arbitrary<Wish> = fc
  .record({
    by: person,
    rights,
    hash: fc.constantFrom(planHash, 'b'.repeat(64) as PlanHash),
    free: fc.nat(2),
    queue: fc.boolean(),
  })
  .map(({ by, rights: found, hash, free, queue }): Wish => (_, at) => {
    // Nobody stands in for themselves.
    const rights = found.map((because) => (because?.insteadOf?.id === by.id ? named : because));
    const facts = { by, rights, mayAsk: true, leavesEnough: true, planHash: hash } as const;
    return { type: 'approve', at, ...facts, seats: seats({ free }), queue };
  });

const wish: fc.Arbitrary<Wish> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ by: person, acknowledged: fc.boolean(), decidable: fc.boolean() }).map(
      (facts): Wish =>
        (_, at) =>
          command('submit', { ...facts, at }),
    ),
  },
  { weight: 4, arbitrary: approval },
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
  fc.boolean().map(
    (inTime): Wish =>
      (_, at) =>
        command('expire', inTime ? { at } : {}),
  ),
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

/** Megan and Mona approve where a history begins in the middle, so the account is Lee's or nobody's. */
const creators = fc.constantFrom<readonly PersonId[]>([], [lee.id]);
const allTerms = fc.constantFrom(terms(1), terms(2), terms(1, 1));
const history = fc.array(fc.tuple(wish, fc.integer({ min: 0, max: 600 })), {
  minLength: 1,
  maxLength: 80,
  size: 'max',
});

export interface Moment {
  readonly before: AccessRequest;
  readonly wish: Command;
  readonly after: AccessRequest;
}

/** Some histories begin in the middle, or the later states would hardly be met. */
const beginning = fc.constantFrom<(base: Base) => AccessRequest>(draft, pending, approved, approved);

interface Base {
  readonly terms: AppliedTerms;
  readonly ask: Ask;
  readonly creators: readonly PersonId[];
}

function approved(base: Base): AccessRequest {
  const everywhere = base.terms.stages.map(() => named);
  const approvers = [megan, mona].slice(0, approvalsNeeded(base.terms));
  return approvers.reduce(
    (request, by) => when(request, command('approve', { by, rights: everywhere })),
    pending(base),
  );
}

export const life = fc.tuple(
  fc.record({ terms: allTerms, ask: fc.constantFrom(...kinds), creators }),
  beginning,
  history,
);

/** Approvals alone, so that the rules about them are met in every way. */
export const review = fc.tuple(
  fc.record({ terms: allTerms, ask: fc.constantFrom(...kinds), creators }),
  fc.constant(pending),
  fc.array(fc.tuple(approval, fc.integer({ min: 0, max: 60 })), { minLength: 10, maxLength: 30, size: 'max' }),
);

export function play([base, begin, wishes]: typeof life extends fc.Arbitrary<infer Life>
  ? Life
  : never): readonly Moment[] {
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
