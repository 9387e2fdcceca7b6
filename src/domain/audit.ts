import type { RequestEvent } from './events.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { Instant, PersonId, PlanHash, RequestId } from './words.ts';

/**
 * What an entry tells of: an event of a request, or something else that somebody did. `WentAway`, `CameBack`: said by
 * them, or by their mailbox, and it changes who decides · `PoliciesLoaded`: the bot was started with other ones.
 */
export type AuditWord =
  | RequestEvent['type']
  | 'Exported'
  | 'WentAway'
  | 'CameBack'
  | 'PoliciesLoaded'
  | 'Erased'
  | 'Forgotten'
  | 'CampaignStarted'
  | 'CampaignEnded';

/** What happened, before it has its place in the chain. */
export interface AuditRecord {
  readonly at: Instant;
  readonly actor: PersonId | 'seatkeeper';
  readonly what: AuditWord;
  readonly requestId: RequestId | null;
  /** Which event of the request; null for what is no event. */
  readonly eventSeq: number | null;
  readonly correlationId: string;
  readonly planHash: PlanHash | null;
  /** Of the policy that the request is under; of what is no event, of all policies together. */
  readonly policyVersion: string | null;
  /** The event, or whatever else there is to say. Kept apart from the chain, so that it can be erased. */
  readonly details: unknown;
}

/** One link: everything but `hash` itself is under the hash. */
export interface AuditEntry extends Omit<AuditRecord, 'details'> {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  readonly detailsHash: string;
  /** The hash of the entry before. */
  readonly previous: string;
  readonly hash: string;
}

/** Where the chain ends. Whoever wrote it down elsewhere can later prove that nothing before it was changed. */
export type AuditHead = Pick<AuditEntry, 'seq' | 'hash'>;

export const beginning: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** SHA-256 of the text in UTF-8, in hex. */
export type Sha256 = (text: string) => string;

/** The entries for these records, in this order, after `head`. */
export function chain(
  head: AuditHead,
  records: readonly AuditRecord[],
  sha256: Sha256,
): readonly { readonly entry: AuditEntry; readonly details: unknown }[] {
  let last = head;
  return records.map(({ details, ...record }) => {
    const unsealed = { ...record, seq: last.seq + 1, detailsHash: hashOfDetails(details, sha256), previous: last.hash };
    const entry = { ...unsealed, hash: hashOfEntry(unsealed, sha256) };
    last = entry;
    return { entry, details };
  });
}

/** Fields by name, so that neither their order nor other columns matter. This text never changes: old hashes rest on it. */
export function hashOfEntry(entry: Omit<AuditEntry, 'hash'>, sha256: Sha256): string {
  const { seq, at, actor, what, requestId, eventSeq, correlationId } = entry;
  const { planHash, policyVersion, detailsHash, previous } = entry;
  const told = { seq, at, actor, what, requestId, eventSeq, correlationId };
  return sha256(canonicalJson({ ...told, planHash, policyVersion, detailsHash, previous }));
}

export function hashOfDetails(details: unknown, sha256: Sha256): string {
  // As it comes back from the database, without what JSON does not have.
  return sha256(canonicalJson(JSON.parse(JSON.stringify(details))));
}

/** An event as its own table has it. */
export type EventColumns = Pick<AuditRecord, 'at' | 'actor' | 'what' | 'correlationId'>;

/** An entry with what it rests on, as it is today. */
export interface AuditRow {
  readonly entry: AuditEntry;
  /** Of an entry for an event: null when the event is gone. Undefined for other entries. */
  readonly event?: EventColumns | null | undefined;
  /** Null when they were erased. */
  readonly details: unknown;
}

export type AuditFlaw =
  | { readonly code: 'EntryMissing'; readonly seq: number }
  /** Its `previous` is not the hash of the entry before. */
  | { readonly code: 'LinkBroken'; readonly seq: number }
  | { readonly code: 'EntryChanged'; readonly seq: number }
  | { readonly code: 'DetailsChanged'; readonly seq: number }
  | { readonly code: 'EventMissing'; readonly seq: number; readonly requestId: RequestId; readonly eventSeq: number }
  | {
      readonly code: 'EventChanged';
      readonly seq: number;
      readonly requestId: RequestId;
      readonly eventSeq: number;
      readonly field: keyof EventColumns | 'body';
    }
  /** Written into the events past the chain. */
  | { readonly code: 'EventUnrecorded'; readonly requestId: RequestId; readonly eventSeq: number }
  /** Entries were cut off or added at the end. */
  | { readonly code: 'EndMoved'; readonly seq: number; readonly expected: number }
  /** The whole chain was made anew from this entry or an earlier one, or ends before it. */
  | { readonly code: 'NotAsKnown'; readonly seq: number };

/** What is wrong with the entry that follows `head`. */
export function flawOf(head: AuditHead, row: AuditRow, sha256: Sha256): AuditFlaw | undefined {
  const { entry } = row;
  const { seq, previous, hash } = entry;
  if (seq !== head.seq + 1) return { code: 'EntryMissing', seq: head.seq + 1 };
  if (previous !== head.hash) return { code: 'LinkBroken', seq };
  if (hash !== hashOfEntry(entry, sha256)) return { code: 'EntryChanged', seq };
  return entry.eventSeq === null ? flawOfDetails(row, sha256) : flawOfEvent(row, sha256);
}

function flawOfDetails({ entry, details }: AuditRow, sha256: Sha256): AuditFlaw | undefined {
  if (details === null || hashOfDetails(details, sha256) === entry.detailsHash) return undefined;
  return { code: 'DetailsChanged', seq: entry.seq };
}

const eventFields = ['at', 'actor', 'what', 'correlationId'] as const;

function flawOfEvent({ entry, event, details }: AuditRow, sha256: Sha256): AuditFlaw | undefined {
  const { seq, requestId, eventSeq } = entry;
  if (requestId === null || eventSeq === null) return { code: 'EntryChanged', seq };
  const place = { seq, requestId, eventSeq };
  if (!event) return { code: 'EventMissing', ...place };
  const field = eventFields.find((name) => event[name] !== entry[name]);
  if (field) return { code: 'EventChanged', ...place, field };
  if (details === null || hashOfDetails(details, sha256) === entry.detailsHash) return undefined;
  return { code: 'EventChanged', ...place, field: 'body' };
}
