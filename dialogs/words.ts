import { formChoices, readRoles } from '../src/application/checkForm.ts';
import type { Turn } from '../src/bot/turn.ts';
import { readRequest } from '../src/bot/understand.ts';
import { cancel } from './endForm.ts';
import { formNotices } from './formNotices.ts';
import { stepBefore, type FormState } from './formState.ts';
import { guarded } from './guarded.ts';
import { show, tellOnly, type Outcome } from './outcome.ts';
import { answersOf, asksAnew, tell } from './sentence.ts';
import { stillOpenNotice, unclearNotice } from './sentenceNotices.ts';
import { pass } from './steps.ts';

/** Words in the middle of a form. */
export async function hear(turn: Turn, state: FormState): Promise<Outcome> {
  switch (turn.text.toLowerCase().replace(/^\//, '')) {
    case 'cancel':
      return cancel(turn, state);
    case 'back':
      return back(state);
    case 'help':
      return show(state, { notices: [formNotices.help] });
    case 'request':
    case '':
      return show(state, { notices: [formNotices.open] });
    default:
      return guarded(turn, state, () => read(turn, state));
  }
}

function back(state: FormState): Outcome {
  const step = stepBefore(state.step);
  return step ? show({ ...state, step }) : show(state, { notices: [formNotices.firstStep] });
}

async function read(turn: Turn, state: FormState): Promise<Outcome> {
  const { environments, today } = formChoices(turn.app);
  const reading = readRequest(turn.text, environments, today);
  if (asksAnew(turn, reading, state)) return tellOnly(stillOpenNotice(state, turn.text));
  const { environment } = state.values;
  const existing = state.step === 'access' && environment ? await readRoles(turn.app, environment) : [];
  const answers = answersOf(turn, reading, state, existing);
  if (!answers) return show(state, { notices: [formNotices.notUnderstood] });
  const told = tell(state, answers);
  const notices = reading.unclear.map((one) => unclearNotice(one, environments));
  // Who has said what it is to be has nothing more to say about it.
  const last = state.step === 'what' || answers.values.accountKind ? 'access' : state.step;
  const passed = await pass(turn, told.state, last);
  return show(passed.state, { notices, refusals: passed.refusals, ...(told.said && { told }) });
}
