import type { Settings, Unusable } from './application/app.ts';
import { ConfigError, loadConfig } from './config.ts';
import { settingsOf } from './settings.ts';

/** The configuration as it is on the disk now; the running bot keeps the one that it was started with. */
export function readCandidate(): Promise<Settings | Unusable> {
  return Promise.resolve(read());
}

function read(): Settings | Unusable {
  try {
    return settingsOf(loadConfig().file);
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    return { problems: err.problems };
  }
}
