import type { FormValues } from '../application/form.ts';
import type { Environment } from '../domain/environment.ts';
import type { Day } from '../domain/words.ts';
import { findAccount } from './reading/accounts.ts';
import { findLastDay, findLastDayInReason } from './reading/dates.ts';
import { findEnvironment, type FoundEnvironment } from './reading/environments.ts';
import { intentOf, type Intent } from './reading/intents.ts';
import { findAddresses, findIntegration, findOwner, findPurpose, type FoundPurpose } from './reading/names.ts';
import { findUnknownPlace } from './reading/places.ts';
import { findRoles } from './reading/roles.ts';
import { findUnclearDay, findUnclearDayInReason } from './reading/unclearDays.ts';

/** What a sentence says about a field, but not clearly enough to be taken. */
export type Unclear =
  | { readonly field: 'environment'; readonly text: string }
  /** `days`: what it may mean, when it may mean two. */
  | { readonly field: 'until'; readonly text: string; readonly days: readonly Day[] };

/** What a sentence says about a request. */
export interface Reading {
  readonly values: FormValues;
  /** The names of security roles as written: which there are depends on the environment. */
  readonly roles: readonly string[];
  readonly unclear: readonly Unclear[];
}

export interface Understanding extends Reading {
  /** Undefined when the sentence is none that the bot knows. */
  readonly intent: Intent | undefined;
}

type Named = Pick<Environment, 'key' | 'name'>;

/** The recognisers' patterns are slow on very long texts, and nobody asks in more words. */
const longestSentence = 600;

/** Pure: the same sentence, environments and day always mean the same. */
export function understand(text: string, environments: readonly Named[], today: Day): Understanding {
  const sentence = tidy(text);
  const head = sentence.slice(0, findPurpose(sentence)?.start);
  return { intent: intentOf(sentence, head), ...readRequest(text, environments, today) };
}

/** What a sentence says about a request, whatever it is for. */
export function readRequest(text: string, environments: readonly Named[], today: Day): Reading {
  const whole = tidy(text);
  const purpose = findPurpose(whole);
  const headEnd = purpose?.start ?? whole.length;
  // Words of a purpose that is called so are nothing but the purpose.
  const account = findAccount(purpose?.labelled ? whole.slice(0, headEnd) : whole);
  const sentence = blank(whole, account?.span);
  const head = sentence.slice(0, headEnd);
  const last = findLastDay(head, today) ?? findLastDayInReason(sentence, today);
  const unclearDay = last ? undefined : (findUnclearDay(head) ?? findUnclearDayInReason(sentence));
  const withoutDay = blank(sentence, last ?? unclearDay);
  const roles = findRoles(withoutDay, withoutDay.slice(0, headEnd));
  const rest = blank(withoutDay, roles);
  const headOnly = rest.slice(0, headEnd);
  const facts = purpose?.labelled ? headOnly : rest;
  const environment = findEnvironment(facts, environments);
  const owner = findAddresses(facts).owner ?? findOwner(facts);
  const integration = findIntegration(headOnly, environment);
  const reason = purpose && reasonOf(rest + asOneLine(text).slice(longestSentence), purpose, environment);
  const place = environment ? undefined : findUnknownPlace(headOnly);
  return {
    values: {
      ...(environment && { environment: environment.key }),
      ...(integration && { integration }),
      ...(reason && { purpose: reason }),
      ...(account && { accountKind: account.kind }),
      ...(account?.account && { account: account.account }),
      ...(owner && { owner }),
      ...(last && { until: last.day }),
    },
    roles: roles?.names ?? [],
    unclear: [
      ...(place ? [{ field: 'environment', text: place } as const] : []),
      ...(unclearDay ? [{ field: 'until', text: unclearDay.text, days: unclearDay.days } as const] : []),
    ],
  };
}

/** It says something about a request, understood or not. */
export function saysSomething({ values, roles, unclear }: Reading): boolean {
  return Object.keys(values).length + roles.length + unclear.length > 0;
}

type Likely = 'request' | 'change' | 'requests' | 'quota' | 'help';

/** The two most likely meanings of a sentence that is not understood. */
export function likelyIntents(text: string): readonly [Likely, Likely] {
  const sentence = text.toLowerCase();
  if (/\b(?:extend|prolong|renew|change)/.test(sentence)) return ['change', 'requests'];
  if (/seat|quota|licen[cs]e|limit|left|free|how many/.test(sentence)) return ['quota', 'request'];
  if (/request|status|pending|approv|wait|where|when|#\d/.test(sentence)) return ['requests', 'request'];
  if (/user|account|access|integration|non-?interactive|connect|sync/.test(sentence)) return ['request', 'requests'];
  return ['request', 'help'];
}

/** A place at the very end ("… in prod") is no part of the reason. */
function endOfPurpose(text: string, environment: FoundEnvironment | undefined): number {
  if (!environment || /[\p{L}\p{N}]/u.test(text.slice(environment.end))) return text.length;
  return text.slice(0, environment.start).replace(/\s+(?:in|on|into)\s+(?:the\s+)?$/i, '').length;
}

/** One sentence; all that follows when it is called the purpose. */
function reasonOf(
  text: string,
  { from, labelled }: FoundPurpose,
  environment: FoundEnvironment | undefined,
): string | undefined {
  if (labelled) return purposeText(text.slice(from));
  const [sentence = ''] = text.slice(from, endOfPurpose(text, environment)).split(/[.;!?](?:\s|$)/);
  return purposeText(sentence);
}

function purposeText(text: string): string | undefined {
  const tidied = text
    .replace(/\uE000+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,.]+$/g, '')
    .replace(/[\s,]+(?:and|valid|needed|active)$/i, '');
  return tidied.length < 3 ? undefined : tidied.charAt(0).toUpperCase() + tidied.slice(1);
}

function tidy(text: string): string {
  return asOneLine(text).slice(0, longestSentence);
}

function asOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Positions stay true. */
function blank(text: string, piece: { readonly start: number; readonly end: number } | undefined): string {
  if (!piece) return text;
  const { start, end } = piece;
  return text.slice(0, start) + '\uE000'.repeat(end - start) + text.slice(end);
}
