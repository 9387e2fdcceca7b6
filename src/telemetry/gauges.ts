import { Gauge, type Registry } from 'prom-client';
import type { CardState } from '../application/ports/store.ts';
import type { TaskName } from '../application/tasks.ts';
import type { RequestStatus } from '../domain/request.ts';
import { inUse, type Seats } from '../domain/seats.ts';
import type { EnvironmentKey } from '../domain/words.ts';

/** How things stand, from the store; the same in every replica. */
export interface Standing {
  readonly requests: () => Promise<Readonly<Record<RequestStatus, number>>>;
  readonly cards: () => Promise<{ readonly states: Readonly<Record<CardState, number>>; readonly outdated: number }>;
  /** Only environments that were read. */
  readonly seats: () => Promise<ReadonlyMap<EnvironmentKey, { readonly seats: Seats; readonly waiting: number }>>;
  readonly queue: () => Promise<Readonly<Record<TaskName, number>>>;
}

/** Milliseconds for which an answer is repeated: several who scrape cost no more than one. */
const fresh = 5_000;

export function createGauges(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge<Label>({ name: `seatkeeper_${name}`, help, labelNames, registers });
  const requests = gauge('requests', 'Requests by status', ['status']);
  const cards = gauge('cards', 'Cards by state', ['state']);
  const outdated = gauge('cards_outdated', 'Sent cards that show an older version of their request', []);
  const queue = gauge('queue_depth', 'Tasks that wait or are delayed', ['task']);
  const limit = gauge('seats_limit', 'Seats that the environment has', ['environment']);
  const used = gauge('seats_used', 'Seats in use when the environment was last read', ['environment']);
  const reserved = gauge('seats_reserved', 'Seats promised to requests', ['environment']);
  const free = gauge('seats_free', 'Seats that can be promised', ['environment']);
  const waiting = gauge('seats_waiting', 'Requests on the waiting list', ['environment']);
  const readAt = gauge('seats_read_timestamp_seconds', 'When the environment was last read', ['environment']);
  const up = gauge(
    'store_up',
    '1 when the store answered for this scrape; without it the gauges from it are absent',
    [],
  );
  const fromStore = [requests, cards, outdated, queue, limit, used, reserved, free, waiting, readAt];

  async function read(standing: Standing): Promise<void> {
    const [byStatus, byState, seats, byTask] = await Promise.all([
      standing.requests(),
      standing.cards(),
      standing.seats(),
      standing.queue(),
    ]);
    for (const [status, count] of Object.entries(byStatus)) requests.set({ status }, count);
    for (const [state, count] of Object.entries(byState.states)) cards.set({ state }, count);
    outdated.set(byState.outdated);
    for (const [task, count] of Object.entries(byTask)) queue.set({ task }, count);
    for (const [environment, at] of seats) {
      limit.set({ environment }, at.seats.limit);
      used.set({ environment }, inUse(at.seats));
      reserved.set({ environment }, at.seats.reserved);
      free.set({ environment }, at.seats.free);
      waiting.set({ environment }, at.waiting);
      readAt.set({ environment }, Date.parse(at.seats.readAt) / 1000);
    }
  }

  let reading: { readonly begun: number; readonly done: Promise<void> } | undefined;

  return {
    /** Never fails; after a failure the gauges have no values rather than old ones. */
    async refresh(standing: Standing): Promise<void> {
      if (!reading || performance.now() - reading.begun > fresh) {
        const done = read(standing).then(
          () => {
            up.set(1);
          },
          () => {
            for (const each of fromStore) each.reset();
            // A gauge without labels would show a 0 that nobody has counted.
            outdated.remove();
            up.set(0);
          },
        );
        reading = { begun: performance.now(), done };
      }
      await reading.done;
    },
  };
}
