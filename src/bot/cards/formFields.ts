import type { FormRefusal, FormStep, FormValues } from '../../application/form.ts';
import type { Account } from '../../domain/ask.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Day, Person, Role } from '../../domain/words.ts';
import { longDay } from '../words/durations.ts';
import { fieldLabels } from '../words/formRefusals.ts';
import { literal } from '../words/markdown.ts';
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

/** In the order in which they are offered. */
export const accountKinds = ['new', 'application', 'existing', 'user'] as const satisfies readonly Account['kind'][];
const kindTitles = {
  new: 'A new account, made for this integration',
  application: 'An application: no seat, no licence',
  existing: 'An account that exists: convert it',
  user: 'A user that exists: change it',
} as const satisfies Readonly<Record<Account['kind'], string>>;
const mostExpanded = 5;
/** Keeps the card under Teams' 25 KB. */
const mostRoles = 120;

/** The inputs of the step, filled in. */
export function fieldsData(form: FormView): object {
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

function accountFields(form: FormView): object {
  const { values, refusals } = form;
  const several = refusals.find((refusal) => refusal.code === 'SeveralPeople');
  const change = values.accountKind === 'user';
  const label = fieldLabels.owner;
  return {
    accountKind: values.accountKind ?? 'new',
    kinds: accountKinds.map((value) => ({ title: kindTitles[value], value })),
    account: values.account ?? '',
    ownerText: several ? [] : [{ label, value: ownerText(form), isRequired: !change, ...ownerWords(change) }],
    ownerChoice: several ? [{ label, people: several.people.map(personChoice) }] : [],
    ownerHint: several ? noneOfThem(change) : ownerHint(change),
  };
}

function ownerWords(change: boolean): { readonly placeholder: string } {
  return { placeholder: change ? 'Empty: whoever is the owner today' : 'An address, or the beginning of a name' };
}

function ownerHint(change: boolean): string {
  return change
    ? 'The owner answers for the user as long as it exists. Whoever does so today goes on, unless you name another one.'
    : 'The owner answers for the user as long as it exists, and is told how to get its password. A user that exists keeps its owner, unless you name another one.';
}

function noneOfThem(change: boolean): string {
  return change
    ? 'None of them? Choose nobody: then whoever is the owner today stays it. Back leads here again for another name.'
    : 'None of them? Choose nobody and press Next to type another name.';
}

/** What the input for the owner shows: the requester, unless somebody is named or answers for the user today. */
export function ownerText({ values, owner, requester }: Pick<FormView, 'values' | 'owner' | 'requester'>): string {
  if (values.owner === undefined && values.accountKind === 'user') return '';
  const shown = [owner, requester].find(
    (person) => person && (values.owner === undefined || person.id === values.owner),
  );
  return shown ? (shown.upn ?? shown.name) : (values.owner ?? '');
}

function personChoice({ id, name, upn }: Person): { readonly title: string; readonly value: string } {
  return { title: upn === undefined ? name : `${name} (${upn})`, value: id };
}

function accessFields(form: FormView): object {
  const { values, roles, today, latest } = form;
  const chosen = new Set(values.roleIds);
  const shown =
    roles.length <= mostRoles ? roles : roles.filter((role, index) => index < mostRoles || chosen.has(role.id));
  const hint = `The first ${mostRoles} of ${roles.length} roles. Write the name of another one in the chat.`;
  return {
    change: optionalText(values.accountKind === 'user' ? literal(changeText(form)) : undefined),
    roles: shown.map(({ id, name }) => ({ title: name, value: id })),
    rolesHint: optional(shown.length < roles.length, { text: hint }),
    roleIds: [...chosen].join(','),
    until: values.until ?? '',
    min: today,
    max: latest,
    untilHint: `${longDay(latest)} at the latest. It can be asked for again before it ends.`,
  };
}

function changeText({ values, owner, requester }: FormView): string {
  const person = [owner, requester].find((known) => known?.id === values.owner);
  const whose = person ? ` Its owner is ${person.name}; Back changes that.` : '';
  return `This changes ${values.account ?? 'a user that exists'}. Ticked are the roles that it is to have: a role that you untick is taken away.${whose}`;
}
