import type { Messenger } from '../application/ports/messenger.ts';
import { unwatched, type Telemetry } from '../application/ports/telemetry.ts';
import { TeamsAdapter, type BotCredentials } from './adapter.ts';
import { createMessenger } from './messenger.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createPrivateChats, type PrivateChats } from './privateChats.ts';

/** The way to Teams, before there is a bot that uses it: the application needs its messenger. */
export interface Channel {
  readonly adapter: TeamsAdapter;
  readonly chats: PrivateChats;
  readonly messenger: Messenger;
  /** Shared, because Teams counts cards and answers together. */
  readonly pacer: Pacer;
  readonly tenantId: string;
  readonly signInConnection: string | undefined;
}

interface Options {
  readonly credentials: BotCredentials;
  /** People of other tenants are refused. */
  readonly tenantId: string;
  /** Where to reach people who never wrote to the bot; known for the public cloud when the bot has an app id. */
  readonly serviceUrl?: string;
  /** The Azure Bot's OAuth connection that approvers sign in through. Absent: nobody can. */
  readonly signInConnection?: string | undefined;
  readonly telemetry?: Telemetry;
}

const publicCloud = 'https://smba.trafficmanager.net/teams/';

export function createChannel({
  credentials,
  tenantId,
  serviceUrl,
  signInConnection,
  telemetry = unwatched,
}: Options): Channel {
  const adapter = new TeamsAdapter(credentials, telemetry);
  const address = serviceUrl ?? (adapter.appId ? publicCloud : undefined);
  const chats = createPrivateChats({ adapter, tenantId, serviceUrl: address });
  const pacer = createPacer();
  const messenger = createMessenger(chats, pacer);
  return { adapter, chats, messenger, pacer, tenantId: tenantId.toLowerCase(), signInConnection };
}
