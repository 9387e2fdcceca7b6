import { isFailure } from '../src/application/failures.ts';
import type { Turn } from '../src/bot/turn.ts';
import { failureNotice } from '../src/bot/words/failures.ts';
import type { FormState } from './formState.ts';
import { show, type Outcome, type Showing } from './outcome.ts';

/** What was typed is kept when the world does not answer, and the form says so. */
export async function guarded(turn: Turn, state: FormState, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (err) {
    const { state: kept, telling } = withoutAnswer(turn, { state, telling: {} }, err);
    return show(kept, telling);
  }
}

/** What can be shown when this was thrown. @throws what is no failure of the world */
export function withoutAnswer(
  { app, person, correlationId }: Turn,
  { state, telling }: Showing,
  err: unknown,
): Showing {
  if (!isFailure(err)) throw err;
  app.log.warn({ correlationId, personId: person.id, step: state.step, err }, 'A form could not go on');
  const environment = state.values.environment && app.settings.environments.get(state.values.environment);
  // The roles can be shown without the environment's answer only as they were before.
  const blind = state.step === 'access' && state.known?.environment !== state.values.environment;
  const step = blind && err.service === 'dataverse' ? 'account' : state.step;
  const notices = [...(telling.notices ?? []), failureNotice(err, environment, correlationId)];
  return { state: { ...state, step }, telling: { ...telling, notices, live: false } };
}
