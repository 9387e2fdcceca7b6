import type { Environment } from '../domain/environment.ts';
import { termsFor, type Terms } from '../domain/policy.ts';
import { dayOf, type Person } from '../domain/words.ts';
import { policyOf, type App } from './app.ts';
import type { FormRefusal } from './form.ts';
import type { Parts } from './requestBase.ts';
import { isAmong } from './rights.ts';

/** What the environment's policy demands of such a request, and which of its rules does, if one does. */
export async function checkTerms(
  app: App,
  parts: Omit<Parts, 'creators'>,
  requester: Person,
): Promise<readonly FormRefusal[]> {
  const { environment, purpose } = parts;
  const policy = policyOf(app.settings, environment);
  const terms = termsFor(policy, { ...parts, environment: environment.key }, dayOf(app.world.now()));
  const rule = policy.rules.find(({ name }) => name === terms.rule);
  const demandedBy = (term: keyof Terms) => ({
    environment: environment.name,
    ...(rule?.[term] !== undefined && { rule: rule.name }),
  });
  const refusals: FormRefusal[] = [];
  if (terms.requesters && !(await isAmong(app, requester, terms.requesters))) {
    refusals.push({ field: 'environment', code: 'MayNotAsk', ...demandedBy('requesters') });
  }
  const { length } = purpose;
  if (length < terms.reason) {
    refusals.push({ field: 'purpose', code: 'TooShort', length, shortest: terms.reason, ...demandedBy('reason') });
  }
  return refusals;
}

/** For somebody who has chosen no more than an environment yet: whether there is anything in it that they may ask for. */
export async function checkMayAsk(
  app: App,
  environment: Environment,
  requester: Person,
): Promise<readonly FormRefusal[]> {
  const { terms, rules } = policyOf(app.settings, environment);
  if (!terms.requesters) return [];
  const lists = [terms.requesters, ...rules.flatMap(({ requesters }) => (requesters ? [requesters] : []))];
  const found = await Promise.all(lists.map((requesters) => isAmong(app, requester, requesters)));
  if (found.includes(true)) return [];
  return [{ field: 'environment', code: 'MayNotAsk', environment: environment.name }];
}
