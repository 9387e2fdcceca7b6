import type { Environment } from '../domain/environment.ts';
import type { Absence, Because } from '../domain/roster.ts';
import type { AccessRequest, RequestStatus } from '../domain/request.ts';
import type { Discrepancy } from '../domain/reconcile.ts';
import type { Seats } from '../domain/seats.ts';
import type { Day, Instant, Person, PersonId, RequestId } from '../domain/words.ts';
import type { PlanCheck } from './checks/planCheck.ts';
import type { Campaign, SheetScope } from '../domain/campaign.ts';
import type { CampaignItem, ItemsPage, Progress, Silent } from './ports/campaigns.ts';
import type { LicenceStock } from './ports/crm.ts';
import type { CardPart, CardReader } from './ports/store.ts';

/** A request that is to change a user, from its submission until it is decided and done. */
export interface OpenChange {
  readonly id: RequestId;
  readonly status: RequestStatus;
  readonly until: Day;
}

/** Everything that a card about a request can show, for one reader. Read from the database alone, but for `licence`. */
export interface RequestView {
  readonly request: AccessRequest;
  readonly version: number;
  readonly reader: Reader;
  readonly environment: Environment;
  /** Undefined when the environment has never been read. */
  readonly seats: Seats | undefined;
  /** Everybody who was asked, in the order of the policy. Empty until they are found out. */
  readonly approvers: readonly ApproverView[];
  /** One-based. */
  readonly waiting?: { readonly position: number };
  /** The spare licences while the request is a draft or pending; a forecast. */
  readonly licence?: LicenceStock;
  /** What waits or is being carried out for the user that `request` answers for. */
  readonly change?: OpenChange;
  readonly at: Instant;
  /** Of a campaign's card: what it asks about. `request` is the first of them. */
  readonly sheet?: Sheet;
}

export interface Reader {
  readonly id: CardReader['id'];
  readonly part: Exclude<CardPart, 'shown'> | 'observer';
  readonly because?: Because;
  /** The stage that `because` holds in, from 0. Absent: the one that the reader was asked for, see `approvers`. */
  readonly stage?: number;
  /** May force the request. */
  readonly admin?: true;
}

export interface ApproverView {
  readonly person: Person;
  /**
   * `asked`: has the card · `notAskedYet`: on its way · `unreachable`: cannot be written to · `inChannel`: neither, but the
   * request is in a channel for them.
   */
  readonly delivery: 'asked' | 'notAskedYet' | 'unreachable' | 'inChannel';
  readonly decision?: 'approved' | 'rejected';
  /** The stage that they were asked for last, from 0. */
  readonly stage: number;
  readonly because?: Because;
  /** While the request is pending. */
  readonly away?: Absence;
  /**
   * Their decision is no longer waited for: the policy does not ask them any more, somebody approved in their place, or they
   * stood in for somebody who has decided or is back.
   */
  readonly released?: boolean;
}

/** Users of a campaign, as one card shows them. */
export interface Sheet extends Omit<ItemsPage, 'items'> {
  readonly campaign: Campaign;
  readonly scope: SheetScope;
  readonly reader: PersonId;
  readonly items: readonly (CampaignItem & { readonly environment: Environment })[];
  /** How many users a page shows. */
  readonly pageLength: number;
  readonly at: Instant;
}

/** How a campaign stands, for the admins. */
export interface CampaignView {
  readonly campaign: Campaign;
  /** Of the only environment that it is about. */
  readonly environment?: Environment;
  readonly progress: Progress;
  readonly silent: readonly Silent[];
  readonly at: Instant;
}

/** A request, and what the world says now about what would be done for it. */
export interface DryRunView {
  readonly view: RequestView;
  /** Empty for a request whose creation has begun, or that has ended. */
  readonly checks: readonly PlanCheck[];
}

/** One environment against the records, or why it could not be read. */
export type Reconciliation = { readonly environment: Environment } & (
  | { readonly kind: 'compared'; readonly users: number; readonly discrepancies: readonly Discrepancy[] }
  | { readonly kind: 'unreadable'; readonly service: string; readonly code: string }
);

/** What was compared for one reader, whose pages they turn without asking the environments again. */
export interface Comparison {
  readonly id: string;
  /** The environments that were asked for. */
  readonly of: string;
  readonly at: Instant;
  readonly found: readonly Reconciliation[];
}

/** The latest of each reader. In memory alone: another replica compares anew. */
export type Comparisons = Map<PersonId, Comparison>;

/** What is different in one environment. */
export interface Differing {
  readonly environment: Environment;
  readonly discrepancies: readonly Discrepancy[];
}

/** What somebody is told without having asked. */
export type NotificationView =
  | ({ readonly kind: 'discrepancies' } & Differing)
  | { readonly kind: 'campaignEnded'; readonly campaign: CampaignView };

/** One environment's seats, or why they could not be read. */
export type QuotaView = { readonly environment: Environment } & (
  | { readonly kind: 'seats'; readonly seats: Seats; readonly waiting: number }
  | { readonly kind: 'onPremises' }
  | { readonly kind: 'unreadable'; readonly service: string; readonly code: string; readonly lastSeats?: Seats }
);
