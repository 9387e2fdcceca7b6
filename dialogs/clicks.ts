import type { Turn } from '../src/bot/turn.ts';
import type { FormClick } from './cardPrompt.ts';
import { cancel, finish } from './endForm.ts';
import { stepAfter, stepBefore, type FormState } from './formState.ts';
import { guarded } from './guarded.ts';
import { merge, touched } from './mergeValues.ts';
import { show, type Outcome } from './outcome.ts';
import { checkCurrent } from './steps.ts';

/** A click on the card that may answer. */
export async function answer(turn: Turn, state: FormState, click: FormClick): Promise<Outcome> {
  const filled = { ...state, values: merge(state, touched(click.inputs, state)) };
  switch (click.verb) {
    case 'cancel':
      return cancel(turn, state);
    case 'back':
      return show({ ...filled, step: stepBefore(state.step) ?? state.step });
    case 'next':
      return guarded(turn, filled, () => next(turn, filled));
  }
}

async function next(turn: Turn, filled: FormState): Promise<Outcome> {
  const { state, refusals } = await checkCurrent(turn, filled);
  if (refusals.length > 0) return show(state, { refusals });
  const step = stepAfter(state.step);
  return step ? show({ ...state, step }) : finish(turn, state);
}
