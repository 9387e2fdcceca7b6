import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { dataverse, startTestSimulator } from './startTestSimulator.ts';
import type { TestSimulator } from './startTestSimulator.ts';

let simulator: TestSimulator;
beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(() => simulator.control('POST', '/reset'));
afterAll(() => simulator.stop());

const whoAmI = () => simulator.call('GET', dataverse('prod', 'WhoAmI()'));

test('a fault answers as often as it was ordered, in the shape of the service', async () => {
  const throttled = {
    status: 429,
    code: '0x80072322',
    message: 'Number of requests exceeded the limit.',
    retryAfter: 7,
  };
  await simulator.control('POST', '/faults', [{ match: { path: '/prod/.*WhoAmI' }, times: 2, ...throttled }]);
  for (let count = 0; count < 2; count += 1) {
    const reply = await whoAmI();
    expect(reply).toMatchObject({ status: 429, body: { error: { code: '0x80072322' } } });
    expect(reply.headers.get('retry-after')).toBe('7');
  }
  expect((await whoAmI()).status).toBe(200);
});

test('a fault meets only the method and the path it was ordered for', async () => {
  await simulator.control('POST', '/faults', [
    { match: { method: 'PATCH', path: 'systemusers' }, times: 1, status: 503 },
  ]);
  expect((await simulator.call('GET', dataverse('prod', 'systemusers'))).status).toBe(200);
  await simulator.control('DELETE', '/faults');
  expect((await simulator.control('GET', '/faults')).body).toEqual([]);
});

test('a fault can meet every so many calls, for good, and leaves the others to the next fault', async () => {
  await simulator.control('POST', '/faults', [
    { match: { path: 'WhoAmI' }, times: 'always', every: 3, status: 503 },
    { match: { path: 'WhoAmI' }, status: 429 },
  ]);
  const statuses: number[] = [];
  for (let count = 0; count < 7; count += 1) statuses.push((await whoAmI()).status);
  expect(statuses).toEqual([503, 429, 200, 503, 200, 200, 503]);
});

test('a reset connection leaves nothing done', async () => {
  await simulator.control('POST', '/faults', [{ match: { path: 'WhoAmI' }, times: 1, reset: true }]);
  await expect(whoAmI()).rejects.toThrow('fetch failed');
  expect((await whoAmI()).status).toBe(200);
});

test('a lost answer leaves the work done', async () => {
  await simulator.control('POST', '/faults', [
    { match: { method: 'PATCH', path: '/users/' }, times: 1, loseAnswer: true },
  ]);
  const path = '/graph/v1.0/users/alexw@contoso.onmicrosoft.com';
  await expect(simulator.call('PATCH', path, { jobTitle: 'Head of integration' })).rejects.toThrow('fetch failed');
  expect((await simulator.call('GET', path)).body).toMatchObject({ jobTitle: 'Head of integration' });
});

test('an answer can be lost behind a gateway that answers for the service', async () => {
  await simulator.control('POST', '/faults', {
    match: { method: 'PATCH', path: '/users/' },
    loseAnswer: true,
    status: 504,
  });
  const path = '/graph/v1.0/users/alexw@contoso.onmicrosoft.com';
  expect((await simulator.call('PATCH', path, { jobTitle: 'Head of integration' })).status).toBe(504);
  expect((await simulator.call('GET', path)).body).toMatchObject({ jobTitle: 'Head of integration' });
});

test('a fault is kept for a call that has its token', async () => {
  await simulator.control('POST', '/faults', { match: { path: 'WhoAmI' }, status: 503 });
  const unauthorised = await simulator.call('GET', dataverse('prod', 'WhoAmI()'), undefined, { Authorization: '' });
  expect(unauthorised.status).toBe(401);
  expect((await whoAmI()).status).toBe(503);
});

test('latency delays the answer', async () => {
  await simulator.control('POST', '/faults', [{ match: { path: 'WhoAmI' }, times: 1, latencyMs: 150 }]);
  const startedAt = performance.now();
  expect((await whoAmI()).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
});

test('the last calls are remembered with what became of them', async () => {
  await whoAmI();
  await simulator.call('GET', dataverse('prod', 'nosuch'));
  expect((await simulator.control('GET', '/calls')).body).toMatchObject([
    { method: 'GET', path: '/prod/api/data/v9.2/WhoAmI()', status: 200 },
    { method: 'GET', path: '/prod/api/data/v9.2/nosuch', status: 404 },
  ]);
  await simulator.control('DELETE', '/calls');
  expect((await simulator.control('GET', '/calls')).body).toEqual([]);
});

test('a wrong order is refused with its reason', async () => {
  const reply = await simulator.control('POST', '/faults', [{ match: {}, times: 0 }]);
  expect(reply.status).toBe(400);
  expect(reply.body.error.message).toMatch(/times/);
  expect((await simulator.control('POST', '/faults', [{ match: { path: '(' } }])).status).toBe(400);
  expect((await simulator.control('PATCH', '/environments/nosuch', { limit: 1 })).status).toBe(404);
  expect((await simulator.control('PATCH', '/environments/prod', { nosuch: 1 })).status).toBe(400);
});

test('the summary shows the seats and the licences', async () => {
  await simulator.control('PATCH', '/environments/prod', { limit: 9 });
  const { body } = await simulator.control('GET', '');
  expect(body).toMatchObject({
    environments: [
      { key: 'legacy', seats: { used: 0, limit: 0 } },
      { key: 'prod', seats: { used: 5, limit: 9 } },
      { key: 'test', seats: { used: 7, limit: 7 } },
    ],
    licences: [
      { skuPartNumber: 'DYN365_ENTERPRISE_PLAN1', used: 22, enabled: 25 },
      { skuPartNumber: 'ENTERPRISEPACK' },
    ],
  });
});
