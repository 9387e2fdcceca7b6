import { setTimeout as sleep } from 'node:timers/promises';
import { TransientFailure } from '../application/failures.ts';

/** Milliseconds, and how many messages may go out within them. */
interface Window {
  readonly span: number;
  readonly most: number;
}

/** `news`: what the bot sends by itself · `answer`: what somebody waits for in front of the chat. */
export type Urgency = 'news' | 'answer';

interface Limits {
  readonly perConversation: readonly Window[];
  /** Of everything that a bot sends in one tenant. */
  readonly inAll: readonly Window[];
  /** Milliseconds that a message may be held up. */
  readonly longestWait: number;
}

const limits: Readonly<Record<Urgency, Limits>> = {
  /** What Teams takes. It gives up on a turn after fifteen seconds. */
  answer: {
    perConversation: [
      { span: 1_000, most: 7 },
      { span: 2_000, most: 8 },
      { span: 30_000, most: 60 },
      { span: 3_600_000, most: 1_800 },
    ],
    inAll: [{ span: 1_000, most: 50 }],
    longestWait: 5_000,
  },
  /** Less what answers may need. What has to wait longer goes back to the queue, rather than hold up a worker. */
  news: {
    perConversation: [
      { span: 1_000, most: 5 },
      { span: 2_000, most: 6 },
      { span: 30_000, most: 45 },
      { span: 3_600_000, most: 1_500 },
    ],
    inAll: [{ span: 1_000, most: 40 }],
    longestWait: 2_000,
  },
};
const longestSpan = 3_600_000;

/** Keeps what the bot sends under the limits of Teams, so that it is never told to be quiet. */
export interface Pacer {
  /**
   * Returns when a message may go to this conversation, and counts it.
   * @throws TransientFailure with the time to wait, when that is long
   */
  take(conversation: string, urgency?: Urgency): Promise<void>;
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

  function delayFor(conversation: string, { perConversation, inAll }: Limits): number {
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
    async take(conversation, urgency = 'news') {
      const own = limits[urgency];
      const deadline = now() + own.longestWait;
      for (let delay = delayFor(conversation, own); delay > 0; delay = delayFor(conversation, own)) {
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
