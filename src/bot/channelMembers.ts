import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { PersonId } from '../domain/words.ts';

/** The ids by which Teams knows the members of a channel, by Entra object id. Empty where they cannot be read. */
export type ChannelMembers = (context: TurnContext) => Promise<ReadonlyMap<PersonId, string>>;

interface Connector {
  readonly conversations: {
    getConversationPagedMembers(
      id: string,
      options: { readonly pageSize: number; readonly continuationToken?: string },
    ): Promise<{ readonly members: readonly unknown[]; readonly continuationToken?: string }>;
  };
}

/** Older answers say `objectId`. */
const Member = z.object({ id: z.string(), aadObjectId: z.string().optional(), objectId: z.string().optional() });

const pageSize = 500;
/** Of teams with thousands, the rest press the button. */
const mostPages = 4;
/** Milliseconds. Whoever joins later presses the button. */
const lifetime = 10 * 60_000;

export function createChannelMembers(now: () => number = () => performance.now()): ChannelMembers {
  const known = new Map<string, { readonly until: number; readonly members: ReadonlyMap<PersonId, string> }>();
  return async (context) => {
    const { id } = context.activity.conversation;
    const kept = known.get(id);
    if (kept && kept.until > now()) return kept.members;
    try {
      const members = await readMembers(context, id);
      known.set(id, { until: now() + lifetime, members });
      return members;
    } catch {
      // The card works without: its button shows everybody what they can do.
      return kept?.members ?? new Map<PersonId, string>();
    }
  };
}

async function readMembers({ turnState, adapter }: TurnContext, id: string): Promise<ReadonlyMap<PersonId, string>> {
  const { conversations } = turnState.get<Connector>(adapter.ConnectorClientKey);
  const members = new Map<PersonId, string>();
  let continuationToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await conversations.getConversationPagedMembers(id, {
      pageSize,
      ...(continuationToken && { continuationToken }),
    });
    for (const found of answer.members) {
      const member = Member.safeParse(found);
      const objectId = member.data?.aadObjectId ?? member.data?.objectId;
      if (member.success && objectId) members.set(objectId.toLowerCase() as PersonId, member.data.id);
    }
    continuationToken = answer.continuationToken;
    if (!continuationToken) break;
  }
  return members;
}
