import { formChoices } from '../src/application/checkForm.ts';
import type { FormValues } from '../src/application/form.ts';
import type { FormStart } from '../src/bot/form.ts';
import type { Turn } from '../src/bot/turn.ts';
import { newState } from './formState.ts';
import { guarded } from './guarded.ts';
import { show, type Outcome } from './outcome.ts';
import { unclearNotice } from './sentenceNotices.ts';
import { pass } from './steps.ts';

/** The first card of a form: of a request it shows everything once more, else it asks for what is missing. */
export async function begin(turn: Turn, start: FormStart): Promise<Outcome> {
  const { values, from, changing, step, roles = [], unclear = [] } = start;
  const fields = Object.keys(values) as (keyof FormValues)[];
  const state = newState({
    values,
    understood: from === 'sentence' ? [...fields, ...(roles.length > 0 ? (['roleIds'] as const) : [])] : [],
    ...(step && { step }),
    ...(roles.length > 0 && { roleNames: roles }),
    ...(changing && { changing }),
  });
  if (from === 'request') return show(state);
  const notices = unclear.map((one) => unclearNotice(one, formChoices(turn.app).environments));
  return guarded(turn, state, async () => {
    const passed = await pass(turn, state, 'access');
    return show(passed.state, { notices, refusals: passed.refusals });
  });
}
