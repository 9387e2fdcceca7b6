import { addressOf } from '../../domain/ask.ts';
import type { StepName } from '../../domain/plannedSteps.ts';
import type { Made, RequestBase } from '../../domain/request.ts';
import { accountSteps } from './accountSteps.ts';
import type { StepFacts, StepWords } from './stepFacts.ts';
import { userSteps } from './userSteps.ts';

/** Accounts and roles by name, so that somebody who knows none of the APIs understands each line. */
export function stepWords(
  { ask, made = {} }: Pick<RequestBase, 'ask'> & { readonly made?: Made },
  environment: StepFacts['environment'],
): Readonly<Record<StepName, StepWords>> {
  const facts = { ask, address: addressOf(ask.account), made, environment };
  return { ...accountSteps(facts), ...userSteps(facts) };
}
