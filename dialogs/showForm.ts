import type { FormRefusal } from '../src/application/form.ts';
import type { Card } from '../src/bot/cards/card.ts';
import { formCard } from '../src/bot/cards/formCards.ts';
import { ownerText } from '../src/bot/cards/formFields.ts';
import type { Turn } from '../src/bot/turn.ts';
import type { Notice } from '../src/bot/words/notice.ts';
import type { FormState } from './formState.ts';
import { formView } from './formView.ts';
import { settleRoles } from './roleNames.ts';
import type { Told } from './sentence.ts';
import { changedNotice, unknownRoleNotice } from './sentenceNotices.ts';

/** What a form's card says besides its questions. */
export interface Telling {
  readonly notices?: readonly Notice[];
  readonly refusals?: readonly FormRefusal[];
  /** What a sentence did to the form. */
  readonly told?: Pick<Told, 'changed' | 'dropped'>;
  /** False while the environment does not answer: then its roles are those that it had before. */
  readonly live?: boolean;
}

/** The card of the current step, and the state to be kept: names of roles are settled where the roles are known. */
export async function showForm(
  turn: Turn,
  state: FormState,
  { notices = [], refusals = [], told, live = true }: Telling,
): Promise<{ readonly state: FormState; readonly card: Card }> {
  const view = await formView(turn, state, { refusals, live });
  const { environment } = state.values;
  if (state.step !== 'access' || !environment) {
    return {
      state: { ...state, shownOwner: ownerText(view) },
      card: formCard(view, told && changedNotice(told, view), ...notices),
    };
  }
  const { state: settled, unknown } = settleRoles(state, view.roles);
  const { roleNames, ...rest } = view;
  const shown = { ...rest, values: settled.values };
  const name = view.environments.find(({ key }) => key === environment)?.name ?? environment;
  const missing = unknown.map((role) => unknownRoleNotice(role, name, view.roles));
  return {
    state: { ...settled, known: { environment, roles: view.roles } },
    card: formCard(shown, told && changedNotice(told, shown), ...missing, ...notices),
  };
}
