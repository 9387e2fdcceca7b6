import {
  context,
  diag,
  DiagLogLevel,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Telemetry, Work } from '../application/ports/telemetry.ts';
import type { Log } from '../application/ports/world.ts';
import { assertNever } from '../domain/result.ts';

export interface Traces {
  readonly telemetry: Telemetry;
  /** Sends what is left, for a few seconds at most. */
  readonly stop: () => Promise<void>;
}

/** Characters of it that a span shows. */
const longestStatement = 1_000;
/** Milliseconds that a collector which does not answer may hold up the end. */
const longestGoodbye = 3_000;

/**
 * Sends spans to an OTLP collector over HTTP. pg-boss carries the trace of whoever sent a task to whoever runs it, so a
 * request is one trace from the activity on. Headers, time limit, compression and certificates are the exporter's own
 * variables, `OTEL_EXPORTER_OTLP_…`, and what is said of this process comes from `OTEL_RESOURCE_ATTRIBUTES`.
 */
export function startTraces({ url, log }: { readonly url: string; readonly log: Log }): Traces {
  const told = (detail: string): void => {
    log.warn({ detail: detail.slice(0, 300) }, 'Traces meet a difficulty');
  };
  const quiet = (): undefined => undefined;
  diag.setLogger({ error: told, warn: told, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'seatkeeper' }))
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return {
    telemetry: createSpans(),
    async stop() {
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => {
        resolve(undefined);
      }, longestGoodbye);
      await Promise.race([provider.shutdown().catch(quiet), late]);
      clearTimeout(timer);
      for (const api of [trace, context, propagation, diag]) api.disable();
    },
  };
}

function createSpans(): Telemetry {
  const tracer = trace.getTracer('seatkeeper');
  return {
    measure: (work, run) =>
      tracer.startActiveSpan(nameOf(work), { kind: kinds[work.kind], attributes: attributesOf(work) }, async (span) => {
        try {
          return await run((outcome) => {
            finish(span, outcome);
          });
        } catch (err) {
          // The log has the error: its message may tell more than a trace should.
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw err;
        } finally {
          span.end();
        }
      }),
    statement({ text, milliseconds, failed }) {
      // Nobody asks for a trace of the health checks.
      if (!trace.getActiveSpan()) return;
      const verb = /^\w+/.exec(text)?.[0].toUpperCase() ?? 'STATEMENT';
      const now = Date.now();
      const span = tracer.startSpan(verb, {
        kind: SpanKind.CLIENT,
        startTime: now - milliseconds,
        attributes: {
          'db.system.name': 'postgresql',
          'db.operation.name': verb,
          'db.query.text': text.slice(0, longestStatement),
        },
      });
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(now);
    },
    circuit: () => undefined,
    refused: () => undefined,
  };
}

const kinds = { turn: SpanKind.SERVER, task: SpanKind.INTERNAL, call: SpanKind.CLIENT } as const;
const well: readonly string[] = ['ok', 'stranger', 'delayed', '2xx', '3xx'];

function finish(span: Span, outcome: string): void {
  span.setAttribute('seatkeeper.outcome', outcome);
  if (!well.includes(outcome)) span.setStatus({ code: SpanStatusCode.ERROR });
}

function nameOf(work: Work): string {
  switch (work.kind) {
    case 'turn':
      return `turn ${work.turn}`;
    case 'task':
      return `task ${work.task}`;
    case 'call':
      return `${work.method} ${work.service} ${work.path}`;
    default:
      return assertNever(work);
  }
}

function attributesOf(work: Work): Readonly<Record<string, string | number>> {
  if (work.kind !== 'call') return { 'seatkeeper.correlation_id': work.correlationId };
  return {
    'http.request.method': work.method,
    'url.template': work.path,
    'peer.service': work.service,
    'http.request.resend_count': work.attempt - 1,
    ...(work.environment !== undefined && { 'seatkeeper.environment': work.environment }),
    ...(work.host !== undefined && { 'server.address': work.host }),
  };
}
