import { sql } from 'kysely';
import { RequestUserDialog } from '../dialogs/requestUser.ts';
import type { App } from './application/app.ts';
import { cacheDirectory, forecastLicences } from './application/cachedDirectory.ts';
import { taskHandlers } from './application/handlers.ts';
import { notePolicies } from './application/notePolicies.ts';
import type { Log, World } from './application/ports/world.ts';
import { wake } from './application/sweep.ts';
import type { BotCredentials } from './bot/adapter.ts';
import { createBot } from './bot/bot.ts';
import { createChannel } from './bot/channel.ts';
import { readCandidate } from './candidate.ts';
import type { Config } from './config.ts';
import { connectCrm } from './connectCrm.ts';
import { clouds } from './crm/clouds.ts';
import { startServer } from './server.ts';
import { createMetricsDoor } from './metricsDoor.ts';
import { settingsOf } from './settings.ts';
import { createAbsenceStore } from './store/absenceStore.ts';
import { createAnswerStore } from './store/answerStore.ts';
import { createAuditStore } from './store/auditStore.ts';
import { createCampaignStore } from './store/campaigns.ts';
import { createContactStore } from './store/contactStore.ts';
import { createCounts } from './store/counts.ts';
import { createDatabaseProbe } from './store/databaseProbe.ts';
import { migrate, openDatabase } from './store/database.ts';
import { createDialogStorage } from './store/dialogStorage.ts';
import { createPersonalDataStore } from './store/personalData.ts';
import { createTaskQueue } from './store/queue.ts';
import { createRequestStore } from './store/requestStore.ts';
import { createStatisticsStore } from './store/statisticsStore.ts';
import { standingOf } from './standing.ts';
import { startTelemetry } from './telemetry/telemetry.ts';
import { world as realWorld } from './world.ts';

export interface Seatkeeper {
  readonly url: string;
  /** Answers what it has taken, lets running tasks end, closes what it opened. */
  stop(): Promise<void>;
}

/** Builds every part once, by hand, joins them, and starts: database, worker, then the door. */
export async function startSeatkeeper(
  config: Config,
  databaseUrl: string,
  log: Log,
  world: World = realWorld,
): Promise<Seatkeeper> {
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const { tracesUrl } = config;
    const { telemetry, expose, stop: stopTelemetry } = await startTelemetry({ tracesUrl, log });
    opened.push(stopTelemetry);
    const db = openDatabase(databaseUrl, { log, telemetry });
    opened.push(() => db.destroy());
    await migrate(db);
    const queue = await createTaskQueue(databaseUrl, { log, telemetry });
    opened.push(() => queue.stop());

    const { file } = config;
    const channel = createChannel({
      tenantId: file.tenantId,
      credentials: botCredentialsOf(config),
      signInConnection: config.bot.oAuthConnection,
      telemetry,
    });
    const crm = connectCrm(config, log, telemetry);
    const app: App = {
      ...crm,
      directory: cacheDirectory(crm.directory, { world, log }),
      licences: forecastLicences(crm.directory, { world, log }),
      store: createRequestStore(db, queue),
      contacts: createContactStore(db),
      answers: createAnswerStore(db),
      absences: createAbsenceStore(db),
      audit: createAuditStore(db),
      statistics: createStatisticsStore(db),
      personalData: createPersonalDataStore(db),
      campaigns: createCampaignStore(db),
      comparisons: new Map(),
      messenger: channel.messenger,
      database: createDatabaseProbe(db),
      world,
      log,
      settings: settingsOf(file),
      candidate: readCandidate,
    };
    const standing = standingOf({ app, queue, counts: createCounts(db) });
    await notePolicies(app, world.uuid());
    await queue.start(taskHandlers(app));
    await wake(app);

    const server = await startServer({
      bot: createBot(channel, {
        app,
        dialog: new RequestUserDialog(),
        dialogStorage: createDialogStorage(db),
        telemetry,
      }),
      metrics: {
        door: createMetricsDoor({ token: config.metricsToken, production: config.production }),
        expose: () => expose(standing),
      },
      isReady: async () => {
        await sql`select 1`.execute(db);
        return true;
      },
      host: config.host,
      port: config.port,
      log,
    });
    opened.push(() => server.stop());
    return { url: server.url, stop: closeAll };
  } catch (err) {
    await closeAll();
    throw err;
  }
}

/** Without an app id nothing else may be set: the SDK would demand one. */
function botCredentialsOf({ bot, file }: Config): BotCredentials {
  if (!bot.appId) return {};
  const { botChannel } = clouds[file.cloud];
  return {
    ...(botChannel && { ChannelService: botChannel }),
    MicrosoftAppId: bot.appId,
    MicrosoftAppType: bot.type,
    MicrosoftAppTenantId: bot.tenantId,
    ...(bot.password && { MicrosoftAppPassword: bot.password }),
  };
}
