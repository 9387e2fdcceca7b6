import { startSimulator } from '../../src/sandbox/simulator/server.ts';
import { createTestDatabase } from '../support/postgres.ts';

export interface TestSimulator {
  url: string;
  databaseUrl: string;
  /** Any call; the bearer token comes along. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
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
export async function startTestSimulator(): Promise<TestSimulator> {
  const database = await createTestDatabase();
  const clock = () => new Date('2026-03-02T09:00:00Z');
  const options = { databaseUrl: database.url, port: 0, clock };
  let simulator = await startSimulator(options);
  const call: TestSimulator['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(simulator.url + path, {
      method,
      headers: { Authorization: 'Bearer sandbox', 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    const parsed = (json ? JSON.parse(text) : { text }) as Body;
    return { status: response.status, headers: response.headers, body: parsed };
  };
  const control: TestSimulator['control'] = (method, path, body) => call(method, `/_simulator${path}`, body);
  return {
    get url() {
      return simulator.url;
    },
    databaseUrl: database.url,
    call,
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
