import type { Ask } from '../domain/ask.ts';
import { canonicalJson } from '../domain/canonicalJson.ts';
import type { Environment } from '../domain/environment.ts';
import { planFor } from '../domain/plan.ts';
import { termsFor } from '../domain/policy.ts';
import type { RequestBase } from '../domain/request.ts';
import { dayOf, type Instant } from '../domain/words.ts';
import { policyOf, type App } from './app.ts';

/** What the configuration gives for an ask: the same for as long as neither of them changes. */
export function planOf(
  { settings, world }: Pick<App, 'settings' | 'world'>,
  environment: Environment,
  { ask, draftedAt }: { readonly ask: Ask; readonly draftedAt: Instant },
): Pick<RequestBase, 'terms' | 'plan' | 'planHash'> {
  const terms = termsFor(policyOf(settings, environment), ask, dayOf(draftedAt));
  const plan = planFor(ask, environment, terms);
  return { terms, plan, planHash: world.sha256(canonicalJson(plan)) };
}
