import { object } from './intents.ts';

/** The free parts of a sentence: what the integration is called, what it is for, whose addresses it names. */

interface Span {
  readonly start: number;
  readonly end: number;
}

const address = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const ownerBefore =
  /\b(?:owner|owner\s+of\s+\S+\s+to|owned\s+by|owner\s+is|owner\s+will\s+be|owner\s+to|answers?\s+for\s+it)\s*[:=]?\s*$/i;

/** The owner's address, and that of an existing account that is to become non-interactive. */
export function findAddresses(text: string): { readonly owner?: string; readonly account?: string } {
  const sorted = [...text.matchAll(address)].map(({ 0: upn, index }) => ({
    upn,
    owner: ownerBefore.test(text.slice(0, index)),
  }));
  const owner = sorted.find((one) => one.owner)?.upn;
  const account = sorted.find((one) => !one.owner)?.upn;
  return { ...(owner && { owner }), ...(account && { account }) };
}

const ownerLabel =
  /(?:\bowner\s*[:=]\s*|^(?:the\s+)?owner\s+(?:is|will\s+be|should\s+be)\s+)(\p{L}[\p{L}'-]*(?:\s+\p{L}[\p{L}'-]*){0,2}?)(?=\s+(?:in|on|until|till|for|because|and|with)\b|[.,;!?\uE000]|\s*$)/iu;

/** "owner: nestor"; "owned by Nestor Wilke": without a colon, words that begin with a capital. */
export function findOwner(text: string): string | undefined {
  const labelled = ownerLabel.exec(text)?.[1];
  if (labelled) return labelled;
  const found =
    /\b(?:[Oo]wned\s+by|[Oo]wner\s+of\s+\S+\s+to|[Oo]wner(?:\s+is|\s+will\s+be|:)?)\s+(\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+){0,2})/u.exec(
      text,
    );
  return found?.[1];
}

const reason = /\b(?:because(?:\s+of)?|so\s+that|so\s+we\s+can|so\s+it\s+can|in\s+order\s+to|since)\s+(?=\S)/i;
const label = /\b(?:the\s+)?purpose\s*(?:\bis\s+(?:to\s+|that\s+)?|[:=]\s*)(?=\S)/i;
/** "… to push orders": a verb follows, not a thing, a place or a day. */
const toVerb =
  /\sto\s+(?!the\b|an?\b|our\b|my\b|your\b|be\b|have\b|non|prod|production|test\b|dev\b|uat\b)(?=\p{Ll}{2,})/gu;
const wishVerb = /\b(?:need|want|like|have|going|able|would)$/i;
const objectBefore = new RegExp(String.raw`\b(?:${object}|one)\b`, 'i');

export interface FoundPurpose {
  /** Where the head of the sentence ends. */
  readonly start: number;
  /** Where the purpose itself begins. */
  readonly from: number;
  /** "purpose: …": everything that follows is the purpose. */
  readonly labelled: boolean;
}

export function findPurpose(text: string): FoundPurpose | undefined {
  const named = label.exec(text);
  if (named) return { start: named.index, from: named.index + named[0].length, labelled: true };
  const given = reason.exec(text);
  const verb = [...text.matchAll(toVerb)].find(({ index }) => {
    const before = text.slice(0, index);
    return objectBefore.test(before) && !wishVerb.test(before);
  });
  const first = [given ?? undefined, verb].filter((match) => match !== undefined).sort((a, b) => a.index - b.index)[0];
  return first && { start: first.index, from: first.index + first[0].length, labelled: false };
}

const stop = String.raw`(?=\s+(?:in|on|into|until|till|til|by|with|against|from|owned|owner|starting|please|for|and\s+(?:in|until|for|we|it|i|owner))\b|\s[-–]\s|[,.;!?\uE000]|\s*$)`;
const after = [
  new RegExp(String.raw`\b(?:called|named|(?:call|name)\s+it)\s+(?:the\s+)?(.+?)${stop}`, 'iu'),
  new RegExp(String.raw`\b(?:integration|name)\s*(?:[:=]\s*|\bis\s+(?!called|named))(.+?)${stop}`, 'iu'),
  new RegExp(String.raw`\bfor\s+(?:the\s+|our\s+|my\s+|an?\s+|new\s+)*(.+?)${stop}`, 'iu'),
  /^(?:the\s+|our\s+|my\s+)?(.+?)\s+(?:needs|requires|wants)\s+(?:an?|one|another)\b/iu,
];
const nobody = new RegExp(
  String.raw`^(?:me|us|them|him|her|you|it|this|that|now|free|example|someone|testing|today|a while|i|we|he|she|they|who|${object})$`,
  'i',
);

/** "for the SAP order sync in prod" → `SAP order sync`; what is quoted is taken as it is. */
export function findIntegration(head: string, environment: Span | undefined): string | undefined {
  const quoted = /["“”„]([^"“”„]{2,})["“”„]/u.exec(head)?.[1];
  if (quoted) return quoted.trim();
  for (const pattern of after) {
    for (const match of head.matchAll(new RegExp(pattern, pattern.flags + 'g'))) {
      const name = match[1]?.replace(/^integration\s+(?=\S)/i, '').trim();
      const start = match.index + match[0].indexOf(match[1] ?? '');
      if (!name || (name.length < 2 && !/^\p{Lu}$/u.test(name)) || nobody.test(name) || name.includes('@')) continue;
      if (environment && start < environment.end && environment.start < start + name.length) {
        const before = head.slice(start, environment.start).replace(/(?:\s+(?:to|the))*\s*$/i, '');
        // "for Contoso Test" is a place, not a name.
        if (before.length < 2) continue;
        return before;
      }
      return name;
    }
  }
  return undefined;
}
