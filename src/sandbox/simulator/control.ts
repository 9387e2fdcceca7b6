import { z } from 'zod';
import type { CallLog } from './calls.ts';
import { closedObject } from './closedObject.ts';
import { NewFault } from './faults.ts';
import type { Faults } from './faults.ts';
import { ServiceError } from './http.ts';
import type { Answer, Call } from './http.ts';
import { playScenario } from './scenario/apply.ts';
import { EnvironmentChange, Scenario, SkuChange } from './scenario/changes.ts';
import { changeSku } from './scenario/directory.ts';
import { changeEnvironment } from './scenario/environment.ts';
import { readScenario, readScenarioFile, readyScenarios } from './scenario/file.ts';
import { notThere } from './scenario/problem.ts';
import { tenant } from './state.ts';
import type { State, Store } from './state.ts';
import { summary } from './summary.ts';

/** Puts the first records into an empty store. */
export type Seed = (state: State) => Promise<void>;

export interface Control {
  store: Store;
  seed: Seed;
  /** What the simulator was started with. */
  scenario?: Scenario | undefined;
  faults: Faults;
  calls: CallLog;
}

const ClockChange = closedObject({ advanceSeconds: z.number().min(0) });

/** `/_simulator`: look at the state, bend it, break it. */
export async function answerControl(control: Control, call: Call): Promise<Answer> {
  const { store, faults, calls } = control;
  const [, first = '', id = ''] = call.path.split('/');
  switch (`${call.method} /${first}`) {
    case 'GET /':
      return { status: 200, body: await store.read(summary) };
    case 'POST /reset':
      await store.write((state) => reset(state, control.seed));
      faults.clear();
      calls.clear();
      if (control.scenario) await playScenario(control, control.scenario);
      return { status: 204 };
    case 'GET /scenario':
      return { status: 200, body: readyScenarios().map(shown) };
    case 'POST /scenario':
      await playScenario(control, id === '' ? scenarioOf(call.body) : readyScenario(id));
      return { status: 204 };
    case 'GET /clock':
      return { status: 200, body: { advancedSeconds: await store.read(advancedSeconds) } };
    case 'POST /clock':
      return advance(store, parse(ClockChange, call.body).advanceSeconds);
    case 'PATCH /environments': {
      const change = parse(EnvironmentChange, call.body);
      return { status: 200, body: await store.write((state) => changeEnvironment(state, id, change)) };
    }
    case 'PATCH /skus': {
      const change = parse(SkuChange, call.body);
      return { status: 200, body: await store.write((state) => changeSku(state, id, change)) };
    }
    case 'GET /faults':
      return { status: 200, body: faults.list() };
    case 'POST /faults':
      faults.add(parse(z.array(NewFault), Array.isArray(call.body) ? call.body : [call.body]));
      return { status: 204 };
    case 'DELETE /faults':
      faults.clear();
      return { status: 204 };
    case 'GET /calls':
      return { status: 200, body: calls.list() };
    case 'DELETE /calls':
      calls.clear();
      return { status: 204 };
    default:
      throw new ServiceError(404, 'NotFound', `There is no ${call.method} ${call.path} here.`);
  }
}

export async function reset(state: State, seed: Seed): Promise<void> {
  await state.clear();
  await seed(state);
}

/** YAML comes as text, and is answered with the lines of what is wrong. */
function scenarioOf(body: unknown): Scenario {
  if (typeof body !== 'string') return parse(Scenario, body);
  try {
    return readScenario(body, 'line').scenario;
  } catch (error) {
    throw new ServiceError(400, 'BadRequest', error instanceof Error ? error.message : String(error));
  }
}

function readyScenario(name: string): Scenario {
  const ready = readyScenarios();
  if (!ready.includes(name)) throw notThere('scenario', name, `There are: ${ready.join(', ')}`);
  return readScenarioFile(name).scenario;
}

function shown(name: string): object {
  return { name, shows: readScenarioFile(name).comment };
}

async function advance(store: Store, seconds: number): Promise<Answer> {
  const total = await store.write(async (state) => {
    const sum = (await advancedSeconds(state)) + seconds;
    await state.put('clock', tenant, 'clock', { advancedSeconds: sum });
    return sum;
  });
  return { status: 200, body: { advancedSeconds: total } };
}

async function advancedSeconds(state: State): Promise<number> {
  return (await state.get('clock', tenant, 'clock'))?.advancedSeconds ?? 0;
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ServiceError(400, 'BadRequest', z.prettifyError(parsed.error));
  return parsed.data;
}

export function controlProblem(error: unknown): Answer {
  if (!(error instanceof ServiceError))
    return { status: 500, body: { error: { code: 'Bug', message: String(error) } } };
  return { status: error.status, body: { error: { code: error.code, message: error.message } } };
}
