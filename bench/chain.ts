import type { RemoteCall } from './countingLog.ts';

/** Times in the log are whole milliseconds. */
const rounding = 1;

/** The calls that the whole waited for: from the last one back, each time to the latest that had ended before it began. */
export function chainOf(calls: readonly RemoteCall[]): readonly RemoteCall[] {
  const chain: RemoteCall[] = [];
  for (const call of calls.toSorted((a, b) => b.ended - a.ended)) {
    const next = chain.at(0);
    if (!next || call.ended <= next.begun + rounding) chain.unshift(call);
  }
  return chain;
}

/**
 * What even the fastest way through one step must wait for: its changes one after another, and between them one round of
 * reads, since reads need not wait for each other. A step looks before its change and reads back after it.
 */
export function unavoidable(calls: readonly RemoteCall[]): number {
  const kinds = calls
    .toSorted((a, b) => a.begun - b.begun)
    .map(({ path }) => (path.startsWith('GET ') ? 'read' : 'change'));
  return kinds.filter((kind, index) => kind === 'change' || kinds[index - 1] !== 'read').length;
}
