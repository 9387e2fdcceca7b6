import type { Campaign, CampaignAnswer, CampaignTerms, Evidence } from '../../domain/campaign.ts';
import type { AccessRequest } from '../../domain/request.ts';
import type { EnvironmentKey, Instant, Person, PersonId, RequestId } from '../../domain/words.ts';

/** One user that a campaign asks about. */
export interface CampaignItem {
  /** The record of the user when the campaign began, as it is now. */
  readonly request: AccessRequest;
  readonly evidence?: Evidence;
  /** Absent while it is open. */
  readonly answer?: CampaignAnswer;
  /** Absent: the clock, or nobody. */
  readonly answeredBy?: Person;
  readonly answeredAt?: Instant;
}

export interface Progress {
  readonly total: number;
  readonly open: number;
  readonly confirmed: number;
  readonly released: number;
  readonly kept: number;
  readonly revoked: number;
  readonly gone: number;
}

/** Which of a campaign's users a card lists, in the order of their numbers. */
export interface ItemsWanted {
  /** Absent: everybody's. */
  readonly owner?: PersonId;
  /** Of those that are not open, the ones that were answered since then; absent: all. */
  readonly answeredSince?: Instant;
  /** From 1; one that there is not stands for the nearest that there is. Absent: the first with an open user. */
  readonly page?: number;
  readonly pageLength: number;
}

/** A page of them. They keep their places when they are answered. */
export interface ItemsPage {
  /** Of all that are the owner's. */
  readonly progress: Progress;
  readonly items: readonly CampaignItem[];
  readonly page: number;
  /** How many there are on all pages. */
  readonly listed: number;
  /** Grows with every change of the campaign and of any user among them, so that a card knows whether it is old. */
  readonly version: number;
}

export interface Silent {
  readonly owner: Person;
  readonly open: number;
}

/** An item counts as open while it has no answer and its request is active. */
export interface CampaignStore {
  findCampaign(id: number): Promise<Campaign | undefined>;
  /** The one that runs, else the one that ended last. */
  latestCampaign(): Promise<Campaign | undefined>;
  /** Whom a campaign would ask. */
  countCandidates(environment?: EnvironmentKey): Promise<{ readonly users: number; readonly owners: number }>;
  /** When the last campaign about all environments began, and when the oldest user that is active was made. */
  scheduleBasis(): Promise<{ readonly last?: Instant; readonly oldest?: Instant }>;
  progressOf(id: number): Promise<Progress>;
  readItems(id: number, wanted: ItemsWanted): Promise<ItemsPage>;
  /** The posted card shows this page from now on, also when the bot itself brings it to the truth. */
  turnSheet(
    id: number,
    posted: { readonly activityId: string; readonly conversationId: string },
    page: number,
  ): Promise<void>;
  /** Everything, for the export, and those that are open, for the clock. */
  listItems(id: number, which: 'all' | 'open'): Promise<readonly CampaignItem[]>;
  /** Owners with open items, most first. */
  silentOwners(id: number): Promise<readonly Silent[]>;
  saveEvidence(id: number, requestId: RequestId, evidence: Evidence): Promise<void>;
  /** Requests that carry a card which this request is shown on too. */
  sheetsAbout(requestId: RequestId): Promise<readonly RequestId[]>;
}

/** What belongs to a transaction: see `Transaction`. */
export interface CampaignTransaction {
  /** With an item for every active user. Undefined, and nothing is saved, when one runs already. */
  startCampaign(start: {
    readonly at: Instant;
    readonly by?: Person;
    readonly environment?: EnvironmentKey;
    readonly terms: CampaignTerms;
  }): Promise<Campaign | undefined>;
  lockCampaign(id: number): Promise<Campaign | undefined>;
  /** Adds one to the version. */
  saveCampaign(campaign: Campaign): Promise<void>;
  /** Undefined when the campaign does not ask about it. */
  lockItem(id: number, requestId: RequestId): Promise<'open' | 'answered' | undefined>;
  answerItem(
    id: number,
    requestId: RequestId,
    answer: { readonly answer: CampaignAnswer; readonly at: Instant; readonly by?: Person },
  ): Promise<void>;
  /** Items without an answer: their users ended or changed hands. */
  closeItems(id: number, at: Instant): Promise<void>;
}
