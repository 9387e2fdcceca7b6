import { findAddresses } from './names.ts';
import { changes } from './intents.ts';

const guid = String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`;
const named = new RegExp(
  String.raw`(?:\b(?:for|of|with)\s+)?(?:\b(?:the\s+)?(?:app(?:lication)?(?:\s+registration)?|client|service\s+principal)\s*(?:\(client\)\s*)?(?:id)?\s*(?:[:=]|\bis\b)?\s*)?\b(${guid})\b`,
  'i',
);
const whole = new RegExp(`^${guid}$`, 'i');
const applicationUser = /\b(?:app(?:lication)?|s2s)\s+users?\b/i;

/** What a sentence says about the account; and where, when what stands there is nothing else. */
export interface FoundAccount {
  readonly kind: 'existing' | 'application' | 'user';
  /** A UPN, or an application's id. */
  readonly account?: string;
  readonly span?: { readonly start: number; readonly end: number };
}

export function isApplicationId(text: string): boolean {
  return whole.test(text.trim());
}

/**
 * An application's id asks for an application user, an address for a conversion; unless the sentence changes what is
 * there: "extend svc-orders@…", "give svc-orders@… the role Sales Reader".
 */
export function findAccount(head: string): FoundAccount | undefined {
  const id = named.exec(head);
  const kind = changes(head) ? 'user' : undefined;
  if (id) {
    const span = { start: id.index, end: id.index + id[0].length };
    return { kind: kind ?? 'application', account: (id[1] ?? '').toLowerCase(), span };
  }
  const { account } = findAddresses(head);
  if (account) return { kind: kind ?? 'existing', account };
  return applicationUser.test(head) ? { kind: 'application' } : undefined;
}
