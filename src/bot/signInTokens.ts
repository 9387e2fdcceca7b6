import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { PermanentFailure, TransientFailure } from '../application/failures.ts';
import { instant, type Instant } from '../domain/words.ts';

/** Who signed in, as Entra ID says, and when they last proved it, where it says that too. */
export interface SignedIn {
  readonly objectId: string | undefined;
  readonly at: Instant | undefined;
}

/** Bot Framework's token service, for one OAuth connection of the Azure Bot. Tokens are read once and kept nowhere. */
export interface SignInTokens {
  /** After this a token means a sign-in that came later. */
  forget(context: TurnContext): Promise<void>;
  /** The address where to sign in; what happens there is told to the conversation of `activity`. */
  linkFor(context: TurnContext, activity: Activity): Promise<string>;
  /** Undefined when the service does not know the code, or not any more. */
  redeem(context: TurnContext, code: string): Promise<SignedIn | undefined>;
}

/** What `CloudAdapter` puts into each turn; the SDK exports the type from a package that is not ours. */
interface Client {
  getUserToken(userId: string, connection: string, channelId: string, code: string): Promise<unknown>;
  getSignInResource(connection: string, activity: Activity, finalRedirect: string): Promise<unknown>;
  signOutUser(userId: string, connection: string, channelId: string): Promise<void>;
}

const Token = z.object({ token: z.string().min(1) });
const Resource = z.object({ signInLink: z.url({ protocol: /^https?$/ }) });
const Claims = z.object({ oid: z.string().optional(), auth_time: z.coerce.number().optional() });

/** @throws Failure whenever the service cannot be asked */
export function createSignInTokens(connection: string): SignInTokens {
  return {
    async forget(context) {
      const { from, channelId } = context.activity;
      await ask(() => clientOf(context).signOutUser(from.id, connection, channelId));
    },

    async linkFor(context, activity) {
      const answer = await ask(() => clientOf(context).getSignInResource(connection, activity, ''));
      return Resource.parse(answer).signInLink;
    },

    async redeem(context, code) {
      const { from, channelId } = context.activity;
      const answer = await ask(() => clientOf(context).getUserToken(from.id, connection, channelId, code));
      const found = Token.safeParse(answer);
      return found.success ? readToken(found.data.token) : undefined;
    },
  };
}

function clientOf({ adapter, turnState }: TurnContext): Client {
  const client = turnState.get<Client | undefined>(
    (adapter as unknown as { readonly UserTokenClientKey: symbol }).UserTokenClientKey,
  );
  if (!client) throw new Error('The turn has no client for sign-ins');
  return client;
}

/** Not verified: it comes from the token service itself, over TLS, and is for the bot's eyes. */
function readToken(token: string): SignedIn {
  const claims = Claims.safeParse(payloadOf(token));
  const { oid, auth_time: seconds } = claims.success ? claims.data : {};
  return {
    objectId: oid?.toLowerCase(),
    at: seconds === undefined ? undefined : instant(new Date(seconds * 1_000)),
  };
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

async function ask<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'RestError') throw cause;
    const { statusCode: status } = cause as { readonly statusCode?: unknown };
    if (status === 404) return undefined;
    if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429) {
      // An unknown connection, for one.
      throw new PermanentFailure('The sign-in service refused', { service: 'teams', code: String(status), cause });
    }
    const code = typeof status === 'number' ? String(status) : 'NoAnswer';
    throw new TransientFailure('The sign-in service did not answer', { service: 'teams', code, cause });
  }
}
