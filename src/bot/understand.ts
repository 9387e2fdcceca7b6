import type { FormValues } from '../application/form.ts';
import type { Environment } from '../domain/environment.ts';
import type { Day } from '../domain/words.ts';
import { findLastDay, findLastDayInReason } from './reading/dates.ts';
import { findEnvironment, type FoundEnvironment } from './reading/environments.ts';
import { findAddresses, findIntegration, findOwner, findPurpose } from './reading/names.ts';

export type Intent = 'request' | 'requests' | 'quota' | 'help' | 'greeting' | 'thanks';

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
  return { intent: intentOf(sentence), values: readValues(sentence, environments, today) };
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

const object = String.raw`(?:non-?\s?interactive(?:\s+(?:user|account|one))?|(?:integration|service|system|technical|api|application|app)\s+(?:user|account)|user(?:\s+account)?|account|access)s?`;
const wish = String.raw`(?:need|needs|want|wants|require|requires|request|requesting|create|make|add|set\s?up|get|give|provision|register|order|convert|turn|ask(?:ing)?\s+for|looking\s+for|would\s+like|'d\s+like|like\s+to\s+have|please|have)`;
const wishForUser = new RegExp(String.raw`\b${wish}\b.*\b${object}\b`, 'i');
const userNeeded = new RegExp(
  String.raw`^(?:a\s+|an\s+|new\s+|one\s+|another\s+|please\s+)*${object}\s+(?:for|in|on|to)\b`,
  'i',
);
const conversion = /\b(?:convert|turn|make|change)\b.*\S+@\S+/i;
const notAWish =
  /\b(?:don'?t|do not|no longer|didn'?t|not)\s+(?:need|want|require)|\b(?:remove|delete|revoke|disable|deactivate|get rid of|stop|cancel|withdraw|extend|prolong|approve|reject)\b/i;
const question =
  /^(?:what|who|whom|whose|why|when|where|how|which|is|are|am|do|does|did|should|shall|has|was|were|will)\b/i;

function intentOf(sentence: string): Intent | undefined {
  if (
    /^(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening|day)|moin|greetings|start)(?:\s+(?:there|all|everyone|bot|seatkeeper))?\s*[.!]*$/i.test(
      sentence,
    )
  )
    return 'greeting';
  if (/^(?:many\s+)?(?:thanks|thank you|thx|ta|cheers|ok|okay|great|perfect|got it|bye)\b[^?]{0,30}$/i.test(sentence))
    return 'thanks';
  if (
    /\bwhat (?:can|do) you do\b|\bhow (?:do(?:es)?|can) (?:i|this|you|it|we)\b.*\b(?:work|use|start|begin|help|do this)|\bwho are you\b|\bhelp( me)?\b\s*[?!.]*$/i.test(
      sentence,
    )
  )
    return 'help';
  const head = sentence.slice(0, findPurpose(sentence)?.start ?? sentence.length);
  if (/\bseats?\b|\bquota\b|\bhow many\b.*\b(?:users?|left|free|seats?)\b/i.test(head) && !wishForUser.test(head))
    return 'quota';
  if (/\b(?:my|open|all|pending|our|the)\s+requests?\b|\bstatus\b.*\brequests?\b|\brequests?\b.*\bstatus\b/i.test(head))
    return 'requests';
  if (notAWish.test(head)) return undefined;
  if (question.test(sentence)) return undefined;
  if (wishForUser.test(head) || conversion.test(head) || userNeeded.test(head)) return 'request';
  return undefined;
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
    .replace(/\s+(?:and|,)$/, '');
  return tidied.length < 3 ? undefined : tidied.charAt(0).toUpperCase() + tidied.slice(1);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longestSentence);
}

/** Positions stay true. */
function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + '\uE000'.repeat(end - start) + text.slice(end);
}
