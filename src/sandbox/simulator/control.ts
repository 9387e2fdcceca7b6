import { z } from 'zod';
import type { CallLog } from './calls.ts';
import { consumedUnits } from './directory.ts';
import { NewFault } from './faults.ts';
import type { Faults } from './faults.ts';
import { ServiceError } from './http.ts';
import type { Answer, Call } from './http.ts';
import { takesSeat } from './model.ts';
import { tenant } from './state.ts';
import type { State, Store } from './state.ts';

/** Puts the first records into an empty store. */
export type Seed = (state: State) => Promise<void>;

export interface Control {
  store: Store;
  seed: Seed;
  faults: Faults;
  calls: CallLog;
}

const EnvironmentChange = z.strictObject({
  limit: z.int().min(0).optional(),
  syncSeconds: z.number().min(0).optional(),
  forcedSyncSeconds: z.number().min(0).optional(),
  arrivesDisabled: z.boolean().optional(),
  arrivesUnnamed: z.boolean().optional(),
  flipsBack: z.boolean().optional(),
  modernisedBusinessUnits: z.boolean().optional(),
  securityGroup: z.guid().nullable().optional(),
  miscount: z.int().optional(),
  version: z.string().optional(),
});
const SkuChange = z.strictObject({ enabled: z.int().min(0) });
const ClockChange = z.strictObject({ advanceSeconds: z.number().min(0) });

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
      return { status: 204 };
    case 'POST /clock':
      return advance(store, parse(ClockChange, call.body).advanceSeconds);
    case 'PATCH /environments':
      return change(store, 'environment', id, parse(EnvironmentChange, call.body));
    case 'PATCH /skus':
      return change(store, 'sku', id, parse(SkuChange, call.body));
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

async function advance(store: Store, seconds: number): Promise<Answer> {
  const advancedSeconds = await store.write(async (state) => {
    const before = await state.get('clock', tenant, 'clock');
    const total = (before?.advancedSeconds ?? 0) + seconds;
    await state.put('clock', tenant, 'clock', { advancedSeconds: total });
    return total;
  });
  return { status: 200, body: { advancedSeconds } };
}

function change(store: Store, kind: 'environment' | 'sku', id: string, changes: object): Promise<Answer> {
  return store.write(async (state) => {
    const before = await state.get(kind, tenant, id);
    if (!before) throw new ServiceError(404, 'NotFound', `There is no ${kind} '${id}'.`);
    await state.put(kind, tenant, id, { ...before, ...changes });
    return { status: 200, body: { ...before, ...changes } };
  });
}

async function summary(state: State): Promise<object> {
  const environments = await state.list('environment', tenant);
  const skus = await state.list('sku', tenant);
  return {
    now: state.now.toISOString(),
    environments: await Promise.all(
      environments.map(async (environment) => {
        const users = await state.list('systemuser', environment.key);
        return {
          ...environment,
          seats: { used: users.filter(takesSeat).length, limit: environment.limit },
          users: users.map(
            ({ systemuserid, fullname, domainname, accessmode, isdisabled, islicensed, applicationid }) => ({
              systemuserid,
              fullname,
              domainname,
              accessmode,
              isdisabled,
              islicensed,
              applicationid,
            }),
          ),
          pending: await state.list('pendingsync', environment.key),
        };
      }),
    ),
    licences: await Promise.all(
      skus.map(async (sku) => ({
        skuId: sku.skuId,
        skuPartNumber: sku.skuPartNumber,
        enabled: sku.enabled,
        used: await consumedUnits(state, sku),
      })),
    ),
  };
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
