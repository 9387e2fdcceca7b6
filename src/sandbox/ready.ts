import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;

/** Waits until the address answers with a 2xx. */
export async function answersAt(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const timeout = AbortSignal.timeout(2_000);
    const answer = await fetch(url, { signal: AbortSignal.any([signal, timeout]) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await delay(POLL_MS);
  }
}

/** The first message that the part sends to its supervisor. */
export async function firstMessage(child: ChildProcess, signal: AbortSignal): Promise<unknown> {
  const [message] = (await once(child, 'message', { signal })) as [unknown];
  return message;
}
