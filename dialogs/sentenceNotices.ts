import { valueText } from '../src/bot/cards/formCards.ts';
import type { FormView } from '../src/bot/cards/formFields.ts';
import type { Unclear } from '../src/bot/understand.ts';
import { longDay } from '../src/bot/words/durations.ts';
import { fieldLabels } from '../src/bot/words/formRefusals.ts';
import { list } from '../src/bot/words/lists.ts';
import type { Notice } from '../src/bot/words/notice.ts';
import type { Role } from '../src/domain/words.ts';
import type { FormState } from './formState.ts';
import { nearRoles } from './roleNames.ts';
import type { Told } from './sentence.ts';

/** What a sentence did to the form, so that nothing changes silently. */
export function changedNotice(
  { changed, dropped }: Pick<Told, 'changed' | 'dropped'>,
  view: FormView,
): Notice | undefined {
  if (changed.length === 0) return { tone: 'info', what: 'Nothing changes.', why: 'The form says so already.' };
  const parts = changed
    .map((field) => ({ field, text: valueText(field, view) }))
    .filter(({ text }) => text !== '')
    // "until 31 December 2026" and "owner Nestor Wilke" say themselves what they are.
    .map(({ field, text }) => (/^(?:until|owner) /.test(text) ? text : `${fieldLabels[field].toLowerCase()} ${text}`));
  if (parts.length === 0) return undefined;
  const todo = dropped ? 'Its roles are others: choose them again.' : undefined;
  return { tone: 'info', what: `Changed: ${parts.join(' · ')}`, ...(todo && { todo }) };
}

export function unclearNotice(unclear: Unclear, environments: FormView['environments']): Notice {
  if (unclear.field === 'environment') {
    return {
      tone: 'warning',
      what: `I know no environment called “${unclear.text}”.`,
      why: `Seatkeeper looks after ${list(environments.map(({ name }) => name))}.`,
      todo: 'Choose one of these, or ask an admin to add yours.',
    };
  }
  const { text, days } = unclear;
  if (days.length < 2) {
    return {
      tone: 'warning',
      what: `I did not understand the last day “${text}”.`,
      todo: 'Choose it in step 3, or write it, for example “until 31 December”.',
    };
  }
  return {
    tone: 'warning',
    what: `${list(days.map(longDay), 'or')}?`,
    why: `“${text}” can mean both.`,
    todo: 'Press the day that you mean, or choose it in step 3.',
    buttons: days.map((day) => ({ title: longDay(day), data: { command: 'say', args: `until ${day}` } })),
  };
}

export function unknownRoleNotice(name: string, environment: string, roles: readonly Role[]): Notice {
  const near = nearRoles(name, roles).map((role) => role.name);
  return {
    tone: 'warning',
    what: `There is no role ${name} in ${environment}.`,
    todo:
      near.length > 0 ? 'Did you mean one of these? All roles are in the list below.' : 'Choose from the list below.',
    buttons: near.map((title) => ({ title, data: { command: 'say', args: title } })),
  };
}

/** `sentence`: what would begin the new one. */
export function stillOpenNotice({ values, changing }: FormState, sentence: string): Notice {
  const form = changing ? `The form that changes #${changing}` : 'A form';
  return {
    tone: 'info',
    what: `${form}${values.integration ? ` for ${values.integration}` : ''} is still open.`,
    why: 'One request is filled in at a time.',
    todo: 'Continue it, or begin a new one in its place.',
    buttons: [
      { title: 'Continue it', data: { command: 'request' } },
      { title: 'Begin a new one', data: { command: 'anew', args: sentence.slice(0, 1_000) } },
    ],
  };
}
