import type { Adoption } from '../../application/adopt.ts';
import type { Mending } from '../../domain/life.ts';
import type { Instant, RequestId } from '../../domain/words.ts';

/** What a button of navigation sends: a message of the reader with this as its `value`. */
export type CommandData =
  | { readonly command: 'request' | 'help' | 'doctor' }
  | { readonly command: 'quota'; readonly args?: string }
  | { readonly command: 'requests'; readonly scope?: 'mine' | 'open'; readonly offset?: number }
  /** Ask once more for what this request asked for. */
  | { readonly command: 'again'; readonly requestId: number }
  /** Ask for an application user that does what this request is for. */
  | { readonly command: 'instead'; readonly requestId: number }
  /** Change the user that this request answers for. */
  | { readonly command: 'change'; readonly requestId: number }
  /** Post what would be done for this request, and what the world says about it now. */
  | { readonly command: 'plan'; readonly requestId: number }
  /** Post the card of this request. */
  | { readonly command: 'show'; readonly requestId: number }
  /** Withdraw this draft. */
  | { readonly command: 'discard'; readonly requestId: number }
  /** Let this request through without its approvals; `reason` is for all other admins. */
  | { readonly command: 'force'; readonly requestId: number; readonly planHash: string; readonly reason: string }
  /** Revoke the user that this request answers for. */
  | ({ readonly command: 'revoke'; readonly requestId: number; readonly reason: string } & Back)
  /** Set this right on the user that this request answers for; without `confirmed`, ask first. */
  | ({ readonly command: 'mend'; readonly requestId: number; readonly what: Mending; readonly confirmed?: true } & Back)
  /** Take over this user. */
  | ({ readonly command: 'adopt'; readonly adoption: Adoption } & Back)
  /** Take over this user, and revoke it. */
  | ({ readonly command: 'revokeUnrecorded'; readonly adoption: Adoption; readonly reason: string } & Back)
  /** A page of a comparison that is known by this id, of one environment or of all. */
  | {
      readonly command: 'differences';
      readonly page: number;
      readonly comparison: string;
      readonly environment?: string;
    }
  /** A page of what the configuration on disk would do. */
  | { readonly command: 'policyTest'; readonly offset: number }
  /** Erase what is known of the person with this object id. */
  | { readonly command: 'forget'; readonly args: string }
  /** Begin a recertification, or remind the owners who have not answered in the one that runs. */
  | { readonly command: 'campaign'; readonly what: 'start' | 'remind'; readonly environment?: string }
  /** As if the reader had typed it. */
  | ({ readonly command: 'say'; readonly args: string } & Back)
  /** A new form for this sentence, in place of the one that is open. */
  | { readonly command: 'anew'; readonly args: string };

/** Of a button on a page of a list: the words that show that page again, once what the button does is done. */
interface Back {
  readonly back?: string | undefined;
}

export interface CommandButton {
  readonly title: string;
  readonly data: CommandData;
}

export interface LinkButton {
  readonly title: string;
  readonly url: string;
}

export type Button = CommandButton | LinkButton;

/** A sentence to one reader, above what the card shows anyway: what is so, why, and what to do. */
export interface Notice {
  readonly tone: 'info' | 'good' | 'warning' | 'attention';
  readonly what: string;
  readonly why?: string;
  /** Of the service, where `why` is less exact. */
  readonly code?: string | undefined;
  readonly todo?: string;
  /** When it will be possible, said after `todo` in the reader's time zone. */
  readonly again?: Instant;
  readonly buttons?: readonly Button[];
  /** To be told to an admin, who finds the log by it. */
  readonly correlationId?: string;
}

/** The better way where it is possible: nothing of it is scarce. */
export const applicationUserHint =
  'An application user needs no seat, no password and no licence, and suits integrations that can sign in with an app registration.';

export const applicationUserLink: LinkButton = {
  title: 'Application users',
  url: 'https://learn.microsoft.com/power-platform/admin/manage-application-users',
};

/** For whoever asked: a form for an application user that does what this request is for. */
export function askInstead(requestId: RequestId): CommandButton {
  return { title: 'Ask for one instead', data: { command: 'instead', requestId } };
}
