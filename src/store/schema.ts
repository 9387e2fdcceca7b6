import type { ColumnType, GeneratedAlways, Generated } from 'kysely';
import type { CardPart, CardReader, CardState, Cause } from '../application/ports/store.ts';
import type { Notification, NotificationState } from '../application/ports/notifications.ts';
import type { AuditWord } from '../domain/audit.ts';
import type { Campaign, CampaignAnswer, CampaignStage, CampaignTerms, Evidence } from '../domain/campaign.ts';
import type { RequestEvent } from '../domain/events.ts';
import type { Absence, Because } from '../domain/roster.ts';
import type { AccessRequest, RequestStatus } from '../domain/request.ts';
import type { SeatReading } from '../domain/seats.ts';
import type { EnvironmentKey, Instant, Person, PersonId, PlanHash, RequestId, SystemUserId } from '../domain/words.ts';

/** Written as text, because `pg` would turn a JavaScript array into a PostgreSQL array and not into JSON. */
type Json<T> = ColumnType<T, string, string>;

export interface Schema {
  request: RequestTable;
  request_event: RequestEventTable;
  environment: EnvironmentTable;
  seat_sample: SeatSampleTable;
  card: CardTable;
  contact: ContactTable;
  answer: AnswerTable;
  absence: AbsenceTable;
  dialog_state: DialogStateTable;
  request_number: { last: number };
  audit: AuditTable;
  notification: NotificationTable;
  discrepancy: { environment: EnvironmentKey; key: string };
  audit_head: { seq: number; hash: string };
  /** The last day whose work was done. */
  retention: { one: boolean; done_on: string };
  campaign: CampaignTable;
  campaign_item: CampaignItemTable;
}

/** `state` is the whole request; the other columns are copies of what queries look at. */
interface RequestTable {
  id: Generated<RequestId>;
  version: number;
  status: RequestStatus;
  environment: EnvironmentKey;
  requester_id: PersonId;
  owner_id: PersonId;
  until: string;
  approved_at: Instant | null;
  seat_taken_at: Instant | null;
  takes_seat: boolean;
  wake_at: Instant | null;
  /** A UPN or an application's id, in lower case. */
  account: string | null;
  system_user_id: SystemUserId | null;
  state: Json<AccessRequest>;
  created_at: GeneratedAlways<Instant>;
  updated_at: ColumnType<Instant, never, Instant>;
  erased_at: Generated<Instant | null>;
}

interface RequestEventTable {
  request_id: RequestId;
  /** 1, 2, 3 … within the request. */
  seq: number;
  at: Instant;
  type: RequestEvent['type'];
  actor: Cause['actor'];
  correlation_id: string;
  /** Null once it was erased. */
  body: Json<RequestEvent> | null;
}

/** Everything but `hash` and `details` is under the hash: see `hashOfEntry`. */
interface AuditTable {
  seq: number;
  at: Instant;
  actor: Cause['actor'];
  what: AuditWord;
  request_id: RequestId | null;
  event_seq: number | null;
  correlation_id: string;
  plan_hash: PlanHash | null;
  policy_version: string | null;
  details_hash: string;
  previous: string;
  hash: string;
  /** Of what is no event; null once they were erased. */
  details: Json<unknown> | null;
}

/** The reading's columns are null until the environment was read. */
interface EnvironmentTable {
  key: EnvironmentKey;
  seat_limit: number | null;
  seats_used: number | null;
  seats_counted: number | null;
  limit_source: SeatReading['limitSource'] | null;
  read_at: Instant | null;
  /** When it is compared with the records again. */
  reconcile_at: Instant | null;
}

interface NotificationTable {
  id: GeneratedAlways<string>;
  reader_id: PersonId;
  content: Json<Notification>;
  state: NotificationState;
  state_since: Instant;
}

/** What an environment said at a time: at most once an hour, unless it changed. */
interface SeatSampleTable {
  environment: EnvironmentKey;
  at: Instant;
  seat_limit: number;
  seats_used: number;
}

interface CardTable {
  id: GeneratedAlways<string>;
  request_id: RequestId;
  reader_id: CardReader['id'];
  reader: Json<CardReader>;
  part: CardPart;
  because: Json<Because> | null;
  stage: Generated<number>;
  round: Generated<number>;
  opened: Instant | null;
  state: CardState;
  state_since: ColumnType<Instant, never, Instant>;
  activity_id: string | null;
  conversation_id: string | null;
  shown_version: Generated<number>;
  /** Of a card that asks a campaign's question. */
  campaign: number | null;
  /** Of such a card: the page that its reader has turned to. */
  page: number | null;
  created_at: GeneratedAlways<Instant>;
}

interface CampaignTable {
  id: GeneratedAlways<number>;
  environment: EnvironmentKey | null;
  started_at: Instant;
  started_by: Json<Person> | null;
  terms: Json<CampaignTerms>;
  stage: CampaignStage;
  asked_at: Instant;
  ended_at: Instant | null;
  version: Generated<number>;
}

interface CampaignItemTable {
  campaign_id: Campaign['id'];
  request_id: RequestId;
  evidence: Json<Evidence> | null;
  answer: CampaignAnswer | null;
  answered_by: Json<Person> | null;
  answered_at: Instant | null;
}

interface ContactTable {
  person_id: CardReader['id'];
  person: Json<CardReader>;
  reference: Json<unknown>;
  /** The last day on which they wrote or clicked. */
  seen_on: ColumnType<string, never, string>;
}

interface AnswerTable {
  conversation_id: string;
  activity_id: string;
  /** 0, 1, 2 … of the answers to one message. */
  ordinal: number;
  /** The outcome of the send was lost. */
  is_unknown: Generated<boolean>;
  at: GeneratedAlways<Instant>;
}

interface AbsenceTable {
  person_id: PersonId;
  source: Absence['source'];
  /** The last day. */
  until: string | null;
  absence: Json<Absence>;
}

interface DialogStateTable {
  key: string;
  version: Generated<number>;
  value: Json<Record<string, unknown>>;
  updated_at: ColumnType<Instant, never, Instant>;
}
