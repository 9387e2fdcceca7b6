import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';
import { approver, everybody, personCalled, requester, type Person } from './people.ts';
import { readScenarioFile } from './simulator/scenario/file.ts';
import type { ScenarioFile } from './simulator/scenario/file.ts';

export type Settings = {
  dataFolder: string;
  postgresFolder: string;
  logFolder: string;
  playgroundFolder: string;
  configFile: string;
  tenantId: string;
  botPort: number;
  simulatorPort: number;
  /** Wishes: free ones are taken instead. */
  windowPorts: { requester: number; approver: number };
  /** Who has a window besides the requester and the approver. */
  others: readonly Person[];
  scenario: ScenarioFile | undefined;
  entries: { bot: string; simulator: string };
};

/** What the sandbox itself must know of the configuration. The rest is the bot's to check and to explain. */
const SandboxConfig = z.object({
  tenantId: z.string(),
  services: z.object({
    graph: z.url().refine((url) => new URL(url).hostname === '127.0.0.1' && new URL(url).port !== ''),
  }),
});

/** Rejects with what is wrong and how to mend it. */
export async function readSettings(env: NodeJS.ProcessEnv, args: readonly string[] = []): Promise<Settings> {
  const { also, ...options } = optionsFrom(args);
  const scenario = options.scenario ?? env.SIMULATOR_SCENARIO;
  const dataFolder = resolve(env.SEATKEEPER_DATA ?? './data');
  const configFile = resolve(env.SEATKEEPER_CONFIG ?? './seatkeeper.yaml');
  const { tenantId, services } = await readSandboxConfig(configFile);
  return {
    dataFolder,
    postgresFolder: join(dataFolder, 'postgres'),
    logFolder: join(dataFolder, 'logs'),
    playgroundFolder: join(dataFolder, 'playground'),
    configFile,
    tenantId,
    botPort: portFrom(env.PORT),
    simulatorPort: Number(new URL(services.graph).port),
    windowPorts: { requester: 56_150, approver: 56_151 },
    others: also,
    scenario: scenario ? readScenarioFile(scenario) : undefined,
    entries: { bot: entry('botProcess.ts'), simulator: entry('simulator/main.ts') },
  };
}

function optionsFrom(args: readonly string[]): { scenario?: string | undefined; also: readonly Person[] } {
  try {
    const options = { scenario: { type: 'string' }, also: { type: 'string', multiple: true } } as const;
    const { scenario, also = [] } = parseArgs({ args: [...args], options }).values;
    return { scenario, also: peopleCalled(also.flatMap((names) => names.split(','))) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    const usage = 'npm run sandbox -- --scenario <name or file.yaml> --also <names, with commas>';
    throw new Error(`${reason}\nUsage: ${usage}`, { cause });
  }
}

function peopleCalled(names: readonly string[]): readonly Person[] {
  const people = names.map((name) => {
    const found = personCalled(name);
    if (found) return found;
    throw new Error(`Nobody is called "${name}". There are: ${everybody.map(({ givenName }) => givenName).join(', ')}`);
  });
  return [...new Set(people)].filter((person) => person !== requester && person !== approver);
}

async function readSandboxConfig(file: string): Promise<z.infer<typeof SandboxConfig>> {
  let content: unknown;
  try {
    content = parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new Error(`The configuration ${file} cannot be read: ${reason}`, { cause });
  }
  const config = SandboxConfig.safeParse(content);
  if (config.success) return config.data;
  throw new Error(
    `The sandbox needs a "tenantId" and a "services.graph" like http://127.0.0.1:4001/graph in ${file}: that is where ` +
      'the simulator listens. The seatkeeper.yaml that comes with the project has both',
  );
}

function portFrom(value = '3978'): number {
  const port = z.coerce.number().int().min(1).max(65_535).safeParse(value);
  if (!port.success) throw new Error(`PORT is "${value}", which is no port number`);
  return port.data;
}

function entry(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
