import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTraces } from '../../src/telemetry/traces.ts';
import { keepLog } from '../crm/support.ts';
import { alex, lee, megan, nestor } from '../support/requests.ts';
import { purpose, startWholeBot, wholeJourney, type WholeBot } from './wholeBot.ts';

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

interface Batch {
  readonly resourceSpans: readonly {
    readonly resource: Pick<SentSpan, 'attributes'>;
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

let collector: Server;
const received: string[] = [];
let spans: readonly SentSpan[];
let bot: WholeBot;

beforeAll(async () => {
  collector = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      if (req.url === '/v1/traces') received.push(Buffer.concat(chunks).toString());
      res.setHeader('content-type', 'application/json');
      res.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  bot = await startWholeBot({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/` });
  await wholeJourney(bot);
  // Sends what is left.
  await bot.stopBot();
  spans = batches().flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
}, 90_000);
afterAll(async () => {
  await bot.stop();
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});

const batches = (): readonly Batch[] => received.map((body) => JSON.parse(body) as Batch);
const attribute = (span: Pick<SentSpan, 'attributes'>, name: string): string | undefined =>
  span.attributes.find(({ key }) => key === name)?.value.stringValue;

/** From the activity down to the span. */
function ancestry(span: SentSpan): readonly string[] {
  const parent = spans.find(({ spanId, traceId }) => spanId === span.parentSpanId && traceId === span.traceId);
  if (span.parentSpanId && !parent) throw new Error(`The parent of ${span.name} was not sent`);
  return parent ? [...ancestry(parent), span.name] : [span.name];
}

/** The approving click: the last turn that somebody clicked. */
function approvingTurn(): SentSpan {
  const clicks = spans.filter(({ name }) => name === 'turn click');
  const [last] = clicks.toSorted((a, b) => Number(BigInt(b.startTimeUnixNano) - BigInt(a.startTimeUnixNano)));
  if (!last) throw new Error('No click was traced');
  return last;
}

test('from the approving click to the last remote call, all is one trace', () => {
  const trace = spans.filter(({ traceId }) => traceId === approvingTurn().traceId);
  const ways = trace.map(ancestry);
  expect(new Set(ways.map(([first]) => first))).toEqual(new Set(['turn click']));

  const wayOf = (name: string): readonly string[] | undefined => ways.find((way) => way.at(-1) === name);
  const creation = ['turn click', 'upsert provision', 'process provision', 'task provision'];
  const licence = 'POST graph /users/{id}/assignLicense';
  expect(wayOf(licence)).toEqual([...creation, licence]);
  const nonInteractive = 'PATCH dataverse /systemusers({id})';
  expect(wayOf(nonInteractive)).toEqual([...creation, nonInteractive]);
  // The cards of the user that is ready, by tasks of the task.
  const cards = ways.filter((way) => way.at(-1)?.includes(' teams ') && way.includes('task updateCards'));
  expect(cards.length).toBeGreaterThan(0);
  expect(ways.filter((way) => way.at(-1) === 'INSERT').length).toBeGreaterThan(0);
});

test('each turn and task has the correlation id that the log has', () => {
  const turn = approvingTurn();
  const task = spans.find(({ name, traceId }) => name === 'task provision' && traceId === turn.traceId);
  const id = attribute(turn, 'seatkeeper.correlation_id');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(task && attribute(task, 'seatkeeper.correlation_id')).toBe(id);
});

test('it is told whose traces they are', () => {
  const [first] = batches();
  const [sent] = first?.resourceSpans ?? [];
  expect(sent && attribute(sent.resource, 'service.name')).toBe('seatkeeper');
});

test('no span tells who somebody is, or what they wrote', () => {
  const all = received.join('\n');
  const people = [alex, megan, lee, nestor].flatMap(({ name }) => [name, ...name.split(' ')]);
  const words = [...people, 'svc-', '@contoso', 'SAP', purpose, 'Fine with me', 'breakfast'];
  expect(words.filter((word) => all.includes(word))).toEqual([]);
});

test('a collector that never answers does not hold up the end for long', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  // The exporter's own patience, which would outlive the test.
  process.env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] = '3500';
  const traces = startTraces({ url: `http://127.0.0.1:${port}/v1/traces`, log: keepLog() });
  try {
    const work = { kind: 'turn', turn: 'message', correlationId: 'id' } as const;
    expect(await traces.telemetry.measure(work, () => Promise.resolve('done'))).toBe('done');
    const begun = performance.now();
    await traces.stop();
    expect(performance.now() - begun).toBeLessThan(8_000);
  } finally {
    delete process.env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'];
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  }
}, 20_000);
