import type { Telemetry } from '../application/ports/telemetry.ts';
import type { Log } from '../application/ports/world.ts';
import { both } from './both.ts';
import { createMetrics, type Metrics } from './metrics.ts';

export interface Watching extends Metrics {
  readonly stop: () => Promise<void>;
}

/** Metrics always; traces with the address of a collector, and only then is the SDK loaded. */
export async function startTelemetry({
  tracesUrl,
  log,
}: {
  readonly tracesUrl: string | undefined;
  readonly log: Log;
}): Promise<Watching> {
  const metrics = createMetrics();
  if (!tracesUrl) return { ...metrics, stop: () => Promise.resolve() };
  const { startTraces } = await import('./traces.ts');
  const traces = startTraces({ url: tracesUrl, log });
  const telemetry: Telemetry = both(metrics.telemetry, traces.telemetry);
  return { ...metrics, telemetry, stop: traces.stop };
}
