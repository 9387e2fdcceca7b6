import { formSteps, type FormValues } from '../../application/form.ts';
import { longDay } from '../words/durations.ts';
import { fieldLabels, formRefusalNotice } from '../words/formRefusals.ts';
import { list } from '../words/lists.ts';
import { literal } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { fieldsData, type FormView } from './formFields.ts';
import { notices } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

const templates = { what: 'formWhat', account: 'formAccount', access: 'formAccess' } as const;
const titles = { what: 'what it is for', account: 'account and owner', access: 'access' } as const;
/** One step of asking for a user. Input ids are the names of `FormValues`; a click carries `{ form: nonce, step }`. */
export function formCard(form: FormView, ...told: readonly (Notice | undefined)[]): Card {
  return renderCard(formCardData(form, ...told));
}

export function formCardData(form: FormView, ...told: readonly (Notice | undefined)[]): CardData {
  const number = formSteps.indexOf(form.step) + 1;
  const title = `Step ${number} of ${formSteps.length}: ${titles[form.step]}`;
  const data = {
    title,
    subtitle: optionalText(literal(understoodText(form))),
    nonce: form.nonce,
    back: optional(form.canGoBack, { nonce: form.nonce }),
    labels: fieldLabels,
    notices: notices(...told, ...form.refusals.map((refusal) => formRefusalNotice(refusal, form.values.account))),
    ...fieldsData(form),
  };
  const what = form.values.accountKind === 'user' ? 'Change a user' : 'Request a non-interactive user';
  return { template: templates[form.step], summary: `${what}. ${title}`, data };
}

/** `Understood: Contoso Production · until 31 December 2026` */
function understoodText(form: FormView): string {
  const parts = form.understood.map((field) => valueText(field, form)).filter((part) => part !== '');
  return parts.length === 0 ? '' : `Understood: ${parts.join(' · ')}`;
}

const kindTexts = {
  new: '',
  application: 'an application',
  existing: 'an account that exists',
  user: 'a change of a user',
} as const satisfies Readonly<Record<NonNullable<FormValues['accountKind']>, string>>;

/** One field's value as people read it; empty where there is nothing to tell. */
export function valueText(
  field: keyof FormValues,
  { values, environments, roles, roleNames = [], owner }: FormView,
): string {
  switch (field) {
    case 'environment':
      return environments.find(({ key }) => key === values.environment)?.name ?? '';
    case 'until':
      return values.until === undefined ? '' : `until ${longDay(values.until)}`;
    case 'accountKind':
      return values.accountKind ? kindTexts[values.accountKind] : '';
    case 'owner':
      return values.owner === undefined ? '' : `owner ${owner?.name ?? values.owner}`;
    case 'roleIds':
      return list([...roles.filter(({ id }) => values.roleIds?.includes(id)).map(({ name }) => name), ...roleNames]);
    case 'integration':
    case 'purpose':
    case 'account':
      return values[field] ?? '';
  }
}
