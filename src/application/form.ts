import type { Account, AskRefusal } from '../domain/ask.ts';
import type { Day, EnvironmentKey, RequestId } from '../domain/words.ts';
import type { NameRefusal } from './findByName.ts';

/** A request as it is being filled in, step by step: text as typed, not yet checked against the world. */
export interface FormValues {
  readonly environment?: EnvironmentKey;
  readonly integration?: string;
  readonly purpose?: string;
  readonly accountKind?: Account['kind'];
  /** Which account, application or user, for every kind but `new`: a UPN, or an application's id. */
  readonly account?: string;
  /** A UPN, an object id (from a people picker) or the beginning of a name. */
  readonly owner?: string;
  readonly roleIds?: readonly string[];
  readonly until?: Day;
}

export const formSteps = ['what', 'account', 'access'] as const;
export type FormStep = (typeof formSteps)[number];

export const fieldsOf = {
  what: ['environment', 'integration', 'purpose'],
  account: ['accountKind', 'account', 'owner'],
  access: ['roleIds', 'until'],
} as const satisfies Readonly<Record<FormStep, readonly (keyof FormValues)[]>>;

/** Why an existing account is not converted. `decides`: it belongs to an approver or an admin. */
export type Unconvertible = 'requester' | 'disabled' | 'systemAdministrator' | 'decides' | 'inheritedLicence';

/** `exists`: its application user is there and works, so it is changed instead · `deleted`: a deleted one blocks it. */
export type UnfitApplication = 'disabled' | 'exists' | 'deleted' | 'seatkeeper';

/** `interactive`: an account like that is converted instead. */
export type UnfitUser = 'interactive' | 'disabled' | 'seatkeeper';

/** What is wrong with one field, with the facts that the sentence to the requester needs. */
export type FormRefusal = { readonly field: keyof FormValues } & (
  | { readonly code: 'Missing' }
  | { readonly code: 'TooLong'; readonly length: number; readonly longest: number }
  | {
      readonly code: 'TooShort';
      readonly length: number;
      readonly shortest: number;
      readonly environment: string;
      readonly rule?: string;
    }
  /** The policy lets others ask, not this person. */
  | { readonly code: 'MayNotAsk'; readonly environment: string; readonly rule?: string }
  | { readonly code: 'UnknownEnvironment'; readonly known: readonly string[] }
  | { readonly code: 'AccountNotFound'; readonly text: string }
  | { readonly code: 'AlreadyNonInteractive'; readonly upn: string; readonly environment: string }
  | {
      readonly code: 'Unconvertible';
      readonly upn: string;
      readonly environment: string;
      readonly reason: Unconvertible;
    }
  | { readonly code: 'NotAnApplicationId'; readonly text: string }
  | { readonly code: 'ApplicationNotFound'; readonly text: string }
  | {
      readonly code: 'UnfitApplication';
      readonly name: string;
      readonly environment: string;
      readonly reason: UnfitApplication;
    }
  | { readonly code: 'UserNotFound'; readonly text: string; readonly environment: string }
  | {
      readonly code: 'UnfitUser';
      readonly name: string;
      readonly environment: string;
      readonly reason: UnfitUser;
    }
  /** Somebody asked for a change of the same user already. */
  | { readonly code: 'ChangeUnderWay'; readonly name: string; readonly id: RequestId }
  | { readonly code: 'NothingChanges'; readonly name: string }
  | {
      readonly code: 'UnfitOwner';
      readonly name: string;
      /** `account`: it is the very account that is converted. */
      readonly reason: 'disabled' | 'program' | 'account';
    }
  | NameRefusal
  | { readonly code: 'RoleNotFound'; readonly environment: string }
  | AskRefusal
);
