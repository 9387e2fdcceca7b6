import {
  CloudAdapter,
  type Activity,
  type ConversationParameters,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { Telemetry } from '../application/ports/telemetry.ts';
import { CarefulAuthentication } from './connector.ts';

/** The bot's own identity, under the names of Azure Bot Service. Without an app id nothing is authenticated. */
export interface BotCredentials {
  readonly MicrosoftAppId?: string;
  readonly MicrosoftAppPassword?: string;
  readonly MicrosoftAppType?: string;
  readonly MicrosoftAppTenantId?: string;
  /** Of a government cloud; the public one without. */
  readonly ChannelService?: string;
}

/**
 * `onTurnError` stays unset on purpose: with it, a failed proactive message would look like a sent one, and a failed
 * invoke would be answered with an empty 501. The turn catches its own errors.
 */
export class TeamsAdapter extends CloudAdapter {
  readonly appId: string;

  constructor(credentials: BotCredentials, telemetry: Telemetry) {
    super(new CarefulAuthentication({ ...credentials }, telemetry));
    this.appId = credentials.MicrosoftAppId ?? '';
  }

  /** As `process`, but the answer is the caller's, so that no error text reaches the client. */
  receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, logic);
  }

  /** Opens a conversation, with a token for the channel of the bot's own cloud. */
  openConversation(
    channelId: string,
    serviceUrl: string,
    parameters: Partial<ConversationParameters>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    // Without an audience the SDK takes the cloud's own; its types do not know that.
    const audience = undefined as unknown as string;
    return this.createConversationAsync(
      this.appId,
      channelId,
      serviceUrl,
      audience,
      parameters as ConversationParameters,
      logic,
    );
  }
}
