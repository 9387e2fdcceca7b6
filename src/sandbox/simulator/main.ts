import type { CallEntry } from './calls.ts';
import { readScenarioFile } from './scenario/file.ts';
import { startSimulator } from './server.ts';
import type { Simulator } from './server.ts';

const { SIMULATOR_DATABASE_URL: databaseUrl, SIMULATOR_PORT: port = '4001', SIMULATOR_SCENARIO: wanted } = process.env;
if (!databaseUrl) stop('SIMULATOR_DATABASE_URL is not set: the simulator keeps its state in PostgreSQL.');

try {
  const scenario = wanted ? readScenarioFile(wanted) : undefined;
  const simulator = await startSimulator({ databaseUrl, port: Number(port), scenario, log: reportBug });
  console.log(`CRM simulator on ${simulator.url}`);
  process.send?.({ url: simulator.url });
  for (const event of ['disconnect', 'SIGINT', 'SIGTERM'] as const) process.once(event, () => void leave(simulator));
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  stop(taken ? `Port ${port} is taken: set SIMULATOR_PORT to a free one, or stop what uses it.` : reasonOf(error));
}

function reportBug({ method, path, bug }: CallEntry): void {
  if (bug !== undefined) console.error(`${method} ${path} met a bug of the simulator:`, bug);
}

async function leave(simulator: Simulator): Promise<never> {
  await simulator.close();
  process.exit(0);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
}

function stop(reason: string): never {
  console.error(reason);
  process.exit(1);
}
