import type { FormRefusal, FormValues } from '../../application/form.ts';
import { assertNever } from '../../domain/result.ts';
import { count, longDay } from './durations.ts';
import { explainAccount, type Explained } from './formAccountRefusals.ts';
import { list } from './lists.ts';
import { applicationUserHint, applicationUserLink, type Notice } from './notice.ts';

/** The labels of the inputs, so that a refusal names a field by the word that stands above it. */
export const fieldLabels = {
  environment: 'Environment',
  integration: 'Integration',
  purpose: 'Purpose',
  accountKind: 'Kind of user',
  account: 'Account or application',
  owner: 'Owner',
  roleIds: 'Security roles',
  until: 'Last day',
} as const satisfies Readonly<Record<keyof FormValues, string>>;

/** Adaptive Cards have no field errors from the server, so the sentence begins with the field's label. */
export function formRefusalText(refusal: FormRefusal, account?: string): Explained {
  const explained = explain(refusal, account);
  return { ...explained, what: `${fieldLabels[refusal.field]}: ${explained.what}` };
}

/** `account`: as the form names it, for the buttons that go on with it in another way. */
export function formRefusalNotice(refusal: FormRefusal, account?: string): Notice {
  return { tone: 'warning', ...formRefusalText(refusal, account) };
}

const missing = {
  environment: 'Choose the environment that the integration works with.',
  integration: 'Give the name people know the integration by, for example “SAP order sync”.',
  purpose: 'Say in a sentence what the integration does with the data.',
  accountKind: 'Choose whether it is to be a new account, an application, or something that exists.',
  account:
    'Give the sign-in address of the account, for example svc-orders@contoso.com, or the application (client) id.',
  owner: 'Name the person who answers for the user: an address, or the beginning of a name.',
  roleIds: 'Choose at least one role, and only those that the integration needs.',
  until: 'Choose the last day on which the integration needs access.',
} as const satisfies Readonly<Record<keyof FormValues, string>>;

function explain(refusal: FormRefusal, account?: string): Explained {
  switch (refusal.code) {
    case 'Missing':
      return { what: 'nothing is given yet.', why: 'The approvers decide by it.', todo: missing[refusal.field] };
    case 'TooLong':
      return {
        what: 'the text is too long.',
        why: `It has ${count(refusal.length, 'character')}, and can have ${refusal.longest}.`,
        todo: 'Shorten it.',
      };
    case 'TooShort':
      return {
        what: refusal.length === 0 ? 'nothing is given yet.' : 'the reason is too short.',
        why: `${ruleText(refusal)} asks for ${count(refusal.shortest, 'character')} at least, and there ${refusal.length === 1 ? 'is' : 'are'} ${refusal.length}.`,
        todo: 'Say what the integration does with the data, and why it needs this.',
      };
    case 'MayNotAsk':
      return {
        what: `you cannot ask for this in ${refusal.environment}.`,
        why: `${ruleText(refusal)} lets only certain people ask, and you are not among them.`,
        todo: 'Let a colleague who may ask do it, or talk to an admin of Seatkeeper.',
      };
    case 'UnknownEnvironment':
      return {
        what: 'this environment is not known.',
        why: `Seatkeeper looks after ${list(refusal.known)}.`,
        todo: 'Choose one of these, or ask an admin to add yours.',
      };
    case 'AccountNotFound':
    case 'AlreadyNonInteractive':
    case 'Unconvertible':
    case 'NotAnApplicationId':
    case 'ApplicationNotFound':
    case 'UnfitApplication':
    case 'UserNotFound':
    case 'UnfitUser':
    case 'ChangeUnderWay':
      return explainAccount(refusal, account);
    case 'NothingChanges':
      return {
        what: 'nothing would change.',
        why: `${refusal.name} has these roles, this owner and this last day already.`,
        todo: 'Tick or untick a role, choose another last day, or press Back to name another owner.',
      };
    case 'UnfitOwner':
      return unfitOwner(refusal);
    case 'PersonNotFound':
      return {
        what: `nobody was found for “${refusal.text}”.`,
        why: 'No name and no address in the directory begins with it.',
        todo: 'Give the address, or another beginning of the name.',
      };
    case 'SeveralPeople':
      return {
        what: `several people match “${refusal.text}”.`,
        why: 'Exactly one person answers for the user.',
        todo: 'Choose the right one below.',
      };
    case 'RoleNotFound':
      return {
        what: `a chosen role does not exist in ${refusal.environment}.`,
        why: 'The roles of the environment have changed, or belong to another one.',
        todo: 'Choose from the list below, which is the current one.',
      };
    case 'OnPremises':
      return {
        what: `${refusal.environment} is on-premises.`,
        why: 'The non-interactive access mode exists online only; an on-premises server knows no such users and no seats.',
        todo: `Choose an online environment. On-premises, an ordinary licensed account does this work. ${applicationUserHint}`,
        buttons: [applicationUserLink],
      };
    case 'EndsInThePast':
      return {
        what: `${longDay(refusal.until)} has passed.`,
        why: `Today is ${longDay(refusal.today)}.`,
        todo: 'Choose today or a later day.',
      };
    case 'EndsTooLate':
      return {
        what: `${longDay(refusal.until)} is too far away.`,
        why: `A user can be asked for ${count(refusal.maxDays, 'day')} at most.`,
        todo: `Choose ${longDay(refusal.latest)} or an earlier day. It can be asked for again before it ends.`,
      };
    default:
      return assertNever(refusal);
  }
}

/** A rule has a name that the admins know it by. */
function ruleText({ environment, rule }: { readonly environment: string; readonly rule?: string }): string {
  return rule === undefined ? `The policy of ${environment}` : `The rule “${rule}” of ${environment}`;
}

function unfitOwner({ name, reason }: FormRefusal & { readonly code: 'UnfitOwner' }): Explained {
  const todo = 'Name a colleague who will answer for the user.';
  switch (reason) {
    case 'disabled':
      return { what: `the account of ${name} is disabled.`, why: 'Nobody would answer.', todo };
    case 'program':
      return { what: `${name} is an account of a program.`, why: 'A person must answer for the user.', todo };
    case 'account':
      return { what: `${name} is the very account that this is about.`, why: 'It cannot answer for itself.', todo };
    default:
      return assertNever(reason);
  }
}
