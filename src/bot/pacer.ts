import { setTimeout as sleep } from 'node:timers/promises';
import { TransientFailure } from '../application/failures.ts';

/** Milliseconds, and how many messages may go out within them. */
interface Window {
  readonly span: number;
  readonly most: number;
}

/** What Teams takes from a bot in one conversation (7, 8, 60, 1800), less what answers to the person themselves may need. */
const perConversation: readonly Window[] = [
  { span: 1_000, most: 5 },
  { span: 2_000, most: 6 },
  { span: 30_000, most: 45 },
  { span: 3_600_000, most: 1_500 },
];
/** Of the 50 a second that a bot has in one tenant. */
const inAll: readonly Window[] = [{ span: 1_000, most: 40 }];

/** Milliseconds that a worker may be held up; what has to wait longer goes back to the queue. */
const longestWait = 2_000;
const longestSpan = 3_600_000;

/** Keeps what the bot sends by itself under the limits of Teams, so that it is never told to be quiet. */
export interface Pacer {
  /**
   * Returns when a message may go to this conversation, and counts it.
   * @throws TransientFailure with the time to wait, when that is long
   */
  take(conversation: string): Promise<void>;
  /** Nothing goes there for so many milliseconds: Teams said so. */
  pause(conversation: string, milliseconds: number): void;
}

interface Clock {
  /** Milliseconds; never goes back. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

const systemClock: Clock = { now: () => performance.now(), wait: (milliseconds) => sleep(milliseconds) };

/** In the memory of one replica: several share the limits, and are kept to them by the 429s of Teams. */
export function createPacer({ now, wait }: Clock = systemClock): Pacer {
  const sent = new Map<string, number[]>();
  const paused = new Map<string, number>();
  const all: number[] = [];
  let tidied = now();

  function delayFor(conversation: string): number {
    const quiet = (paused.get(conversation) ?? 0) - now();
    return Math.max(quiet, delayIn(perConversation, sent.get(conversation) ?? [], now()), delayIn(inAll, all, now()));
  }

  function count(conversation: string): void {
    const times = sent.get(conversation) ?? [];
    times.push(now());
    sent.set(conversation, times);
    all.push(now());
    if (now() - tidied > 60_000) tidy();
  }

  function tidy(): void {
    tidied = now();
    all.splice(
      0,
      all.findIndex((at) => at > tidied - 1_000),
    );
    for (const [key, times] of sent) {
      const first = times.findIndex((at) => at > tidied - longestSpan);
      if (first < 0) sent.delete(key);
      else times.splice(0, first);
    }
    for (const [key, end] of paused) if (end <= tidied) paused.delete(key);
  }

  return {
    async take(conversation) {
      const deadline = now() + longestWait;
      for (let delay = delayFor(conversation); delay > 0; delay = delayFor(conversation)) {
        if (now() + delay > deadline) {
          const facts = { service: 'teams', code: 'Paced', retryAfter: Math.ceil(delay) } as const;
          throw new TransientFailure('Messages to Teams are paced', facts);
        }
        await wait(delay);
      }
      count(conversation);
    },
    pause(conversation, milliseconds) {
      paused.set(conversation, Math.max(paused.get(conversation) ?? 0, now() + milliseconds));
    },
  };
}

/** Until the oldest of the last messages that fill a window has left it. */
function delayIn(windows: readonly Window[], times: readonly number[], now: number): number {
  const delays = windows.map(({ span, most }) => (times[times.length - most] ?? -Infinity) + span - now);
  return Math.max(0, ...delays);
}
