import type { Dataverse, Directory, PowerPlatform } from '../application/ports/crm.ts';
import type { Log } from '../application/ports/world.ts';
import { clouds } from './clouds.ts';
import type { CloudName } from './clouds.ts';
import { createDataverse } from './dataverse.ts';
import { createDirectory } from './directory.ts';
import { createGraph } from './graph.ts';
import { createHttp } from './http.ts';
import type { Http } from './http.ts';
import { createPowerPlatform } from './powerPlatform.ts';
import { createTokens } from './tokens.ts';
import type { Credentials } from './tokens.ts';
import { createWebApi } from './webApi.ts';

export interface CrmConfig {
  readonly cloud: CloudName;
  /** Other addresses than those of the cloud; a token for such a one is asked for that very address. */
  readonly services?: { readonly graph?: string; readonly powerPlatform?: string };
  readonly credentials: Credentials | undefined;
  readonly production: boolean;
  readonly log: Log;
  readonly http?: Http;
}

export interface Crm {
  readonly directory: Directory;
  readonly dataverse: Dataverse;
  readonly powerPlatform: PowerPlatform;
}

export function createCrm({
  cloud,
  services,
  credentials,
  production,
  log,
  http = createHttp({ log }),
}: CrmConfig): Crm {
  const { graph, powerPlatform, powerPlatformAudience } = clouds[cloud];
  const tokens = createTokens({ cloud, credentials, production });
  return {
    directory: createDirectory(createGraph({ url: services?.graph ?? graph, tokens, http })),
    dataverse: createDataverse(createWebApi({ tokens, http })),
    powerPlatform: createPowerPlatform({
      url: services?.powerPlatform ?? powerPlatform,
      audience: services?.powerPlatform ?? powerPlatformAudience,
      tokens,
      http,
    }),
  };
}
