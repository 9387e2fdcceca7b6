import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TransientFailure } from '../../src/application/failures.ts';
import { createHttp } from '../../src/crm/http.ts';
import { environmentAt, ids, keepLog, startWorld } from './support.ts';
import type { Fault, World } from './support.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.control('DELETE', '/faults');
  await world.control('DELETE', '/calls');
  world.log.lines.length = 0;
});
afterAll(() => world.stop());

/** One call per service that may be sent again. */
const services: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ['dataverse', 'RetrieveOrganizationResources', () => world.dataverse.readQuota(world.prod)],
  ['graph', 'subscribedSkus', () => world.directory.readLicence(ids.enterpriseSku)],
  ['powerPlatform', 'addUser', () => world.powerPlatform.bringIn(world.prod, ids.alex)],
];

const failureOf = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error;
  }
};

describe.each(services)('%s', (service, path, work) => {
  const fault = (facts: Omit<Fault, 'match'>): Promise<void> => world.fault({ match: { path }, ...facts });
  const seen = async (): Promise<number> => (await world.calls()).filter((call) => call.includes(path)).length;

  test.each([408, 429, 500, 502, 503, 504])(
    '%i is tried again three times, quickly, then left to later',
    async (status) => {
      await fault({ status, times: 3 });
      await work();
      expect(await seen()).toBe(4);
      await fault({ status, times: 4 });
      expect(await failureOf(work)).toMatchObject({ name: 'TransientFailure', service, code: `Http${status}` });
    },
  );

  test('connections that break are tried again', async () => {
    await fault({ reset: true, times: 3 });
    await work();
    await fault({ reset: true, times: 4 });
    expect(await failureOf(work)).toMatchObject({ name: 'TransientFailure', service, code: 'NoAnswer' });
  });

  test('a short Retry-After is waited for here, a long one is for the job queue', async () => {
    await fault({ status: 429, retryAfter: 0, times: 2 });
    await work();
    await world.control('DELETE', '/calls');
    await fault({ status: 429, retryAfter: 30 });
    expect(await failureOf(work)).toMatchObject({ name: 'TransientFailure', service, retryAfter: 30_000 });
    expect(await seen()).toBe(1);
  });

  test.each([400, 401, 403])('%i is final', async (status) => {
    await fault({ status, message: 'No.' });
    expect(await failureOf(work)).toMatchObject({ name: 'PermanentFailure', service, code: expect.any(String) });
    expect(await seen()).toBe(1);
  });

  test('each call is one line of the log: no id in the path, no token, no body', async () => {
    await fault({ status: 503 });
    await work();
    const lines = world.log.lines.filter((line) => String(line['path']).includes(path));
    expect(lines.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'Http503'],
      [2, 'ok'],
    ]);
    expect(lines[0]).toMatchObject({
      message: 'Service called',
      service,
      status: 503,
      milliseconds: expect.any(Number),
      serviceRequestId: expect.any(String),
    });
    expect(world.log.text()).not.toMatch(/sandbox|Bearer|[0-9a-f]{8}-[0-9a-f]{4}-4000/);
  });
});

test('a creation is never sent twice', async () => {
  await world.fault({ match: { method: 'POST', path: '/users$' }, status: 503 });
  const wanted = { upn: 'svc@contoso.onmicrosoft.com', displayName: 'Service', mark: 'm' };
  await expect(world.directory.ensureAccount(wanted)).rejects.toBeInstanceOf(TransientFailure);
  expect(await world.calls('POST')).toHaveLength(1);
});

test('whoever does not answer in time is asked again, and then left to later', async () => {
  const { directory } = world.crmWith({ timeout: 60, repeats: 1 });
  await world.fault({ match: { path: 'subscribedSkus' }, latencyMs: 300, times: 2 });
  await expect(directory.readLicence(ids.enterpriseSku)).rejects.toMatchObject({
    code: 'NoAnswer',
    message: 'Microsoft Graph did not answer (TimedOut)',
  });
  expect(world.log.lines.map(({ attempt }) => attempt)).toEqual([1, 2]);
});

test('nobody at the address is a failure that may pass', async () => {
  const nowhere = environmentAt('http://127.0.0.1:1', 'prod');
  await expect(world.dataverse.readQuota(nowhere)).rejects.toMatchObject({
    name: 'TransientFailure',
    message: 'Dataverse did not answer (ECONNREFUSED)',
  });
});

test('a bug is no failure: it is thrown as it is, and once', async () => {
  let calls = 0;
  const http = createHttp({ log: keepLog(), pause: 1 });
  const broken = http.call({ service: 'graph', method: 'GET', path: '/' }, () => {
    calls++;
    throw new RangeError('bug');
  });
  await expect(broken).rejects.toThrow(RangeError);
  expect(calls).toBe(1);
});
