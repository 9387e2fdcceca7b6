import type { Dataverse, Directory, PowerPlatform, Vault } from '../application/ports/crm.ts';
import type { Probes } from '../application/ports/probes.ts';
import type { Telemetry } from '../application/ports/telemetry.ts';
import type { Log } from '../application/ports/world.ts';
import { clouds } from './clouds.ts';
import type { CloudName } from './clouds.ts';
import { createDataverse } from './dataverse.ts';
import { createDirectory } from './directory.ts';
import { createGraph } from './graph.ts';
import { createHttp } from './http.ts';
import type { Http } from './http.ts';
import { createPowerPlatform } from './powerPlatform.ts';
import { createProbes } from './probes.ts';
import { createSecrets } from './secrets.ts';
import { createTokens } from './tokens.ts';
import type { Credentials } from './tokens.ts';
import { createVault } from './vault.ts';
import { createWebApi } from './webApi.ts';

export interface CrmConfig {
  readonly cloud: CloudName;
  /** Other addresses than those of the cloud; a token for such a one is asked for that very address. */
  readonly services?: { readonly graph?: string; readonly powerPlatform?: string };
  readonly credentials: Credentials | undefined;
  readonly production: boolean;
  readonly log: Log;
  readonly telemetry?: Telemetry;
  readonly http?: Http;
}

export interface Crm {
  readonly directory: Directory;
  readonly dataverse: Dataverse;
  readonly powerPlatform: PowerPlatform;
  readonly vault: Vault;
  readonly probes: Probes;
}

export function createCrm({
  cloud,
  services,
  credentials,
  production,
  log,
  telemetry,
  http = createHttp({ log, ...(telemetry && { telemetry }) }),
}: CrmConfig): Crm {
  const { powerPlatform, powerPlatformAudience } = clouds[cloud];
  const tokens = createTokens({ cloud, credentials, production });
  const graphUrl = services?.graph ?? clouds[cloud].graph;
  const audience = services?.powerPlatform ?? powerPlatformAudience;
  const graph = createGraph({ url: graphUrl, tokens, http });
  const webApi = createWebApi({ tokens, http });
  const secrets = createSecrets({ cloud, tokens, http });
  return {
    directory: createDirectory(graph),
    dataverse: createDataverse(webApi),
    powerPlatform: createPowerPlatform({ url: services?.powerPlatform ?? powerPlatform, audience, tokens, http }),
    vault: createVault(secrets),
    probes: createProbes({
      tokens,
      http,
      graph,
      webApi,
      secrets,
      audiences: { graph: graphUrl, powerPlatform: audience },
    }),
  };
}
