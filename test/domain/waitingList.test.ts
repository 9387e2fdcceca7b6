import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import { rest } from '../../src/domain/decideCreation.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { stepsAhead, type AccessRequest, type Waiting } from '../../src/domain/request.ts';
import { seatsOf, type SeatHold, type SeatReading } from '../../src/domain/seats.ts';
import type { Instant, RequestId } from '../../src/domain/words.ts';
import { alex, baseOf, command, given, later, lee } from '../support/requests.ts';

/** Many requests for the seats of one environment, in which users also appear and disappear by other hands. */

const limit = 3;
const made = {
  objectId: 'b0000000-0000-4000-8000-000000000104',
  systemUserId: 'd0000000-0000-4000-8000-000000000104',
} as never;

interface World {
  readonly requests: readonly AccessRequest[];
  readonly reading: SeatReading;
  readonly at: Instant;
}

type Move = (world: World) => World;

function takenAt(request: AccessRequest): Instant | undefined {
  return 'seatTakenAt' in request ? request.seatTakenAt : undefined;
}

/** As the store looks them up. */
function holdsOf({ requests }: World): readonly SeatHold[] {
  return requests
    .filter(({ status }) => ['Provisioning', 'Undoing', 'Active'].includes(status))
    .map((request) => {
      const taken = takenAt(request);
      return { requestId: request.id, ...(taken && { takenAt: taken }) };
    });
}

function queueOf({ requests }: World): readonly Waiting[] {
  return requests
    .filter((request): request is Waiting => request.status === 'Waiting')
    .sort((a, b) => (a.approvedAt < b.approvedAt ? -1 : 1));
}

function seatsAndQueue(world: World) {
  return { seats: seatsOf(world.reading, holdsOf(world)), queue: queueOf(world).length > 0 };
}

function decided(world: World, id: RequestId | undefined, wish: Command): World {
  const requests = world.requests.map((request) => {
    const decision = request.id === id ? decide(request, wish) : undefined;
    return decision?.ok ? decision.value.reduce<AccessRequest>(evolve, request) : request;
  });
  return { ...world, requests };
}

function pick(world: World, index: number): AccessRequest | undefined {
  return world.requests[index % world.requests.length];
}

const index = fc.nat(20);
const move: fc.Arbitrary<Move> = fc.oneof(
  index.map((at): Move => (world) => {
    return decided(world, pick(world, at)?.id, command('approve', { at: world.at, ...seatsAndQueue(world) }));
  }),
  index.map((at): Move => (world) => {
    return decided(world, pick(world, at)?.id, command('force', { at: world.at, by: lee, ...seatsAndQueue(world) }));
  }),
  index.map((at): Move => (world) => {
    return decided(world, pick(world, at)?.id, command('withdraw', { at: world.at, by: alex }));
  }),
  index.map((at): Move => (world) => {
    return decided(world, pick(world, at)?.id, command('comment', { at: world.at }));
  }),
  fc.constant<Move>((world) => {
    const { seats } = seatsAndQueue(world);
    return decided(world, queueOf(world)[0]?.id, command('promote', { at: world.at, seats }));
  }),
  {
    weight: 6,
    arbitrary: fc.tuple(index, fc.integer({ min: 1, max: 12 })).map(([at, steps]): Move => (world) => {
      let next = world;
      for (let done = 0; done < steps; done++) {
        const request = pick(next, at);
        if (request?.status !== 'Provisioning') break;
        const [step] = stepsAhead(request);
        next = decided(next, request.id, command('completeStep', { at: world.at, made, ...(step && { step }) }));
      }
      return next;
    }),
  },
  // The environment was full after all: back to the list, with everything taken back.
  index.map((at): Move => (world) => {
    const running = pick(world, at);
    if (running?.status !== 'Provisioning' || takenAt(running)) return world;
    const [step = 'check'] = stepsAhead(running);
    let next = decided(world, running.id, command('failStep', { at: world.at, step, noSeat: true }));
    for (let left = pick(next, at); left?.status === 'Undoing'; left = pick(next, at)) {
      const [undone = 'check'] = left.remaining;
      next = decided(next, left.id, command('completeUndo', { at: world.at, step: undone }));
    }
    return next;
  }),
  // Seen by the environment: whoever has taken a seat is among its own count from now on.
  fc.constant<Move>((world) => {
    const used = world.requests.filter((request) => takenAt(request) !== undefined).length;
    return { ...world, reading: { ...world.reading, used, readAt: world.at } };
  }),
);

const pauses = fc.constantFrom(1, 2, rest / 60_000);
const life = fc.array(fc.tuple(move, pauses), { minLength: 20, maxLength: 80, size: 'max' });

function play(moves: readonly (readonly [Move, number])[]): readonly World[] {
  let minutes = 2;
  const requests = Array.from({ length: 7 }, (_, number) =>
    given(command('draft', { base: baseOf({ id: (100 + number) as RequestId }) }), command('submit')),
  );
  let world: World = { requests, reading: { limit, used: 0, limitSource: 'live', readAt: later(0) }, at: later(1) };
  return moves.map(([change, pause]) => {
    minutes += pause;
    world = change({ ...world, at: later(minutes) });
    return world;
  });
}

test('no more requests ever hold a seat than the environment has', () => {
  fc.assert(
    fc.property(life, (moves) => {
      for (const world of play(moves)) expect(holdsOf(world).length).toBeLessThanOrEqual(limit);
    }),
  );
});

test('whoever waits keeps their place: it is left at its head only, by a withdrawal', () => {
  fc.assert(
    fc.property(life, (moves) => {
      let before: readonly Waiting[] = [];
      for (const world of play(moves)) {
        const queue = queueOf(world).map(({ id }) => id);
        const gone = before.filter(({ id }) => !queue.includes(id)).map(({ id }) => id);
        const stayed = before.filter(({ id }) => queue.includes(id)).map(({ id }) => id);
        expect(queue.filter((id) => stayed.includes(id))).toEqual(stayed);
        for (const id of gone) {
          const status = world.requests.find((request) => request.id === id)?.status;
          if (status !== 'Withdrawn') expect([id, status]).toEqual([before[0]?.id, 'Provisioning']);
        }
        before = queueOf(world);
      }
    }),
  );
});

test('nobody who is approved while others wait is created before them', () => {
  fc.assert(
    fc.property(life, (moves) => {
      let before: World | undefined;
      for (const world of play(moves)) {
        const waited = before ? queueOf(before).length > 0 : false;
        const begun = world.requests.filter(
          (request, at) => request.status === 'Provisioning' && before?.requests[at]?.status === 'Pending',
        );
        if (waited) expect(begun).toEqual([]);
        before = world;
      }
    }),
  );
});

test('whoever was approved first comes first for ever, also after a try that the environment turned away', () => {
  fc.assert(
    fc.property(life, (moves) => {
      const approvedAt = new Map<RequestId, Instant>();
      for (const { requests } of play(moves)) {
        for (const request of requests) {
          if (!('approvedAt' in request)) continue;
          expect(request.approvedAt).toBe(approvedAt.get(request.id) ?? request.approvedAt);
          approvedAt.set(request.id, request.approvedAt);
        }
      }
    }),
  );
});
