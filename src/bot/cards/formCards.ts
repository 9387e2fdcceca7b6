import { formSteps, type FormRefusal, type FormStep, type FormValues } from '../../application/form.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Day, Person, Role } from '../../domain/words.ts';
import { longDay } from '../words/durations.ts';
import { fieldLabels, formRefusalNotice } from '../words/formRefusals.ts';
import { list } from '../words/lists.ts';
import { literal } from '../words/markdown.ts';
import type { Notice } from '../words/notice.ts';
import { renderCard, type Card, type CardData } from './card.ts';
import { notices } from './noticeData.ts';
import { optional, optionalText } from './optional.ts';

export interface FormView {
  readonly step: FormStep;
  /** Ties a click to this very form, so that an old card cannot answer a newer one. */
  readonly nonce: string;
  readonly values: FormValues;
  readonly refusals: readonly FormRefusal[];
  readonly environments: readonly Pick<Environment, 'key' | 'name' | 'deployment'>[];
  /** Of the chosen environment; may be empty before the step that shows them. */
  readonly roles: readonly Role[];
  readonly today: Day;
  readonly latest: Day;
  /** What was taken from the requester's sentence rather than typed into the form. */
  readonly understood: readonly (keyof FormValues)[];
  /** Names of roles that were said before it was known which there are. */
  readonly roleNames?: readonly string[];
  readonly canGoBack: boolean;
  /** The owner unless another one is given. */
  readonly requester?: Person;
  /** The person behind `values.owner` once it is an object id, so that a name can be shown. */
  readonly owner?: Person;
}

const templates = { what: 'formWhat', account: 'formAccount', access: 'formAccess' } as const;
const titles = { what: 'what it is for', account: 'account and owner', access: 'access' } as const;
const mostExpanded = 5;
/** Keeps the card under Teams' 25 KB. */
const mostRoles = 120;

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
    notices: notices(...told, ...form.refusals.map(formRefusalNotice)),
    ...fields(form),
  };
  return { template: templates[form.step], summary: `Request a non-interactive user. ${title}`, data };
}

function fields(form: FormView): object {
  switch (form.step) {
    case 'what':
      return whatFields(form);
    case 'account':
      return accountFields(form);
    case 'access':
      return accessFields(form);
  }
}

function whatFields({ values, environments }: FormView): object {
  return {
    environmentStyle: environments.length > mostExpanded ? 'compact' : 'expanded',
    environments: environments.map(({ key, name, deployment }) => ({
      title: deployment === 'onPremises' && !/on-?prem/i.test(name) ? `${name} (on-premises)` : name,
      value: key,
    })),
    environment: values.environment ?? '',
    integration: values.integration ?? '',
    purpose: values.purpose ?? '',
  };
}

function accountFields({ values, refusals, requester, owner }: FormView): object {
  const several = refusals.find((refusal) => refusal.code === 'SeveralPeople');
  const label = fieldLabels.owner;
  return {
    accountKind: values.accountKind ?? 'new',
    upn: values.upn ?? '',
    ownerText: several ? [] : [{ label, value: ownerText(values.owner, owner, requester) }],
    ownerChoice: several ? [{ label, people: several.people.map(personChoice) }] : [],
    ownerHint: several
      ? 'None of them? Choose nobody and press Next to type another name.'
      : 'The owner answers for the user as long as it exists, and is told how to get its password.',
  };
}

function ownerText(value: string | undefined, owner: Person | undefined, requester: Person | undefined): string {
  const shown = [owner, requester].find((person) => person && (value === undefined || person.id === value));
  return shown ? (shown.upn ?? shown.name) : (value ?? '');
}

function personChoice({ id, name, upn }: Person): { readonly title: string; readonly value: string } {
  return { title: upn === undefined ? name : `${name} (${upn})`, value: id };
}

function accessFields({ values, roles, today, latest }: FormView): object {
  const chosen = new Set(values.roleIds);
  const shown =
    roles.length <= mostRoles ? roles : roles.filter((role, index) => index < mostRoles || chosen.has(role.id));
  const hint = `The first ${mostRoles} of ${roles.length} roles. Write the name of another one in the chat.`;
  return {
    roles: shown.map(({ id, name }) => ({ title: name, value: id })),
    rolesHint: optional(shown.length < roles.length, { text: hint }),
    roleIds: [...chosen].join(','),
    until: values.until ?? '',
    min: today,
    max: latest,
    untilHint: `${longDay(latest)} at the latest. It can be asked for again before it ends.`,
  };
}

/** `Understood: Contoso Production · until 31 December 2026` */
function understoodText(form: FormView): string {
  const parts = form.understood.map((field) => valueText(field, form)).filter((part) => part !== '');
  return parts.length === 0 ? '' : `Understood: ${parts.join(' · ')}`;
}

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
      return values.accountKind === 'existing' ? 'an existing account' : '';
    case 'owner':
      return values.owner === undefined ? '' : `owner ${owner?.name ?? values.owner}`;
    case 'roleIds':
      return list([...roles.filter(({ id }) => values.roleIds?.includes(id)).map(({ name }) => name), ...roleNames]);
    case 'integration':
    case 'purpose':
    case 'upn':
      return values[field] ?? '';
  }
}
