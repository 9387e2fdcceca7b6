import { setTimeout as wait } from 'node:timers/promises';
import { draftRequest } from '../src/application/draftRequest.ts';
import type { Config } from '../src/config.ts';
import type { AccessRequest } from '../src/domain/request.ts';
import type { Day, EnvironmentKey, Instant, RequestId } from '../src/domain/words.ts';
import { startSeatkeeper } from '../src/seatkeeper.ts';
import { alex, megan, nestor } from '../test/support/requests.ts';
import { startTeams } from '../test/support/teams.ts';
import { startBenchBot, type BenchBot } from './bot.ts';
import { countingLog, timeWaited } from './countingLog.ts';
import { figureOf, median, type Figure } from './figure.ts';
import { configurationAt, tenantId, type Ground } from './ground.ts';
import { latencyMs } from './quota.ts';

const creations = 6;

/** From the approving click to Active, worker and cards and all, against the time waited for other services. */
export async function benchCreation(ground: Ground): Promise<readonly Figure[]> {
  const databaseUrl = await ground.database('creation');
  const file = configurationAt(ground.simulator, {});
  const { log, calls } = countingLog();
  const config: Config = { ...bare, file };
  const seatkeeper = await startSeatkeeper(config, databaseUrl, log);
  // Fills in the form, and looks how far it is.
  const desk = await startBenchBot(databaseUrl, file);
  const teams = await startTeams({ bot: () => `${seatkeeper.url}/api/messages`, tenantId });
  const [requester, approver] = [teams.person(alex), teams.person(megan)];
  await ground.control('PATCH', '/environments/prod', { limit: 1000, syncSeconds: 0, forcedSyncSeconds: 0 });
  await ground.control('POST', '/faults', { match: { path: '.' }, times: 1_000_000, latencyMs });
  try {
    await Promise.all([requester.installs(), approver.installs()]);
    const runs: { total: number; waited: number; calls: number }[] = [];
    for (let count = -1; count < creations; count++) {
      const { id, planHash } = await draft(desk);
      const posted = requester.latest().id;
      await requester.invokes(execute('submit', { requestId: id, acknowledged: true }), posted);
      await until(desk, id, ({ approvers }) => approvers > 0);
      calls.length = 0;
      const begun = Date.now();
      await approver.invokes(execute('approve', { requestId: id, planHash }), approver.latest().id);
      await until(desk, id, ({ status }) => status === 'Active');
      // The first one warms up.
      if (count < 0) continue;
      const total = Date.parse(await createdAt(desk, id)) - begun;
      runs.push({ total, waited: timeWaited(calls), calls: calls.length });
    }
    const value = median(runs.map(({ total }) => total));
    const against = median(runs.map(({ waited }) => waited));
    const count = median(runs.map((run) => run.calls));
    const name = `waiting for ${count} remote calls`;
    return [figureOf('creation, approval to Active', { value, against, unit: 'ms', name })];
  } finally {
    await ground.control('DELETE', '/faults');
    await seatkeeper.stop();
    await desk.stop();
    await teams.stop();
  }
}

const bare = {
  production: false,
  host: '127.0.0.1',
  port: 0,
  logLevel: 'warn',
  dataFolder: '',
  databaseUrl: undefined,
  bot: { appId: undefined, password: undefined, type: 'SingleTenant', tenantId },
  crm: undefined,
} as const satisfies Omit<Config, 'file'>;

function execute(verb: string, data: object): object {
  return { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
}

async function draft({ app }: BenchBot): Promise<AccessRequest> {
  const environment = app.settings.environments.get('prod' as EnvironmentKey);
  if (!environment) throw new Error('There is no prod');
  const roles = await app.dataverse.readRoles(environment);
  const values = {
    environment: environment.key,
    integration: 'SAP order sync',
    purpose: 'Orders from SAP must be in Sales before the morning.',
    accountKind: 'new',
    owner: nestor.id,
    roleIds: roles.filter(({ name }) => name === 'Integration Reader').map(({ id }) => id),
    until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) as Day,
  } as const;
  const drafted = await draftRequest(app, { requester: alex, values, correlationId: 'bench' });
  if (!drafted.ok) throw new Error(`The form was refused: ${JSON.stringify(drafted.refusal)}`);
  return drafted.value.request;
}

interface Standing {
  readonly status: AccessRequest['status'];
  /** How many have their card. */
  readonly approvers: number;
}

async function until({ app }: BenchBot, id: RequestId, condition: (standing: Standing) => boolean): Promise<void> {
  const giveUp = performance.now() + 30_000;
  for (;;) {
    const [stored, cards] = await Promise.all([app.store.findRequest(id), app.store.cardsOf(id)]);
    const status = stored?.request.status ?? 'Draft';
    const approvers = cards.filter(({ part, state }) => part === 'approver' && state === 'sent').length;
    if (condition({ status, approvers })) return;
    if (performance.now() > giveUp) throw new Error(`Request ${id} is still ${status}`);
    // Seldom enough to leave the database to the bot.
    await wait(25);
  }
}

/** As the bot itself wrote it down, however late it was looked at. */
async function createdAt({ app }: BenchBot, id: RequestId): Promise<Instant> {
  const events = await app.store.readEvents(id);
  const created = events.find(({ type }) => type === 'Created');
  if (!created) throw new Error(`Request ${id} is Active and was never created`);
  return created.at;
}
