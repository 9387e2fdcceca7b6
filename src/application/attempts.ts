import type { App } from './app.ts';
import { isFailure, TransientFailure } from './failures.ts';
import type { Attempt, Finding, Outcome, Right, Topic } from './findings.ts';

type Means = Pick<App, 'probes' | 'log'>;

export function finding(topic: Topic, verdict: Finding['verdict'], outcome: Outcome): Finding {
  return { ...outcome, topic, verdict };
}

/** What `look` finds, or that it failed: one check never stops another. */
export async function attempt(
  { log }: Pick<Means, 'log'>,
  topic: Topic,
  tried: Attempt,
  look: () => Promise<Finding>,
): Promise<readonly Finding[]> {
  try {
    return [await look()];
  } catch (err) {
    if (isFailure(err)) {
      const { code, message: detail, service } = err;
      const obstacle = { code, detail, service: service === 'teams' ? 'seatkeeper' : service } as const;
      const passing = err instanceof TransientFailure;
      return [finding(topic, 'bad', { check: 'failed', attempt: tried, obstacle, passing })];
    }
    log.error({ attempt: tried, err }, 'A check of the doctor met a bug');
    const obstacle = { code: 'Unexpected', detail: '', service: 'seatkeeper' } as const;
    return [finding(topic, 'bad', { check: 'failed', attempt: tried, obstacle, passing: false })];
  }
}

export function allowed(
  app: Pick<Means, 'log'>,
  topic: Topic,
  tried: Right,
  read: () => Promise<unknown>,
): Promise<readonly Finding[]> {
  return attempt(app, topic, tried, async () => {
    await read();
    return finding(topic, 'good', { check: 'allowed', attempt: tried });
  });
}

/** Without a token every read of the service would fail for the same reason, which is said once. */
export async function signedIn(
  app: Means,
  topic: Topic,
  to: Parameters<Means['probes']['signIn']>[0],
  reads: () => readonly Promise<readonly Finding[]>[],
): Promise<readonly Finding[]> {
  const signIn = await allowed(app, topic, 'signIn', () => app.probes.signIn(to));
  if (signIn.some(({ verdict }) => verdict === 'bad')) return signIn;
  return [...signIn, ...(await Promise.all(reads())).flat()];
}
