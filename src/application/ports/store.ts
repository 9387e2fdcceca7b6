import type { AuditRecord } from '../../domain/audit.ts';
import type { RequestEvent } from '../../domain/events.ts';
import type { AccessRequest, RequestStatus } from '../../domain/request.ts';
import type { SeatHold, SeatReading } from '../../domain/seats.ts';
import type { Absence, Because } from '../../domain/roster.ts';
import type {
  ChannelId,
  Day,
  EnvironmentKey,
  Instant,
  Person,
  PersonId,
  RequestId,
  SystemUserId,
} from '../../domain/words.ts';
import type { Task } from '../tasks.ts';
import type { NotificationStore, NotificationWriter } from './notifications.ts';
import type { CampaignTransaction } from './campaigns.ts';

/** A request and the number of its saved states: every saved change adds one. */
export interface Stored {
  readonly request: AccessRequest;
  readonly version: number;
}

/** Who or what caused a change, kept with its events. */
export interface Cause {
  /** A person, or the bot itself. */
  readonly actor: PersonId | 'seatkeeper';
  readonly correlationId: string;
}

export interface RequestFilter {
  readonly statuses?: readonly RequestStatus[];
  readonly requester?: PersonId;
  readonly owner?: PersonId;
  /** Whoever asked for it, or answers for it. */
  readonly concerned?: PersonId;
  /** What the account is known by, in small letters: its UPN or its application's id. */
  readonly address?: string;
  readonly environments?: readonly EnvironmentKey[];
  /** The user that a request made or changed. */
  readonly systemUserId?: SystemUserId;
  /** Any of these. */
  readonly systemUserIds?: readonly SystemUserId[];
  /** Requests whose last day is before this one. */
  readonly untilBefore?: string;
}

/** Whom a card is for: a person, or everybody in a channel. */
export type CardReader = Person | { readonly id: ChannelId };

/** Where a request's cards are, whether they reached their reader, and how old their content is. */
export interface CardRow {
  readonly id: string;
  readonly requestId: RequestId;
  readonly reader: CardReader;
  /** Decides what the card shows and offers. */
  readonly part: CardPart;
  readonly because?: Because;
  /** Of an approver's card: the stage that they were asked for last, from 0. */
  readonly stage: number;
  /** Which of several of the same part, from 0: a reminder each time. */
  readonly round: number;
  /** Of an approver's card: when the stage that they were asked for last was opened. */
  readonly opened?: Instant;
  readonly state: CardState;
  /** The channel's id of the posted message, and of the conversation that it is in. */
  readonly activityId?: string;
  readonly conversationId?: string;
  /** The version of the request that the card shows; of a campaign's card, the sum that `ItemsPage` has. */
  readonly shownVersion: number;
  /** The campaign whose question it asks. */
  readonly campaign?: number;
  /** The page of its users that the reader has turned to, from 1. */
  readonly page?: number;
}

/** A card to be sent, or one that is posted already (the review card that the requester submitted from). */
export type NewCard = Pick<CardRow, 'requestId' | 'reader' | 'part' | 'because' | 'campaign'> & {
  readonly round?: number;
  readonly stage?: number;
  readonly opened?: Instant;
  readonly posted?: {
    readonly activityId: string;
    readonly conversationId: string;
    /** Absent: it is brought to the truth with the next update. */
    readonly shownVersion?: number;
  };
};

/**
 * `outcome`: the short message that tells the requester how it ended · `reminder`: tells an approver that a decision is
 * still theirs · `forced`: tells an admin that another one forced the request · `ending`: tells owner and requester that
 * the last day is near · `revoked`: tells them, and the admins if it failed, how a revocation ended · `channel`: asks
 * approvers whom no card of their own reaches · `certify`: asks an owner which of their users are still needed,
 * `certifyAll` an admin of everybody's. Those are about many requests, and hang on the first of them.
 */
export type CardPart =
  | 'requester'
  | 'approver'
  /** The newest message in which somebody has it before them because they asked for it; what they may do is found anew. */
  | 'shown'
  | 'owner'
  | 'outcome'
  | 'reminder'
  | 'forced'
  | 'ending'
  | 'revoked'
  | 'channel'
  | 'certify'
  | 'certifyAll';
/**
 * `due`: to be sent · `sending`: handed to the channel, outcome not known yet · `sent` · `unknown`: the outcome of the
 * send was lost, so it is not sent again · `unreachable`: the reader cannot be written to · `gone`: the message no longer exists.
 */
export type CardState = 'due' | 'sending' | 'sent' | 'unknown' | 'unreachable' | 'gone';

