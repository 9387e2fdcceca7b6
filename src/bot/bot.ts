import type { Storage } from 'botbuilder';
import type { Dialog } from 'botbuilder-dialogs';
import type { App } from '../application/app.ts';
import { unwatched, type Telemetry } from '../application/ports/telemetry.ts';
import { parseActivity } from './activity.ts';
import type { Channel } from './channel.ts';
import { createForm } from './form.ts';
import { createTurnHandler } from './handleTurn.ts';
import { createSignIn } from './signIn.ts';
import { createSignInTokens } from './signInTokens.ts';

/** What the bot makes of one HTTP request. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

export interface Bot {
  /** False without an app id: then anybody who reaches the door can claim to be anybody. */
  readonly authenticated: boolean;
  /** Never throws, and tells the client nothing of what went wrong inside. */
  receive(body: unknown, authorization: string): Promise<Reply>;
}

interface Parts {
  readonly app: App;
  /** The form that asks for a user: `RequestUserDialog`. */
  readonly dialog: Dialog;
  readonly dialogStorage: Storage;
  readonly telemetry?: Telemetry;
}

export function createBot(
  { adapter, chats, pacer, tenantId, signInConnection: connection }: Channel,
  { app, dialog, dialogStorage, telemetry = unwatched }: Parts,
): Bot {
  const signIn = connection
    ? createSignIn({ connection, chats, tokens: createSignInTokens(connection), storage: dialogStorage })
    : undefined;
  const handleTurn = createTurnHandler({
    app,
    chats,
    pacer,
    form: createForm(dialog, dialogStorage),
    signIn,
    telemetry,
  });
  return {
    authenticated: adapter.appId !== '',
    async receive(body, authorization) {
      const parsed = parseActivity(body);
      if (!parsed.ok) {
        telemetry.refused('malformed');
        return { status: 400, body: { code: 'BadActivity', problems: parsed.problems } };
      }
      const { activity, tenants } = parsed;
      if (tenants.length === 0 || tenants.some((tenant) => tenant !== tenantId)) {
        telemetry.refused('tenant');
        app.log.warn({ activityId: activity.id, tenants }, 'An activity of another tenant was refused');
        return { status: 403, body: { code: 'OtherTenant', message: 'This bot serves another tenant.' } };
      }
      try {
        const response = await adapter.receive(authorization, activity, handleTurn);
        return { status: response?.status ?? 200, body: response?.body };
      } catch (err) {
        if (isUnauthorised(err)) {
          telemetry.refused('token');
          app.log.warn({ activityId: activity.id, err }, 'An activity without a valid token was refused');
          return { status: 401, body: { code: 'Unauthorized', message: 'The token is missing or not valid.' } };
        }
        app.log.error({ activityId: activity.id, err }, 'An activity could not be handled');
        return { status: 500, body: { code: 'Internal', message: 'The activity could not be handled.' } };
      }
    },
  };
}

/** The SDK's AuthenticationError carries the HTTP status. */
function isUnauthorised(err: unknown): boolean {
  return err instanceof Error && 'statusCode' in err && (err.statusCode === 401 || err.statusCode === 403);
}
