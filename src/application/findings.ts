import type { Obstacle } from '../domain/request.ts';
import type { Person } from '../domain/words.ts';
import type { LicenceStock } from './ports/crm.ts';
import type { DatabaseState } from './ports/probes.ts';

/** One line of the doctor: what was looked at, and whether it will do. The words for it are the channel's. */
export type Finding = Outcome & {
  readonly topic: Topic;
  /** `bad`: something that people ask for will fail. */
  readonly verdict: 'good' | 'warning' | 'bad';
};

export type Topic =
  | 'seatkeeper'
  | 'graph'
  | 'powerPlatform'
  | 'people'
  | { readonly environment: string }
  /** By its host. */
  | { readonly keyVault: string };

/** A read whose answer says no more than that it is allowed. */
export type Right =
  | 'signIn'
  | 'readPeople'
  | 'readGroups'
  | 'readApplications'
  | 'readTenant'
  | 'readMailboxes'
  | 'readVault'
  | 'administer'
  | 'whoAmI'
  | 'readUsers'
  | 'readRoles';

/** Whatever is tried, and can fail. */
export type Attempt =
  | Right
  | 'readPrivileges'
  | 'readLicences'
  | 'readOrganization'
  | 'readSeats'
  | 'readApprovers'
  | 'readAdmins'
  | 'readContacts';

export type Outcome =
  | { readonly check: 'configuration'; readonly environments: number; readonly policies: number }
  | { readonly check: 'database'; readonly state: DatabaseState }
  | { readonly check: 'allowed'; readonly attempt: Right }
  | { readonly check: 'failed'; readonly attempt: Attempt; readonly obstacle: Obstacle; readonly passing: boolean }
  /** Configured so; nothing there is called. */
  | { readonly check: 'onPremises' }
  /** What the environment says of itself, where the configuration says online. */
  | { readonly check: 'online'; readonly online: boolean }
  /** `used` by the environment's own count, `counted` by its list of users. */
  | { readonly check: 'seats'; readonly limit: number; readonly used: number; readonly counted: number }
  /** What Seatkeeper's user may not do there, by Dataverse's names. */
  | { readonly check: 'privileges'; readonly missing: readonly string[] }
  | { readonly check: 'licence'; readonly skuId: string; readonly stock: LicenceStock | undefined }
  /** `stage`: from 1. */
  | {
      readonly check: 'approvers';
      readonly policy: string;
      readonly stage: number;
      readonly required: number;
      readonly found: Principals;
    }
  | { readonly check: 'admins'; readonly found: Principals }
  | { readonly check: 'contacts'; readonly policy: string; readonly stage: number; readonly unmet: readonly Person[] }
  /** `good`: Seatkeeper has been met in the policy's channel, and nothing since says that it cannot write there. */
  | { readonly check: 'channel'; readonly policy: string };

/** Who is behind the ids of a list in the configuration. */
export interface Principals {
  readonly people: readonly Person[];
  /** Ids that the directory does not know. */
  readonly missing: readonly string[];
  /** Names of groups without members. */
  readonly empty: readonly string[];
}
