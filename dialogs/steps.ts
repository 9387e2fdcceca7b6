import { checkStep } from '../src/application/checkForm.ts';
import type { FormRefusal, FormStep } from '../src/application/form.ts';
import type { Turn } from '../src/bot/turn.ts';
import { isComplete, stepAfter, type FormState } from './formState.ts';
import { refusedDay } from './formView.ts';
import { prefilledBy } from './mergeValues.ts';

/** A state as far as it was checked, and what is wrong with its step. */
export interface Checked {
  readonly state: FormState;
  readonly refusals: readonly FormRefusal[];
}

/** The current step against the rules and the world. What is right is kept as the world knows it. */
export async function checkCurrent({ app, person }: Turn, state: FormState): Promise<Checked> {
  const { step, values } = state;
  const checked = await checkStep(app, { step, values, requester: person });
  if (!checked.ok) return { state, refusals: checked.refusal };
  if (step !== 'account') return { state: { ...state, values: checked.value }, refusals: [] };
  return { state: { ...state, values: checked.value, prefilled: prefilledBy(state, checked.value) }, refusals: [] };
}

/** Passes the steps that are answered completely and rightly, up to `last`, which is always shown. */
export async function pass(turn: Turn, state: FormState, last: FormStep): Promise<Checked> {
  let current = state;
  for (;;) {
    const checked = await checkCurrent(turn, current);
    const next = stepAfter(current.step);
    if (checked.refusals.length > 0 || current.step === last || !next || !isComplete(current.step, current.values)) {
      // What nobody was asked yet is not missing, and what nobody has said is not taken for an answer.
      const refusals = checked.refusals.filter(({ code }) => code !== 'Missing');
      const early = current.step === 'access' ? [] : refusedDay(turn, current.values);
      return { state: current, refusals: [...refusals, ...early] };
    }
    current = { ...checked.state, step: next };
  }
}
