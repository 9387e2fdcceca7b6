import type { Environment } from '../../domain/environment.ts';
import type { StepName } from '../../domain/plan.ts';
import type { Made, RequestBase } from '../../domain/request.ts';
import { list } from './lists.ts';

export interface StepWords {
  /** What will be done. */
  readonly plan: string;
  /** What is being waited for. */
  readonly now: string;
  readonly done: string;
  /** How long it usually takes; empty when it is over at once. */
  readonly usual: string;
  /** Absent where nothing has to be taken back. */
  readonly undo?: UndoWords;
}

export interface UndoWords {
  readonly plan: string;
  readonly done: string;
  /** What an administrator does by hand when Seatkeeper could not. */
  readonly byHand: string;
}

/**
 * Accounts and roles by name, so that somebody who knows none of the APIs understands each line. What the creation found
 * and made so far decides what there is to take back.
 */
export function stepWords(
  { ask, made }: Pick<RequestBase, 'ask'> & { readonly made?: Made },
  environment: Pick<Environment, 'name' | 'licenceSku'>,
): Readonly<Record<StepName, StepWords>> {
  const { upn, kind } = ask.account;
  const isNew = kind === 'new';
  const { name } = environment;
  const roles = list(ask.roles.map((role) => role.name));
  const before = made?.before;
  const wasUsable = before !== undefined && !before.disabled;
  const roleWord = ask.roles.length === 1 ? 'role' : 'roles';
  return {
    check: {
      plan: `Check ${name}: online, a seat free, a spare licence free`,
      now: `Checking ${name}, its seats and the spare licences`,
      done: `${name}, its seats and the spare licences checked`,
      usual: '',
    },
    account: isNew
      ? {
          plan: `Create the account ${upn}, with a random password that is kept nowhere`,
          now: `Creating the account ${upn}`,
          done: `Account ${upn} created`,
          usual: 'usually a few seconds',
          undo: {
            plan: `Disable the account ${upn}`,
            done: `Account ${upn} disabled`,
            byHand: `In the Microsoft Entra admin centre, open ${upn} and switch “Account enabled” off.`,
          },
        }
      : {
          plan: `Find the account ${upn}; its password stays as it is`,
          now: `Looking for the account ${upn}`,
          done: `Account ${upn} found`,
          usual: '',
        },
    lendLicence: {
      plan: 'Lend it one spare licence for the set-up',
      now: 'Lending it a spare licence',
      done: 'Spare licence lent',
      usual: 'usually a few seconds',
      ...(!made?.ownLicence && {
        undo: {
          plan: 'Take the licence back',
          done: 'Licence back',
          byHand: `In the Microsoft 365 admin centre, open ${upn}, Licences and apps, and remove the licence with the SKU ${environment.licenceSku}.`,
        },
      }),
    },
    bringIn: {
      plan: `Bring it into ${name}`,
      now: `Waiting for the account to appear in ${name}`,
      done: `Arrived in ${name}`,
      usual: 'usually about 5 minutes, sometimes an hour',
      ...(made?.joinsGroup && {
        undo: {
          plan: `Take it out of the security group of ${name}`,
          done: `Out of the security group of ${name}`,
          byHand: `In the Microsoft Entra admin centre, Groups, open the group ${made.joinsGroup}, Members, and remove ${upn}.`,
        },
      }),
    },
    enable: {
      plan: 'Make sure that the user is enabled there',
      now: 'Enabling the user',
      done: 'User enabled',
      usual: 'usually a few seconds',
      ...(!wasUsable && {
        undo: {
          plan: 'Disable the user',
          done: 'User disabled',
          byHand: `In the Power Platform admin centre, ${name}, Users, disable ${upn}.`,
        },
      }),
    },
    assignRoles: {
      plan: `Give it the ${roleWord} ${roles}`,
      now: `Giving it the ${roleWord} ${roles}`,
      done: `${ask.roles.length === 1 ? 'Role' : 'Roles'} ${roles} given`,
      usual: 'usually a few seconds',
      undo: {
        plan: `Take the ${roleWord} away`,
        done: `${ask.roles.length === 1 ? 'Role' : 'Roles'} taken away`,
        byHand: `In the Power Platform admin centre, ${name}, Users, ${upn}, remove the ${roleWord} ${roles}.`,
      },
    },
    setNonInteractive: {
      plan: 'Make it non-interactive, which takes the seat',
      now: 'Making it non-interactive',
      done: 'Non-interactive, seat taken',
      usual: 'usually a few seconds',
      // A user that came with this request is disabled instead.
      ...(wasUsable && {
        undo: {
          plan: 'Give the user the access mode that it had',
          done: 'Access mode as it was before',
          byHand: `In the advanced settings of ${name}, Security, Users, open ${upn} and set the access mode that it had, as a rule Read-Write.`,
        },
      }),
    },
    returnLicence: {
      plan: 'Take the licence back',
      now: 'Taking the licence back',
      done: 'Licence given back',
      usual: 'usually a few seconds',
      ...(made?.ownLicence && {
        undo: {
          plan: 'Give the account its own licence back',
          done: 'Own licence given back',
          byHand: `In the Microsoft 365 admin centre, open ${upn}, Licences and apps, and assign the licence with the SKU ${environment.licenceSku}.`,
        },
      }),
    },
    confirm: {
      plan: 'Read everything back and confirm it',
      now: 'Reading everything back',
      done: 'Confirmed by reading it back',
      usual: 'usually less than a minute',
    },
  };
}

/** The whole plan in one sentence, for somebody between two meetings. */
export function planSentence({ ask }: Pick<RequestBase, 'ask'>, { name }: Pick<Environment, 'name'>): string {
  const start = ask.account.kind === 'new' ? 'creates the account' : 'takes the existing account';
  const roles = ask.roles.length === 1 ? 'role' : 'roles';
  return `Once approved, Seatkeeper ${start}, lends it a licence for the set-up, brings it into ${name}, gives it the ${roles}, makes it non-interactive, takes the licence back and confirms it all.`;
}
