import type { ConversationReference, TurnContext } from 'botbuilder';
import type { PersonId } from '../domain/words.ts';
import type { TeamsAdapter } from './adapter.ts';

export type Logic = (context: TurnContext) => Promise<void>;

/** The bot's personal chats and the approval channel, entered from outside a turn of theirs. Throws what the SDK throws. */
export interface PrivateChats {
  /**
   * By the stored contact, else by opening a conversation with the person.
   * False when there is neither a contact nor a service to open one at.
   */
  enter(
    to: { readonly person: PersonId; readonly reference: unknown; readonly near?: Partial<ConversationReference> },
    logic: Logic,
  ): Promise<boolean>;
  /** A conversation that was written to before, or a channel, where a message begins a thread. False as for `enter`. */
  revisit(to: { readonly reference: unknown; readonly conversationId: string }, logic: Logic): Promise<boolean>;
}

interface Options {
  readonly adapter: TeamsAdapter;
  readonly tenantId: string;
  /** Where Teams takes messages to people whom the bot has never heard from. */
  readonly serviceUrl: string | undefined;
}

export function createPrivateChats({ adapter, tenantId, serviceUrl }: Options): PrivateChats {
  return {
    async enter({ person, reference, near }, logic) {
      if (reference) {
        await adapter.continueConversationAsync(adapter.appId, reference, logic);
        return true;
      }
      const address = near?.serviceUrl ?? serviceUrl;
      if (!address) return false;
      const bot = near?.bot ?? { id: `28:${adapter.appId}`, name: '' };
      const user = near?.user ?? { id: person, name: '' };
      const parameters = {
        isGroup: false,
        bot,
        members: [user],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      };
      const channel = near?.channelId ?? 'msteams';
      await adapter.openConversation(channel, address, parameters, logic);
      return true;
    },

    async revisit({ reference, conversationId }, logic) {
      const known = reference as Partial<ConversationReference> | undefined;
      const address = known?.serviceUrl ?? serviceUrl;
      if (!address) return false;
      const conversation = {
        isGroup: false,
        conversationType: 'personal',
        name: '',
        ...known?.conversation,
        id: conversationId,
      };
      const place = { channelId: 'msteams', ...known, serviceUrl: address, conversation };
      await adapter.continueConversationAsync(adapter.appId, place, logic);
      return true;
    },
  };
}
