import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { withinBudget } from '../../src/application/budget.ts';
import { TransientFailure } from '../../src/application/failures.ts';
import { createHttp } from '../../src/crm/http.ts';
import type { EnvironmentKey } from '../../src/domain/words.ts';
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
    expect(lines[1]).toMatchObject({ status: 200, serviceRequestId: expect.any(String) });
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

describe('a service that fails again and again', () => {
  const [failures, rest] = [3, 300];
  const patient = { repeats: 0, circuit: { failures, rest } };
  const down = (path: string, times = failures): Promise<void> => world.fault({ match: { path }, status: 503, times });
  const asked = async (): Promise<number> => (await world.calls()).filter((call) => call.includes('/test/')).length;
  const messages = (): string[] =>
    world.log.lines.map(({ message }) => message).filter((text) => text !== 'Service called');

  test('is left alone for a while, then tried by one alone, and used again when that works', async () => {
    const { dataverse } = world.crmWith(patient);
    const read = (): Promise<unknown> => failureOf(() => dataverse.readOrganization(world.test));
    await down('/test/.*RetrieveCurrentOrganization');
    for (let count = 0; count < failures; count++) expect(await read()).toMatchObject({ code: 'Http503' });
    const open = {
      name: 'TransientFailure',
      service: 'dataverse',
      code: 'CircuitOpen',
      retryAfter: expect.any(Number),
    };
    expect(await read()).toMatchObject(open);
    expect(await asked()).toBe(failures);
    expect(messages()).toEqual(['The service is left alone for a while']);

    let answers: unknown[] = [];
    await until(async () => {
      answers = await Promise.all([read(), read(), read()]);
      return answers.some((answer) => !(answer instanceof TransientFailure));
    });
    expect(answers.filter((answer) => answer instanceof TransientFailure)).toHaveLength(2);
    expect(await asked()).toBe(failures + 1);
    expect(await read()).toMatchObject({ online: true });
    expect(messages()).toEqual(['The service is left alone for a while', 'The service answers again']);
  });

  test('rests again when the one that tries fails', async () => {
    const { directory } = world.crmWith(patient);
    await down('subscribedSkus', failures + 1);
    const codes: unknown[] = [];
    await until(async () => {
      const answer = await failureOf(() => directory.readLicence(ids.enterpriseSku));
      codes.push((answer as TransientFailure).code);
      return codes.filter((code) => code === 'Http503').length === failures + 1;
    });
    await expect(directory.readLicence(ids.enterpriseSku)).rejects.toMatchObject({ code: 'CircuitOpen' });
  });

  test('stands for itself: another environment is asked as ever', async () => {
    const { dataverse } = world.crmWith(patient);
    await down('/prod/.*RetrieveCurrentOrganization');
    for (let count = 0; count < failures; count++) await failureOf(() => dataverse.readOrganization(world.prod));
    await expect(dataverse.readOrganization(world.prod)).rejects.toMatchObject({ code: 'CircuitOpen' });
    expect(await dataverse.readOrganization(world.test)).toMatchObject({ online: true });
  });

  test.each([400, 429])('is not one that answers %i', async (status) => {
    const { directory } = world.crmWith(patient);
    await world.fault({ match: { path: 'subscribedSkus' }, status, times: failures * 2 });
    for (let count = 0; count < failures * 2; count++) {
      expect(await failureOf(() => directory.readLicence(ids.enterpriseSku))).not.toMatchObject({
        code: 'CircuitOpen',
      });
    }
    expect(await directory.readLicence(ids.enterpriseSku)).toMatchObject({ total: 25 });
  });
});

test('only so many calls of one host are under way, the others wait for their turn', async () => {
  const http = createHttp({ log: keepLog(), atOnce: 3 });
  let [underWay, most] = [0, 0];
  const finished: number[] = [];
  const one = (number: number, environment: string): Promise<void> =>
    http.call(
      { service: 'dataverse', environment: environment as EnvironmentKey, method: 'GET', path: '/' },
      async () => {
        most = Math.max(most, ++underWay);
        await world.calls();
        underWay--;
        finished.push(number);
      },
    );
  await Promise.all(Array.from({ length: 12 }, (_, number) => one(number, 'one')));
  expect(most).toBe(3);
  expect(finished).toHaveLength(12);
  most = 0;
  await Promise.all(Array.from({ length: 12 }, (_, number) => one(number, String(number % 2))));
  expect(most).toBe(6);
});

describe('a budget of time', () => {
  const spent = { name: 'TransientFailure', code: 'OutOfTime' };
  const skus = (options: Parameters<World['crmWith']>[0]): Promise<unknown> =>
    withinBudget(100, () => world.crmWith(options).directory.readLicence(ids.enterpriseSku));

  test('ends an attempt that hangs, and no other one begins', async () => {
    await world.fault({ match: { path: 'subscribedSkus' }, latencyMs: 400 });
    await expect(skus({ pause: 1 })).rejects.toMatchObject(spent);
    expect(world.log.lines.map(({ attempt }) => attempt)).toEqual([1]);
  });

  test('ends a pause before a repetition', async () => {
    await world.fault({ match: { path: 'subscribedSkus' }, status: 503 });
    await expect(skus({ pause: 2000 })).rejects.toMatchObject(spent);
  });

  test('ends waiting for a turn, and the place in the queue is free again', async () => {
    const http = createHttp({ log: keepLog(), atOnce: 1 });
    const call = { service: 'graph', method: 'GET', path: '/' } as const;
    const { promise, resolve } = Promise.withResolvers<string>();
    const first = http.call(call, () => promise);
    await expect(withinBudget(50, () => http.call(call, () => Promise.resolve('late')))).rejects.toMatchObject(spent);
    const third = http.call(call, () => Promise.resolve('third'));
    resolve('first');
    expect(await Promise.all([first, third])).toEqual(['first', 'third']);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

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
