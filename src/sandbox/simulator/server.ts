import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCallLog } from './calls.ts';
import type { CallEntry } from './calls.ts';
import { reset } from './control.ts';
import type { Seed } from './control.ts';
import { openDatabase } from './database.ts';
import { createFaults } from './faults.ts';
import { createHandler } from './handler.ts';
import { playScenario } from './scenario/apply.ts';
import type { ScenarioFile } from './scenario/file.ts';
import { ScenarioProblem } from './scenario/problem.ts';
import { seedContoso } from './seed.ts';
import { createStore, tenant } from './state.ts';

export interface SimulatorOptions {
  databaseUrl: string;
  /** 0 takes a free one. */
  port: number;
  host?: string;
  seed?: Seed;
  /** Played at the start, and after each reset. */
  scenario?: ScenarioFile | undefined;
  clock?: () => Date;
  log?: (entry: CallEntry) => void;
}

export interface Simulator {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Starts on what the database holds; an empty one is seeded first. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    databaseUrl,
    port,
    host = '127.0.0.1',
    seed = seedContoso,
    clock = () => new Date(),
    log,
    scenario,
  } = options;
  const store = createStore(await openDatabase(databaseUrl), clock);
  const faults = createFaults();
  const calls = createCallLog();
  const handle = createHandler({ store, seed, scenario: scenario?.scenario, faults, calls, log });
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  // Longer than clients keep an idle connection, or the two could close and use it at the same moment.
  server.keepAliveTimeout = 65_000;
  try {
    await store.write(async (state) => {
      const seeded = await state.list('environment', tenant);
      if (seeded.length === 0) await reset(state, seed);
    });
    if (scenario) await begin({ store, faults }, scenario);
    await listen(server, port, host);
  } catch (error) {
    await store.close();
    throw error;
  }
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}`,
    port: address.port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
    },
  };
}

async function begin(world: Parameters<typeof playScenario>[0], file: ScenarioFile): Promise<void> {
  try {
    await playScenario(world, file.scenario);
  } catch (cause) {
    if (!(cause instanceof ScenarioProblem)) throw cause;
    throw new Error(`The scenario cannot be used:\n  - ${file.placeOf(cause.path)}: ${cause.message}`, { cause });
  }
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
