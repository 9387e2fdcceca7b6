import type { Ask } from '../../domain/ask.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Made, Obstacle } from '../../domain/request.ts';
import type { App } from '../app.ts';
import type { PlanCheck } from './planCheck.ts';

export interface CheckContext {
  readonly app: App;
  readonly ask: Ask;
  readonly mark: string;
  readonly environment: Environment;
}

/** One look, which throws when the world does not answer. */
export interface Look {
  readonly about: PlanCheck['about'];
  readonly result: Promise<{ readonly check: PlanCheck; readonly made?: Made }>;
}

export function inTheWay(service: Obstacle['service'], code: string, detail: string): Obstacle {
  return { code, service, detail };
}
