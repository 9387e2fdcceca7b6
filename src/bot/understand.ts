import type { FormValues } from '../application/form.ts';
import type { Environment } from '../domain/environment.ts';
import type { Day } from '../domain/words.ts';
import { findLastDay, findLastDayInReason } from './reading/dates.ts';
import { findEnvironment, type FoundEnvironment } from './reading/environments.ts';
import { intentOf, type Intent } from './reading/intents.ts';
import { findAddresses, findIntegration, findOwner, findPurpose } from './reading/names.ts';

export interface Understanding {
  /** Undefined when the sentence is none that the bot knows. */
  readonly intent: Intent | undefined;
  /** What the sentence says about a request. */
  readonly values: FormValues;
}

type Named = Pick<Environment, 'key' | 'name'>;

/** The recognisers' patterns are slow on very long texts, and nobody asks in more words. */
const longestSentence = 600;

/** Pure: the same sentence, environments and day always mean the same. */
export function understand(text: string, environments: readonly Named[], today: Day): Understanding {
  const sentence = tidy(text);
  const head = sentence.slice(0, findPurpose(sentence)?.start);
  return { intent: intentOf(sentence, head), values: readValues(sentence, environments, today) };
}

/** What a sentence says about a request, whatever it is for. */
export function readValues(text: string, environments: readonly Named[], today: Day): FormValues {
  const sentence = tidy(text);
  const purpose = findPurpose(sentence);
  const head = sentence.slice(0, purpose?.start ?? sentence.length);
  const last = findLastDay(head, today) ?? findLastDayInReason(sentence, today);
  const withoutDay = last ? blank(sentence, last.start, last.end) : sentence;
  const addresses = findAddresses(withoutDay);
  const environment = findEnvironment(withoutDay, environments);
  const owner = addresses.owner ?? findOwner(withoutDay);
  const headOnly = withoutDay.slice(0, purpose?.start ?? withoutDay.length);
  const integration = findIntegration(headOnly, environment);
  const reason = purpose && purposeText(withoutDay.slice(purpose.from, endOfPurpose(withoutDay, environment)));
  return {
    ...(environment && { environment: environment.key }),
    ...(integration && { integration }),
    ...(reason && { purpose: reason }),
    ...(addresses.account && { accountKind: 'existing', upn: addresses.account }),
    ...(owner && { owner }),
    ...(last && { until: last.day }),
  };
}

/** The two most likely meanings of a sentence that is not understood. */
export function likelyIntents(
  text: string,
): readonly ['request' | 'requests' | 'quota' | 'help', 'request' | 'requests' | 'quota' | 'help'] {
  const sentence = text.toLowerCase();
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

function purposeText(text: string): string | undefined {
  const [sentence = ''] = text.split(/[.;!?](?:\s|$)/);
  const tidied = sentence
    .replace(/\uE000+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,]+|[\s,.]+$/g, '')
    .replace(/[\s,]+(?:and|valid|needed|active)$/i, '');
  return tidied.length < 3 ? undefined : tidied.charAt(0).toUpperCase() + tidied.slice(1);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longestSentence);
}

/** Positions stay true. */
function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + '\uE000'.repeat(end - start) + text.slice(end);
}
