import type { Telemetry } from './application/ports/telemetry.ts';
import type { Log } from './application/ports/world.ts';
import type { Config } from './config.ts';
import { createCrm, type Crm } from './crm/crm.ts';

/** The clients of all CRM services, as configured. Connects on first use. */
export function connectCrm(config: Config, log: Log, telemetry?: Telemetry): Crm {
  const { file, production } = config;
  const { graph, powerPlatform } = file.services ?? {};
  return createCrm({
    cloud: file.cloud,
    services: { ...(graph && { graph }), ...(powerPlatform && { powerPlatform }) },
    credentials: config.crm,
    production,
    log,
    ...(telemetry && { telemetry }),
  });
}
