import { createCrm } from '../../src/crm/crm.ts';
import type { Crm } from '../../src/crm/crm.ts';
import { createHttp } from '../../src/crm/http.ts';
import type { HttpOptions } from '../../src/crm/http.ts';
import type { Log } from '../../src/application/ports/world.ts';
import type { Environment } from '../../src/domain/environment.ts';
import type { EnvironmentKey, GroupId, SystemUserId } from '../../src/domain/words.ts';
import { startSimulator } from '../../src/sandbox/simulator/server.ts';
import { createTestDatabase } from '../support/postgres.ts';

export const ids = {
  alex: 'a1e00000-0000-4000-8000-000000000001',
  megan: 'a1e00000-0000-4000-8000-000000000002',
  nestor: 'a1e00000-0000-4000-8000-000000000003',
  lee: 'a1e00000-0000-4000-8000-000000000005',
  patti: 'a1e00000-0000-4000-8000-000000000007',
  legacyReports: 'a2e00000-0000-4000-8000-000000000020',
  approvers: 'c0000000-0000-4000-8000-000000000001' as GroupId,
  nowhere: '99999999-0000-4000-8000-000000000000',
  enterpriseSku: '50000000-0000-4000-8000-000000000001',
};

/** `Record` of everything that was logged; `text` for looking for what must not be there. */
export interface KeptLog extends Log {
  readonly lines: (Record<string, unknown> & { message: string })[];
  text(): string;
}

export function keepLog(): KeptLog {
  const lines: KeptLog['lines'] = [];
  const keep = (fields: object, message: string): void => {
    lines.push({ ...fields, message });
  };
  return { lines, text: () => JSON.stringify(lines), debug: keep, info: keep, warn: keep, error: keep };
}

export interface Fault {
  match: { method?: string; path: string };
  times?: number | 'always';
  latencyMs?: number;
  status?: number;
  code?: string;
  message?: string;
  retryAfter?: number;
  reset?: true;
  loseAnswer?: true;
}

export interface World extends Crm {
  readonly log: KeptLog;
  readonly url: string;
  readonly prod: Environment;
  readonly test: Environment;
  readonly legacy: Environment;
  crmWith(options: Partial<HttpOptions>): Crm;
  control(method: string, path: string, body?: object): Promise<unknown>;
  fault(...faults: Fault[]): Promise<void>;
  /** What the simulator was asked since the last reset, as `METHOD path` without the query. */
  calls(method?: string): Promise<readonly string[]>;
  graph(method: string, path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** The clients of the bot, over HTTP, against Contoso. */
export async function startWorld(): Promise<World> {
  const database = await createTestDatabase();
  const simulator = await startSimulator({ databaseUrl: database.url, port: 0 });
  const log = keepLog();
  const { url } = simulator;

  async function send(method: string, path: string, body?: object): Promise<unknown> {
    const headers = { Authorization: 'Bearer sandbox', 'Content-Type': 'application/json' };
    const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  function crmWith(options: Partial<HttpOptions>): Crm {
    return createCrm({
      cloud: 'public',
      services: { graph: `${url}/graph`, powerPlatform: `${url}/bap` },
      credentials: undefined,
      production: false,
      log,
      // A rest that is over soon: the tests' clock stands, while this one runs.
      http: createHttp({ log, pause: 5, circuit: { failures: 10, rest: 20 }, ...options }),
    });
  }

  const control: World['control'] = (method, path, body) => send(method, `/_simulator${path}`, body);
  return {
    ...crmWith({}),
    log,
    url,
    prod: environmentAt(url, 'prod'),
    test: environmentAt(url, 'test'),
    legacy: environmentAt(url, 'legacy'),
    crmWith,
    control,
    async fault(...faults) {
      await control('POST', '/faults', faults);
    },
    async calls(method) {
      const calls = (await control('GET', '/calls')) as { method: string; path: string }[];
      return calls
        .filter((call) => method === undefined || call.method === method)
        .map((call) => `${call.method} ${call.path.split('?')[0]}`);
    },
    graph: (method, path, body) => send(method, `/graph/v1.0${path}`, body),
    async stop() {
      await simulator.close();
      await database.drop();
    },
  };
}

/** An environment of Contoso, at the address of a simulator or of a stub. */
export function environmentAt(url: string, key: 'prod' | 'test' | 'legacy'): Environment {
  const number = { prod: 1, test: 2, legacy: 3 }[key];
  return {
    key: key as EnvironmentKey,
    name: `Contoso ${key}`,
    url: `${url}/${key}`,
    deployment: key === 'legacy' ? 'onPremises' : 'online',
    environmentId: `e0000000-0000-4000-8000-00000000000${number}`,
    accountDomain: 'contoso.onmicrosoft.com',
    licenceSku: ids.enterpriseSku,
    limit: 'live',
    approval: 'standard',
    owners: [],
  };
}

export const nobody = ids.nowhere as SystemUserId;
