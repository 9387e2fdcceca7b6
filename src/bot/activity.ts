import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { ChannelId, PersonId } from '../domain/words.ts';

export type Place = 'personal' | 'group';

const Account = z.looseObject({
  id: z.string().max(500),
  name: z.string().max(500).nullish(),
  aadObjectId: z.string().max(100).nullish(),
});

/** What the bot relies on in an activity; the rest is passed through unread. */
const Inbound = z.looseObject({
  type: z.string().min(1).max(100),
  id: z.string().max(500).nullish(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: Account.nullish(),
  recipient: Account.nullish(),
  conversation: z.looseObject({
    id: z.string().min(1).max(1_000),
    conversationType: z.string().nullish(),
    isGroup: z.boolean().nullish(),
    tenantId: z.string().nullish(),
  }),
  text: z.string().nullish(),
  entities: z.array(z.looseObject({ type: z.string().nullish() })).nullish(),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string().nullish() }).nullish() }).nullish(),
});

export type ParsedActivity =
  | { readonly ok: true; readonly activity: Activity; readonly tenants: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `tenants`: every tenant that the activity names, in lower case. Problems name the field and never its content. */
export function parseActivity(body: unknown): ParsedActivity {
  const parsed = Inbound.safeParse(storable(body));
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`),
    };
  }
  const { conversation, channelData } = parsed.data;
  const tenants = [conversation.tenantId, channelData?.tenant?.id].filter((id) => typeof id === 'string');
  return { ok: true, activity: parsed.data as unknown as Activity, tenants: tenants.map((id) => id.toLowerCase()) };
}

/** PostgreSQL can keep every character but this one, and no person types it. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '');
  if (Array.isArray(value)) return value.map(storable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, storable(field)]));
}

const objectId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The sender by their Entra object id, the one thing that the channel vouches for; undefined without one. An
 * installation, for one, comes without a name.
 */
export function senderOf({
  from,
}: Pick<Activity, 'from'>): { readonly id: PersonId; readonly name?: string } | undefined {
  const sender = from as Activity['from'] | undefined;
  const id = sender?.aadObjectId?.toLowerCase() ?? '';
  if (!objectId.test(id)) return undefined;
  return { id: id as PersonId, ...(sender?.name && { name: sender.name }) };
}

export function placeOf({ conversation }: Pick<Activity, 'conversation'>): Place {
  const type = conversation.conversationType as string | null | undefined;
  if (type) return type === 'personal' ? 'personal' : 'group';
  return conversation.isGroup ? 'group' : 'personal';
}

/** The channel of a team that the activity comes from, whichever of its threads it is in. */
export function channelOf({ conversation }: Pick<Activity, 'conversation'>): ChannelId | undefined {
  if (conversation.conversationType !== 'channel') return undefined;
  return conversation.id.split(';', 1)[0] as ChannelId;
}

/** A slash command in a group arrives like this, and wants an answer that nobody else sees. */
export function isTargeted({ recipient }: Pick<Activity, 'recipient'>): boolean {
  return (recipient as { readonly isTargeted?: unknown } | undefined)?.isTargeted === true;
}

/** Teams asks by itself: nobody clicked. */
export function isAutomatic({ type, value }: Pick<Activity, 'type' | 'value'>): boolean {
  return type === 'invoke' && (value as { readonly trigger?: unknown } | undefined)?.trigger === 'automatic';
}

/** What was typed: without mentions, whoever they are of, and with ordinary spaces. */
export function textOf({ text, entities }: Pick<Activity, 'text' | 'entities'>): string {
  const mentions = (entities ?? []).filter((entity) => entity.type === 'mention');
  const typed = mentions.reduce(
    (rest, mention) => {
      const marked: unknown = mention.text;
      return typeof marked === 'string' && marked ? rest.replaceAll(marked, ' ') : rest;
    },
    (text as string | null | undefined) ?? '',
  );
  return typed
    .replace(/<at\b[^>]*>.*?<\/at>/gi, ' ')
    .replace(/&nbsp;|[\s\u00a0\u2007\u202f\u200b\ufeff]+/g, ' ')
    .trim();
}
