/**
 * What a sentence is about. `about`: what a non-interactive user is · `revoke`: to take access away · `question`: asks or
 * wants something else. Undefined when it is nothing that the bot knows.
 */
export type Intent =
  'request' | 'requests' | 'quota' | 'help' | 'about' | 'revoke' | 'question' | 'greeting' | 'thanks';

const greeting =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|start)(?: (?:there|all|everyone|bot|seatkeeper))?\s*[.!]*$/i;
const thanks =
  /^(?:many )?(?:thanks|thank you|thx|ta|cheers|(?:ok|okay|great|perfect|got it|bye)\b(?!.*\b(?:in|on|until|till|for|as|owner)\b))\b[^?]{0,30}$/i;
const help =
  /\bwhat (?:can|do) you do\b|\bhow (?:do(?:es)?|can) (?:i|this|you|it|we)\b.*\b(?:work|use|start|begin|help|request|ask|get|do this)\b|\bwho are you\b|\bhelp( me)?\b\s*[?!.]*$/i;
const seats = /\bseats?\b|\bquota\b|\bhow many\b.*\b(?:users?|left|free)\b/i;
const requests = /\b(?:my|open|all|pending|our|the) requests?\b|\bstatus\b.*\brequests?\b|\brequests?\b.*\bstatus\b/i;

/** What is asked for. */
export const object = String.raw`(?:(?:non-?\s?interactive|integration|service|system|technical|api|application|app|ni)\s+(?:user|account|one)|non-?\s?interactive|user(?:\s+account)?|account|access)s?`;
const wish = String.raw`(?:need|needs|want|wants|require|requires|request|requesting|create|make|add|set\s?up|get|give|provision|register|order|convert|turn|ask(?:ing)?\s+for|looking\s+for|would\s+like|'d\s+like|please|have)`;
const thing = String.raw`(?:\S+@\S+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)`;
const changesOfUsers = [
  new RegExp(String.raw`\b(?:change|extend|prolong|renew)\b(?!.*\bnon-?\s?interactive\b).*${thing}`, 'i'),
  new RegExp(String.raw`\b(?:give|grant|add|assign)\b.*${thing}.*\broles?\b`, 'i'),
  new RegExp(String.raw`\b(?:give|grant|add|assign)\b.*\broles?\b.*${thing}`, 'i'),
];
const wishes = [
  new RegExp(String.raw`\b${wish}\b.*\b${object}\b`, 'i'),
  new RegExp(String.raw`\b${object}\b.*\b(?:needed|required|wanted)\b`, 'i'),
  new RegExp(
    String.raw`^(?:(?:an?|new|one|another|please)\s+)*${object}(?:\s+(?:for|in|on|to)\b|[,\s]+please\b|[.!]?\s*$)`,
    'i',
  ),
  /\b(?:need|want|have|get)\s+(?:another\s+)?one\s+for\b/i,
  /\b(?:convert|turn|make|change)\b.*\S+@\S+/i,
];
const about =
  /^(?:what(?:'s| is| are| does| do)|explain|tell me about|define)\b.*\b(?:non-?\s?interactive(?: users?| accounts?)?|seats?)(?: (?:mean|cost|do|do for me|for))?\s*[?.!]*$/i;
const revoke =
  /^(?:(?:please|(?:can|could|would) you|(?:i|we) (?:want|need|would like) to|how (?:do|can) (?:i|we))\s+)*(?:remove|delete|revoke|disable|deactivate|get rid of)\b(?!.*\broles?\b)|\b(?:don'?t|do not|no longer) need\b.*\b(?:user|account|access)\b/i;
const otherWish =
  /\b(?:don'?t|do not|no longer|didn'?t|not)\s+(?:need|want|require)|\b(?:remove|delete|revoke|disable|deactivate|get rid of|stop|cancel|withdraw|extend|prolong|approve|reject)\b/i;
const question =
  /^(?:what|who|whom|whose|why|when|where|how|which|is|are|am|do|does|did|should|shall|has|was|were|will)\b/i;

/** It names a user that exists, and what is to be different about it. */
export function changes(head: string): boolean {
  return changesOfUsers.some((pattern) => pattern.test(head));
}

/** `head`: the sentence without its reason, whose words would mislead. */
export function intentOf(sentence: string, head: string): Intent | undefined {
  if (greeting.test(sentence)) return 'greeting';
  if (thanks.test(sentence)) return 'thanks';
  if (about.test(sentence)) return 'about';
  if (help.test(sentence)) return 'help';
  if (changes(head)) return 'request';
  const isWish = wishes.some((pattern) => pattern.test(head));
  if (seats.test(head) && !isWish) return 'quota';
  if (requests.test(head)) return 'requests';
  if (revoke.test(head)) return 'revoke';
  if (otherWish.test(head) || question.test(sentence)) return 'question';
  return isWish ? 'request' : undefined;
}
