import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Part } from './partProcess.ts';
import { answersAt, firstMessage } from './ready.ts';
import type { Settings } from './settings.ts';

const entry = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const Databases = z.object({ botUrl: z.string(), simulatorUrl: z.string() });

export function postgresPart(settings: Settings): Part<z.infer<typeof Databases>> {
  return {
    name: 'PostgreSQL',
    entry: entry('postgresProcess.ts'),
    env: { POSTGRES_FOLDER: settings.postgresFolder },
    ready: async (child, signal) => Databases.parse(await firstMessage(child, signal)),
  };
}

export function simulatorPart(settings: Settings, databaseUrl: string): Part {
  return {
    name: 'simulator',
    entry: settings.entries.simulator,
    env: {
      SIMULATOR_DATABASE_URL: databaseUrl,
      SIMULATOR_PORT: String(settings.simulatorPort),
      SIMULATOR_SCENARIO: settings.scenario?.path,
    },
    ready: (_child, signal) => answersAt(`http://127.0.0.1:${settings.simulatorPort}/_simulator`, signal),
  };
}

export function botPart(settings: Settings, databaseUrl: string): Part {
  return {
    name: 'bot',
    entry: settings.entries.bot,
    env: {
      PORT: String(settings.botPort),
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      SEATKEEPER_CONFIG: settings.configFile,
      SEATKEEPER_DATA: settings.dataFolder,
      SIMULATOR_URL: `http://127.0.0.1:${settings.simulatorPort}`,
      // The Playground signs nothing: whatever a production shell has set must not reach this bot.
      NODE_ENV: 'development',
      MicrosoftAppId: undefined,
      MicrosoftAppPassword: undefined,
      MicrosoftAppType: undefined,
      MicrosoftAppTenantId: undefined,
    },
    ready: (_child, signal) => answersAt(`http://127.0.0.1:${settings.botPort}/readyz`, signal),
  };
}

type Window = { name: string; configFile: string; logFile: string; port: number };

export function playgroundPart(settings: Settings, { name, configFile, logFile, port }: Window): Part {
  const address = `http://127.0.0.1:${port}`;
  return {
    name,
    entry: entry('playgroundProcess.ts'),
    args: [
      ...['start', '--disable-telemetry', '--channel-id', 'msteams', '--port', String(port)],
      ...['--app-endpoint', `http://127.0.0.1:${settings.botPort}/api/messages`],
      ...['--service-url', `${address}/_connector`],
    ],
    env: {
      TEAMSAPPTESTER_BROWSER: 'none',
      SEND_INSTALLATION_ACTIVITY: 'true',
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: configFile,
      M365_AGENTS_PLAYGROUND_LOGFILE: logFile,
    },
    ready: (_child, signal) => answersAt(address, signal),
  };
}
