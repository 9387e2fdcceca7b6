import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BotCredentials } from '../../src/bot/adapter.ts';

/** Bot Framework's token service over HTTP: sign-in links, codes and tokens; nothing is verified, everything is counted. */
export interface FakeTokenService {
  /** What makes an adapter ask this service, and nothing in the cloud. */
  readonly credentials: BotCredentials;
  readonly connection: string;
  /** `DELETE SignOut` and the like, in order. */
  readonly calls: readonly string[];
  /** What the sign-in links were made for. */
  readonly states: readonly { readonly connectionName: string; readonly conversation: unknown }[];
  /** Somebody signs in behind the link: the code that Teams then sends to the bot. */
  signIn(claims: { readonly oid?: string; readonly auth_time?: number }): string;
  /** Answers the next calls with this status. */
  readonly faults: number[];
  stop(): Promise<void>;
}

export async function startTokenService(): Promise<FakeTokenService> {
  const connection = 'approvers';
  const codes = new Map<string, string>();
  const calls: string[] = [];
  const states: FakeTokenService['states'][number][] = [];
  const faults: number[] = [];

  const server = createServer((req, res) => {
    answer(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer({ method = '', url: path = '' }: IncomingMessage, res: ServerResponse): void {
    const { pathname, searchParams } = new URL(path, url);
    const call = `${method} ${pathname.split('/').at(-1)}`;
    calls.push(call);
    const send = (status: number, body?: object): void => {
      res.statusCode = status;
      res.setHeader('content-type', 'application/json');
      res.end(body && JSON.stringify(body));
    };
    const fault = faults.shift();
    if (fault !== undefined) {
      send(fault, { error: { code: 'Fault', message: 'As the test wanted' } });
      return;
    }
    switch (call) {
      case 'DELETE SignOut':
        send(204);
        return;
      case 'GET GetSignInResource': {
        const state = Buffer.from(searchParams.get('state') ?? '', 'base64').toString('utf8');
        states.push(JSON.parse(state) as FakeTokenService['states'][number]);
        send(200, { signInLink: `${url}/sign-in` });
        return;
      }
      case 'GET GetToken': {
        const code = searchParams.get('code') ?? '';
        const token = codes.get(code);
        codes.delete(code);
        if (token) send(200, { connectionName: searchParams.get('connectionName'), token });
        else send(404, { error: { code: 'NotFound', message: 'No token' } });
        return;
      }
      default:
        send(404);
    }
  }

  const settings = {
    OAuthUrl: url,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
    ToBotFromChannelOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    ToBotFromEmulatorOpenIdMetadataUrl: 'https://login.microsoftonline.com/botframework.com/v2.0/.well-known/openid',
    ValidateAuthority: true,
  };
  return {
    credentials: settings as BotCredentials,
    connection,
    calls,
    states,
    faults,
    signIn(claims) {
      const code = String(100_000 + codes.size + calls.length);
      const [header, payload] = [{ alg: 'none' }, claims].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      codes.set(code, `${header}.${payload}.`);
      return code;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
