import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcomes, Telemetry, Work } from '../application/ports/telemetry.ts';
import { assertNever } from '../domain/result.ts';
import { createGauges, type Standing } from './gauges.ts';

/** As Prometheus reads it. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export interface Metrics {
  readonly telemetry: Telemetry;
  /** Never fails: what cannot be read is left out. */
  readonly expose: (standing: Standing) => Promise<Exposition>;
}

/** Seconds. A click should be answered within one; Teams gives up after about fifteen. */
const turnBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
/** A step of a creation has two minutes. */
const taskBuckets = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 15, 30, 60, 120, 300];
/** An attempt has twenty. */
const callBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const statementBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5, 30];

/** docs/metrics.md explains each. All label values are from lists of ours or from the configuration. */
export function createMetrics(): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[], buckets: number[]) =>
    new Histogram<Label>({ name: `seatkeeper_${name}`, help, labelNames, buckets, registers });
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter<Label>({ name: `seatkeeper_${name}`, help, labelNames, registers });

  const turns = histogram('turn_seconds', 'Turns, from the activity to its answer', ['kind', 'outcome'], turnBuckets);
  const tasks = histogram('task_seconds', 'Runs of tasks', ['task', 'outcome'], taskBuckets);
  const calls = histogram(
    'remote_call_seconds',
    'Attempts to call a service, by the class of its answer',
    ['service', 'environment', 'status'],
    callBuckets,
  );
  const repetitions = counter('remote_call_repetitions_total', 'Attempts after the first', ['service', 'environment']);
  const refusals = counter('activities_refused_total', 'Activities that never became a turn', ['reason']);
  const statements = histogram(
    'database_statement_seconds',
    'Statements to the database',
    ['outcome'],
    statementBuckets,
  );
  const circuits = new Gauge({
    name: 'seatkeeper_circuit_open',
    help: '1 while a service is left alone because it failed again and again',
    labelNames: ['service', 'environment', 'host'],
    registers,
  });
  const gauges = createGauges(registers);

  function observe(work: Work, outcome: Outcomes[Work['kind']], seconds: number): void {
    switch (work.kind) {
      case 'turn':
        turns.observe({ kind: work.turn, outcome }, seconds);
        return;
      case 'task':
        tasks.observe({ task: work.task, outcome }, seconds);
        return;
      case 'call': {
        const place = { service: work.service, environment: work.environment ?? '' };
        calls.observe({ ...place, status: outcome }, seconds);
        if (work.attempt > 1) repetitions.inc(place);
        return;
      }
      default:
        assertNever(work);
    }
  }

  return {
    telemetry: {
      async measure(work, run) {
        const begun = performance.now();
        const end: { outcome: Outcomes[Work['kind']] | undefined } = { outcome: undefined };
        const [returned, threw] = work.kind === 'call' ? (['2xx', 'none'] as const) : (['ok', 'broke'] as const);
        try {
          const value = await run((outcome) => {
            end.outcome = outcome;
          });
          end.outcome ??= returned;
          return value;
        } finally {
          observe(work, end.outcome ?? threw, (performance.now() - begun) / 1000);
        }
      },
      statement({ milliseconds, failed }) {
        statements.observe({ outcome: failed ? 'failed' : 'ok' }, milliseconds / 1000);
      },
      circuit({ service, environment = '', host = '' }, open) {
        circuits.set({ service, environment, host }, open ? 1 : 0);
      },
      refused(reason) {
        refusals.inc({ reason });
      },
    },
    async expose(standing) {
      await gauges.refresh(standing);
      return { contentType: register.contentType, text: await register.metrics() };
    },
  };
}
