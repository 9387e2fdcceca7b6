import { startSimulator } from '../../src/sandbox/simulator/server.ts';
import type { SimulatorOptions } from '../../src/sandbox/simulator/server.ts';
import { createTestDatabase } from '../support/postgres.ts';

export interface TestSimulator {
  url: string;
  databaseUrl: string;
  /** Any call; the bearer token comes along. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** The same with a body that is no JSON. */
  sendText(method: string, path: string, body: string, contentType: string): Promise<Reply>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  /** Moves the simulator's clock. */
  pass(seconds: number): Promise<void>;
  /** Ends the server and starts another on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Reply {
  status: number;
  headers: Headers;
  body: Body;
}

/** What the tests look at in an answer. */
export interface Body {
  [name: string]: unknown;
  value: Record<string, unknown>[];
  error: { code: string; message: string };
}

/** Contoso on a database of its own, at a clock that only the test moves. */
export async function startTestSimulator(given: Pick<SimulatorOptions, 'scenario'> = {}): Promise<TestSimulator> {
  const database = await createTestDatabase();
  const clock = () => new Date('2026-03-02T09:00:00Z');
  const options = { databaseUrl: database.url, port: 0, clock, ...given };
  let simulator = await startSimulator(options);
  const exchange = async (method: string, path: string, body: string | undefined, headers: object): Promise<Reply> => {
    const response = await fetch(simulator.url + path, {
      method,
      headers: { Authorization: 'Bearer sandbox', 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    const parsed = (json ? JSON.parse(text) : { text }) as Body;
    return { status: response.status, headers: response.headers, body: parsed };
  };
  const call: TestSimulator['call'] = (method, path, body, headers = {}) =>
    exchange(method, path, body === undefined ? undefined : JSON.stringify(body), headers);
  const control: TestSimulator['control'] = (method, path, body) => call(method, `/_simulator${path}`, body);
  return {
    get url() {
      return simulator.url;
    },
    databaseUrl: database.url,
    call,
    sendText: (method, path, body, type) => exchange(method, path, body, { 'Content-Type': type }),
    control,
    async pass(advanceSeconds) {
      await control('POST', '/clock', { advanceSeconds });
    },
    async restart() {
      await simulator.close();
      simulator = await startSimulator(options);
    },
    async stop() {
      await simulator.close();
      await database.drop();
    },
  };
}

export const dataverse = (key: string, path: string): string => `/${key}/api/data/v9.2/${path}`;
