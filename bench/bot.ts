import type { Kysely, KyselyPlugin } from 'kysely';
import { RequestUserDialog } from '../dialogs/requestUser.ts';
import type { App } from '../src/application/app.ts';
import type { Telemetry } from '../src/application/ports/telemetry.ts';
import { cacheDirectory, forecastLicences } from '../src/application/cachedDirectory.ts';
import { createBot } from '../src/bot/bot.ts';
import { createChannel } from '../src/bot/channel.ts';
import type { ConfigurationFile } from '../src/configurationFile.ts';
import { createCrm } from '../src/crm/crm.ts';
import { startServer } from '../src/server.ts';
import { settingsOf } from '../src/settings.ts';
import { createAbsenceStore } from '../src/store/absenceStore.ts';
import { createAnswerStore } from '../src/store/answerStore.ts';
import { createAuditStore } from '../src/store/auditStore.ts';
import { createCampaignStore } from '../src/store/campaigns.ts';
import { createContactStore } from '../src/store/contactStore.ts';
import { createDatabaseProbe } from '../src/store/databaseProbe.ts';
import { migrate, openDatabase } from '../src/store/database.ts';
import { createDialogStorage } from '../src/store/dialogStorage.ts';
import { createPersonalDataStore } from '../src/store/personalData.ts';
import { createTaskQueue } from '../src/store/queue.ts';
import { createRequestStore } from '../src/store/requestStore.ts';
import { createStatisticsStore } from '../src/store/statisticsStore.ts';
import type { Schema } from '../src/store/schema.ts';
import { world } from '../src/world.ts';
import { countingLog, type RemoteCall } from './countingLog.ts';

/** The whole bot but its worker: tasks are saved and nobody runs them, so that a turn has the process to itself. */
export interface BenchBot {
  readonly url: string;
  readonly app: App;
  /** The bot's own, not counted. */
  readonly db: Kysely<Schema>;
  /** To other services, so far; may be emptied. */
  readonly calls: RemoteCall[];
  /** So far: statements (without begin and commit) and calls to other services. */
  costs(): Costs;
  stop(): Promise<void>;
}

export interface Costs {
  readonly statements: number;
  readonly remoteCalls: number;
}

export async function startBenchBot(
  databaseUrl: string,
  file: ConfigurationFile,
  telemetry?: Telemetry,
): Promise<BenchBot> {
  const { log, calls } = countingLog();
  const watched = telemetry ? { telemetry } : {};
  const db = openDatabase(databaseUrl, { log, ...watched });
  await migrate(db);
  let statements = 0;
  const counted = db.withPlugin(counting(() => statements++));
  const queue = await createTaskQueue(databaseUrl, { log, ...watched });
  const { graph = '', powerPlatform = '' } = file.services ?? {};
  const crm = createCrm({
    cloud: file.cloud,
    services: { graph, powerPlatform },
    credentials: undefined,
    production: false,
    log,
    ...watched,
  });
  const channel = createChannel({ tenantId: file.tenantId, credentials: {}, ...watched });
  const app: App = {
    ...crm,
    directory: cacheDirectory(crm.directory, { world, log }),
    licences: forecastLicences(crm.directory, { world, log }),
    store: createRequestStore(counted, queue),
    contacts: createContactStore(counted),
    answers: createAnswerStore(counted),
    absences: createAbsenceStore(counted),
    audit: createAuditStore(counted),
    statistics: createStatisticsStore(counted),
    personalData: createPersonalDataStore(counted),
    campaigns: createCampaignStore(counted),
    comparisons: new Map(),
    messenger: channel.messenger,
    database: createDatabaseProbe(db),
    world,
    log,
    settings: settingsOf(file),
    candidate: () => Promise.resolve(settingsOf(file)),
  };
  const dialogStorage = createDialogStorage(counted);
  const server = await startServer({
    bot: createBot(channel, { app, dialog: new RequestUserDialog(), dialogStorage, ...watched }),
    isReady: () => Promise.resolve(true),
    host: '127.0.0.1',
    port: 0,
    log,
  });
  return {
    url: `${server.url}/api/messages`,
    app,
    db,
    calls,
    costs: () => ({ statements, remoteCalls: calls.length }),
    async stop() {
      await server.stop();
      await queue.stop();
      await db.destroy();
    },
  };
}

/** Results are counted, not queries, since those that were compiled elsewhere never pass as a query. */
function counting(count: () => void): KyselyPlugin {
  return {
    transformQuery: ({ node }) => node,
    transformResult({ result }) {
      count();
      return Promise.resolve(result);
    },
  };
}