/** Everything that one transaction can do. Locks are held until it ends; take the environment's before a request's. */
export interface Transaction extends NotificationWriter, CampaignTransaction {
  /** Numbers and saves a new request; `build` gets the number. */
  insertRequest(
    build: (id: RequestId) => { request: AccessRequest; events: readonly RequestEvent[] },
    cause: Cause,
  ): Promise<Stored>;
  lockRequest(id: RequestId): Promise<Stored | undefined>;
  /** Locks the environment's row, so that seats are given out one at a time. */
  lockSeats(environment: EnvironmentKey): Promise<{
    readonly reading: SeatReading | undefined;
    readonly holds: readonly SeatHold[];
    /** Waiting requests, first to be served first. */
    readonly queue: readonly RequestId[];
  }>;
  /** The oldest open request for the same account or application in the environment. Only under the environment's lock is it the truth. */
  findRival(request: AccessRequest): Promise<{ readonly id: RequestId; readonly status: RequestStatus } | undefined>;
  /** The request that answers for a user. */
  findRecord(environment: EnvironmentKey, user: SystemUserId): Promise<RequestId | undefined>;
  /** Saves the state, appends the events and adds one to the version. */
  saveRequest(request: AccessRequest, events: readonly RequestEvent[], cause: Cause): Promise<Stored>;
  addTasks(tasks: readonly Task[]): Promise<void>;
  /** Of what is no event of a request: those are recorded with the request. */
  addAudit(
    record: Pick<AuditRecord, 'at' | 'actor' | 'what' | 'requestId' | 'correlationId' | 'details'> &
      Partial<Pick<AuditRecord, 'policyVersion'>>,
  ): Promise<void>;
  /** Replaces what was known of the same person from the same source. True when that was not the same. */
  saveAbsence(absence: Absence): Promise<boolean>;
  /** Without `source`: all that is known. True when something was there. */
  removeAbsence(id: PersonId, source?: Absence['source']): Promise<boolean>;
  /** Shown versions go back to 0, so that the cards are updated although their requests did not change. */
  markCardsOutdated(ids: readonly RequestId[]): Promise<void>;
  /**
   * A card that the same reader already has of this request, in this part and round, stays as it is, but for its stage,
   * the reason for it and, when another one is posted already, its address. Returns the new rows.
   */
  addCards(cards: readonly NewCard[]): Promise<readonly CardRow[]>;
}

export interface RequestStore extends NotificationStore {
  /** Rolled back when `work` throws. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  findRequest(id: RequestId): Promise<Stored | undefined>;
  /** Newest first. */
  listRequests(
    filter: RequestFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{
    readonly requests: readonly AccessRequest[];
    readonly total: number;
  }>;
  /** In the order they happened. */
  readEvents(id: RequestId): Promise<readonly (RequestEvent & Cause)[]>;
  /** A newer reading than the stored one replaces it. */
  saveSeatReading(environment: EnvironmentKey, reading: SeatReading): Promise<void>;
  readSeats(environment: EnvironmentKey): Promise<{
    readonly reading: SeatReading | undefined;
    readonly holds: readonly SeatHold[];
    readonly queue: readonly RequestId[];
  }>;
  /** Requests that the clock must look at: see `wakeAt`. Longest overdue first. */
  requestsToWake(now: Instant, limit: number): Promise<readonly RequestId[]>;
  /** Environments where somebody waits. */
  waitingEnvironments(): Promise<readonly EnvironmentKey[]>;
  findCard(id: string): Promise<CardRow | undefined>;
  cardsOf(id: RequestId): Promise<readonly CardRow[]>;
  /**
   * Claims a card for sending: `due` → `sending`, or undefined when somebody else did.
   */
  claimCard(id: string): Promise<CardRow | undefined>;
  updateCard(
    id: string,
    change: Partial<Pick<CardRow, 'state' | 'activityId' | 'conversationId' | 'shownVersion'>>,
  ): Promise<void>;
  /**
   * Sent cards that show an old version, sends whose outcome never came (`sending` since before `stuckSince`), and
   * cards that have been due for as long.
   */
  cardsToRepair(stuckSince: Instant, limit: number): Promise<readonly CardRow[]>;
  /**
   * Cards for approvers of pending requests, their own and those in a channel, of which nobody knows whether they arrived,
   * or that are gone, since before `since`, where the reader has and awaits no other card to decide on. `times`: how many
   * cards of the request they lost.
   */
  lostCards(since: Instant): Promise<readonly { readonly card: CardRow; readonly times: number }[]>;
  /** This person's cards in this part, of requests that are pending. */
  openCards(reader: PersonId, part: CardPart): Promise<readonly CardRow[]>;
  /** Cards that could not be delivered to this reader, of requests that are open and of users that are there. */
  undeliveredCards(reader: CardReader['id']): Promise<readonly CardRow[]>;
  /**
   * Runs `work` while no other worker, of any replica, holds this part of the request; false when one still does after
   * `patience` milliseconds. Freed by a crash.
   */
  exclusively(part: 'creation' | 'cards', id: RequestId, patience: number, work: () => Promise<void>): Promise<boolean>;
}

/** Written with its entry in the audit: see `Transaction`. Here it is read. */
export interface AbsenceStore {
  /** Of these people, those who are away today. What they said themselves comes before what their mailbox says. */
  findAbsences(ids: readonly PersonId[], today: Day): Promise<ReadonlyMap<PersonId, Absence>>;
}

/** A message that somebody wrote, by the channel's ids. */
export interface MessageRef {
  readonly conversationId: string;
  readonly activityId: string;
}

/** What was sent in answer to messages, so that a message that is delivered again is not answered again. */
export interface AnswerStore {
  /** Whether something was sent in answer, or may have been. */
  isAnswered(message: MessageRef): Promise<boolean>;
  /** Before an answer is sent, the first with 0. False when an earlier delivery of the message came as far. */
  claimAnswer(message: MessageRef, ordinal: number): Promise<boolean>;
  /** `notSent`: the channel certainly did not take it, so that another delivery may be answered. */
  settleAnswer(message: MessageRef, ordinal: number, outcome: 'unknown' | 'notSent'): Promise<void>;
  forgetAnswers(before: Instant): Promise<void>;
}

export interface ContactStore {
  /** How to reach a reader: the channel's own reference, opaque here. Tells what was known of them before. */
  saveContact(reader: CardReader, reference: unknown): Promise<'new' | 'moved' | 'known'>;
  findContact(id: CardReader['id']): Promise<{ readonly person: CardReader; readonly reference: unknown } | undefined>;
  findContacts(ids: readonly CardReader['id'][]): Promise<ReadonlyMap<CardReader['id'], unknown>>;
  /** Written to no more, until they write again. */
  removeContact(id: CardReader['id']): Promise<void>;
}
