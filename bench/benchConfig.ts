import type { Config } from '../src/config.ts';
import type { ConfigurationFile } from '../src/configurationFile.ts';
import { tenantId } from './ground.ts';

/** The least that the whole bot needs. */
export function benchConfig(file: ConfigurationFile): Config {
  return {
    file,
    production: false,
    host: '127.0.0.1',
    port: 0,
    logLevel: 'warn',
    dataFolder: '',
    databaseUrl: undefined,
    metricsToken: undefined,
    tracesUrl: undefined,
    bot: { appId: undefined, password: undefined, type: 'SingleTenant', tenantId, oAuthConnection: undefined },
    crm: undefined,
  };
}
