import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMetricsDoor } from '../../src/metricsDoor.ts';
import { startServer } from '../../src/server.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { keepLog } from '../crm/support.ts';
import { eventually } from '../store/harness.ts';
import { startWholeBot, wholeJourney, type WholeBot } from './wholeBot.ts';

describe('after a whole journey', () => {
  let bot: WholeBot;
  let text: string;
  beforeAll(async () => {
    bot = await startWholeBot();
    await bot.services.fault({ match: { method: 'GET', path: '/users' }, status: 503 });
    await wholeJourney(bot);
    await bot.teams.send({ type: 'message' });
    await eventually(async () => (text = await scrape(bot)).includes('seatkeeper_requests{status="Active"} 1'));
  }, 90_000);
  afterAll(() => bot.stop());

  const valueOf = (series: string): number => {
    const line = text.split('\n').find((each) => each.startsWith(`${series} `));
    return line === undefined ? NaN : Number(line.slice(series.length));
  };
  const sumOf = (name: string, label = ''): number =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && line.includes(label))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);

  test('turns are counted by kind and outcome, with how long they took', () => {
    expect(valueOf('seatkeeper_turn_seconds_count{kind="message",outcome="ok"}')).toBe(1);
    expect(valueOf('seatkeeper_turn_seconds_count{kind="click",outcome="ok"}')).toBe(4);
    expect(valueOf('seatkeeper_turn_seconds_sum{kind="click",outcome="ok"}')).toBeGreaterThan(0);
    expect(valueOf('seatkeeper_activities_refused_total{reason="malformed"}')).toBe(1);
  });

  test('tasks are counted by name, and none is left waiting', () => {
    expect(sumOf('seatkeeper_task_seconds_count', 'task="provision"')).toBeGreaterThanOrEqual(1);
    expect(valueOf('seatkeeper_queue_depth{task="provision"}')).toBe(0);
  });

  test('remote calls are counted by service, environment and class of the answer, and repetitions apart', () => {
    const dataverse = 'seatkeeper_remote_call_seconds_count{service="dataverse",environment="prod",status="2xx"}';
    expect(valueOf(dataverse)).toBeGreaterThan(5);
    expect(valueOf('seatkeeper_remote_call_seconds_count{service="graph",environment="",status="5xx"}')).toBe(1);
    expect(
      valueOf('seatkeeper_remote_call_seconds_count{service="teams",environment="",status="2xx"}'),
    ).toBeGreaterThan(5);
    expect(valueOf('seatkeeper_remote_call_repetitions_total{service="graph",environment=""}')).toBe(1);
    expect(valueOf('seatkeeper_circuit_open{service="graph",environment="",host=""}')).toBe(0);
    expect(sumOf('seatkeeper_database_statement_seconds_count')).toBeGreaterThan(50);
  });

  test('seats, requests and cards are as the store has them', async () => {
    const { limit, used } = await bot.services.dataverse.readQuota(bot.services.prod);
    expect(valueOf('seatkeeper_seats_limit{environment="prod"}')).toBe(limit);
    const [inUse, reserved, free] = ['used', 'reserved', 'free'].map((name) =>
      valueOf(`seatkeeper_seats_${name}{environment="prod"}`),
    );
    expect(inUse).toBe(used);
    expect([reserved, free]).toEqual([0, limit - used]);
    expect(valueOf('seatkeeper_seats_waiting{environment="prod"}')).toBe(0);
    expect(valueOf('seatkeeper_requests{status="Pending"}')).toBe(0);
    expect(valueOf('seatkeeper_cards{state="sent"}')).toBeGreaterThan(2);
    expect(valueOf('seatkeeper_cards{state="unknown"}')).toBe(0);
    expect(valueOf('seatkeeper_cards_outdated')).toBeGreaterThanOrEqual(0);
    expect(valueOf('seatkeeper_store_up')).toBe(1);
  });

  test('the process is there too', () => {
    expect(valueOf('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  test('no label has an id, an address or a name in it', () => {
    const labels = [...text.matchAll(/\w+="([^"]*)"/g)].map(([, value]) => value ?? '');
    expect(new Set(labels.filter((value) => /[0-9a-f]{8}-|@|\/|\s/i.test(value)))).toEqual(new Set());
    for (const name of ['Alex', 'Megan', 'SAP']) expect(text).not.toContain(name);
  });

  test('every metric of the bot is explained, and no other', async () => {
    const { readFile } = await import('node:fs/promises');
    const explained = [...(await readFile('docs/metrics.md', 'utf8')).matchAll(/^\| `(seatkeeper_\w+)`/gm)];
    const exposed = [...text.matchAll(/^# HELP (seatkeeper_\w+)/gm)];
    expect(explained.map(([, name]) => name).sort()).toEqual(exposed.map(([, name]) => name).sort());
  });

  test('what came through a proxy gets none', async () => {
    const response = await fetch(`${bot.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect([response.status, await response.json()]).toEqual([404, { code: 'NotFound' }]);
  });
});

test('with a token, whoever does not show it gets none', async () => {
  const server = await startServer({
    bot: { authenticated: false, receive: () => Promise.resolve({ status: 200 }) },
    isReady: () => Promise.resolve(true),
    metrics: {
      door: createMetricsDoor({ token: 'a-token-of-some-length', production: true }),
      expose: () => Promise.resolve({ contentType: 'text/plain', text: 'up 1' }),
    },
    host: '127.0.0.1',
    port: 0,
    log: keepLog(),
  });
  try {
    const ask = (authorization: string) => fetch(`${server.url}/metrics`, { headers: { authorization } });
    const refused = await ask('Bearer another-token');
    expect([refused.status, await refused.json()]).toEqual([401, { code: 'Unauthorized' }]);
    const answered = await ask('Bearer a-token-of-some-length');
    expect([answered.status, await answered.text()]).toEqual([200, 'up 1']);
  } finally {
    await server.stop();
  }
});

test('while the store does not answer, its gauges are absent and the others stay', async () => {
  const metrics = createMetrics();
  const gone = (): Promise<never> => Promise.reject(new Error('No connection'));
  metrics.telemetry.refused('tenant');
  const { text } = await metrics.expose({ requests: gone, cards: gone, seats: gone, queue: gone });
  expect(text).toContain('seatkeeper_store_up 0');
  expect(text).not.toMatch(/^seatkeeper_(requests|cards|cards_outdated|queue_depth|seats_\w+)[ {]/m);
  expect(text).toContain('seatkeeper_activities_refused_total{reason="tenant"} 1');
});

describe('the door', () => {
  const here = { authorization: '', remoteAddress: '127.0.0.1', forwarded: false };

  test('without a token it is open to this machine, and to nobody behind a proxy on it', () => {
    const door = createMetricsDoor({ token: undefined, production: false });
    expect(door(here)).toBe(200);
    expect(door({ ...here, remoteAddress: '::ffff:127.0.0.1' })).toBe(200);
    expect(door({ ...here, forwarded: true })).toBe(404);
    expect(door({ ...here, remoteAddress: '10.0.0.7' })).toBe(404);
  });

  test('without a token it is closed in production', () => {
    expect(createMetricsDoor({ token: undefined, production: true })(here)).toBe(404);
  });

  test.each([true, false])('with a token it asks everybody for it (production: %s)', (production) => {
    const door = createMetricsDoor({ token: 'a-token-of-some-length', production });
    expect(door(here)).toBe(401);
    expect(door({ ...here, authorization: 'Bearer a-token-of-some-lengtH' })).toBe(401);
    expect(door({ authorization: 'Bearer a-token-of-some-length', remoteAddress: '10.0.0.7', forwarded: true })).toBe(
      200,
    );
  });
});

async function scrape(bot: WholeBot): Promise<string> {
  const response = await fetch(`${bot.url}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  return response.text();
}
