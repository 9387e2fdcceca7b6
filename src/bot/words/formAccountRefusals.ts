import type { OpenChange } from '../../application/views.ts';
import type { FormRefusal } from '../../application/form.ts';
import type { AccessRequest } from '../../domain/request.ts';
import { assertNever } from '../../domain/result.ts';
import { nameOf } from './accountWords.ts';
import { applicationUserLink, type Button, type Notice } from './notice.ts';

export type Explained = Required<Pick<Notice, 'what' | 'why' | 'todo'>> & Pick<Notice, 'buttons'>;

type RefusalOf<Code extends FormRefusal['code']> = Extract<FormRefusal, { readonly code: Code }>;

export type AccountRefusal = RefusalOf<
  | 'AccountNotFound'
  | 'AlreadyNonInteractive'
  | 'Unconvertible'
  | 'NotAnApplicationId'
  | 'ApplicationNotFound'
  | 'UnfitApplication'
  | 'UserNotFound'
  | 'UnfitUser'
  | 'ChangeUnderWay'
>;

/** Why this account, application or user is not taken; with another kind of request as a button where that is the way. */
export function explainAccount(refusal: AccountRefusal, account = ''): Explained {
  switch (refusal.code) {
    case 'AccountNotFound':
      return {
        what: `there is no account ${refusal.text}.`,
        why: 'The directory has no user with this sign-in address.',
        todo: 'Check the address, or choose a new account.',
      };
    case 'AlreadyNonInteractive':
      return {
        what: `${refusal.upn} is non-interactive in ${refusal.environment} already.`,
        why: 'It has its seat, so there is nothing to create.',
        todo: 'Change its roles, its owner or its last day, or give another account.',
        buttons: [changeIt(refusal.upn)],
      };
    case 'Unconvertible':
      return unconvertible(refusal);
    case 'NotAnApplicationId':
      return {
        what: `“${refusal.text}” is no application id.`,
        why: 'An application is known by its application (client) id, for example 3f2a8c1e-6b1d-4c7e-9a55-0c1d2e3f4a5b.',
        todo: 'Copy it from the overview of the app registration in Entra.',
      };
    case 'ApplicationNotFound':
      return {
        what: `there is no application ${refusal.text}.`,
        why: 'The directory has no enterprise application with this application (client) id.',
        todo: 'Check that it is not the object id. An application of another organisation has to be added to this directory first.',
      };
    case 'UnfitApplication':
      return unfitApplication(refusal, account);
    case 'UserNotFound':
      return {
        what: `${refusal.environment} has no user ${refusal.text}.`,
        why: 'No user there has this sign-in address or this application (client) id.',
        todo: 'Check it, and the environment; or ask for it as a user of this environment.',
        buttons: [askForIt(refusal.text)],
      };
    case 'UnfitUser':
      return unfitUser(refusal);
    case 'ChangeUnderWay':
      return {
        what: `#${refusal.id} asks for a change of ${refusal.name} already.`,
        why: 'Two changes at once would not know of each other.',
        todo: 'Wait until it has ended; if it is yours and nobody has decided yet, you can withdraw it.',
        buttons: [{ title: `Show #${refusal.id}`, data: { command: 'show', requestId: refusal.id } }],
      };
    default:
      return assertNever(refusal);
  }
}

/** The same for whoever has not begun to fill in the form. */
export function changeUnderWay({ ask }: AccessRequest, { id }: OpenChange): Notice {
  const refusal = { field: 'account', code: 'ChangeUnderWay', name: nameOf(ask.account), id } as const;
  return { tone: 'warning', ...explainAccount(refusal) };
}

function unconvertible({ upn, environment, reason }: RefusalOf<'Unconvertible'>): Explained {
  const todo = 'Give an account that only programs use, or choose a new one.';
  switch (reason) {
    case 'requester':
      return { what: `${upn} is your own account.`, why: `You could no longer open ${environment} with it.`, todo };
    case 'disabled':
      return {
        what: `${upn} is disabled in Entra.`,
        why: 'A disabled account cannot be brought into an environment.',
        todo: 'Have it enabled first, or choose a new account.',
      };
    case 'systemAdministrator':
      return {
        what: `${upn} is a System Administrator of ${environment}.`,
        why: 'Converted, it could no longer administer the environment, and a program would have all rights.',
        todo: `Have an administrator take the role away first. ${todo}`,
      };
    case 'decides':
      return {
        what: `${upn} belongs to an approver or an admin.`,
        why: `They could no longer open ${environment}.`,
        todo,
      };
    case 'inheritedLicence':
      return {
        what: `${upn} has its licence from a group.`,
        why: 'A non-interactive user keeps no licence, and one that a group gives cannot be taken from the account alone.',
        todo: 'Have an administrator take it out of that group first, or choose a new account.',
      };
    default:
      return assertNever(reason);
  }
}

function unfitApplication({ name, environment, reason }: RefusalOf<'UnfitApplication'>, account: string): Explained {
  switch (reason) {
    case 'disabled':
      return {
        what: `${name} may not sign in.`,
        why: 'Its enterprise application is disabled in Entra.',
        todo: 'Have it enabled first, or give another application.',
      };
    case 'exists':
      return {
        what: `${name} has an application user in ${environment} already.`,
        why: 'It works, and an application has no more than one there.',
        todo: 'Change its roles, its owner or its last day.',
        ...(account !== '' && { buttons: [changeIt(account)] }),
      };
    case 'deleted':
      return {
        what: `${name} had an application user in ${environment} that was deleted.`,
        why: 'It still exists in the background, and until it is gone no other one can be made.',
        todo: `Ask an administrator to open the Power Platform admin centre, ${environment}, Settings, Users + permissions, Application users, and to restore it there or to delete it permanently. Then press Next again.`,
        buttons: [applicationUserLink],
      };
    case 'seatkeeper':
      return itself(name);
    default:
      return assertNever(reason);
  }
}

function unfitUser({ name, environment, reason }: RefusalOf<'UnfitUser'>): Explained {
  switch (reason) {
    case 'interactive':
      return {
        what: `${name} is an ordinary user of ${environment}.`,
        why: 'Only non-interactive users and application users are changed here.',
        todo: 'Convert it, or give another user.',
        buttons: [askForIt(name)],
      };
    case 'disabled':
      return {
        what: `${name} is disabled in ${environment}.`,
        why: 'A disabled user takes no roles.',
        todo: 'Ask for it as if it were new: then it is enabled again.',
        buttons: [askForIt(name)],
      };
    case 'seatkeeper':
      return itself(name);
    default:
      return assertNever(reason);
  }
}

function itself(name: string): Explained {
  return {
    what: `${name} is Seatkeeper itself.`,
    why: 'What Seatkeeper may do is decided by an administrator, never by a request.',
    todo: 'Give the account or the application of your integration.',
  };
}

function changeIt(account: string): Button {
  return { title: 'Change it', data: { command: 'say', args: `change ${account}` } };
}

function askForIt(account: string): Button {
  return account.includes('@')
    ? { title: 'Convert it', data: { command: 'say', args: `convert ${account}` } }
    : { title: 'Ask for an application user', data: { command: 'say', args: `application user for ${account}` } };
}
