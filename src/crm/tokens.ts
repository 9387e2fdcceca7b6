import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AuthError, ConfidentialClientApplication, ServerError } from '@azure/msal-node';
import type { INetworkModule, NodeAuthOptions } from '@azure/msal-node';
import { ServiceAnswer } from './answers.ts';
import { clouds } from './clouds.ts';
import type { CloudName } from './clouds.ts';

export interface Tokens {
  /**
   * A bearer token for one service and no other. A loopback address has the fixed token of the sandbox.
   * @throws ServiceAnswer
   */
  tokenFor(resourceUrl: string): Promise<string>;
}

export interface Credentials {
  readonly clientId: string;
  readonly tenantId: string;
  readonly clientSecret?: string;
  /** A PEM file with the certificate and its private key; it wins over a secret. */
  readonly certificatePath?: string;
}

export interface TokenOptions {
  readonly cloud: CloudName;
  /** Without them only a loopback address can be called. */
  readonly credentials: Credentials | undefined;
  readonly production: boolean;
  readonly networkClient?: INetworkModule;
}

export function createTokens({ cloud, credentials, production, networkClient }: TokenOptions): Tokens {
  const client = credentials && confidentialClient(cloud, credentials, networkClient);

  async function tokenFor(resourceUrl: string): Promise<string> {
    const resource = new URL(resourceUrl);
    if (isLoopback(resource)) {
      if (production) throw refused('LoopbackInProduction', 'A loopback address is not called in production');
      return 'sandbox';
    }
    if (resource.protocol !== 'https:') throw refused('NotSecure', 'A token is sent over https only');
    if (!client) throw refused('NoCredentials', 'No credentials are configured for the CRM side');
    try {
      const result = await client.acquireTokenByClientCredential({ scopes: [`${resource.origin}/.default`] });
      if (!result?.accessToken) throw refused('NoToken', 'The login service gave no token');
      return result.accessToken;
    } catch (error) {
      throw answerOf(error);
    }
  }

  return { tokenFor };
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function confidentialClient(
  cloud: CloudName,
  credentials: Credentials,
  networkClient: INetworkModule | undefined,
): ConfidentialClientApplication {
  const { login } = clouds[cloud];
  return new ConfidentialClientApplication({
    auth: {
      clientId: credentials.clientId,
      authority: `https://${login}/${credentials.tenantId}`,
      // No other host is asked who is in charge of this one.
      knownAuthorities: [login],
      ...secretOf(credentials),
    },
    ...(networkClient && { system: { networkClient } }),
  });
}

function secretOf({ clientSecret, certificatePath }: Credentials): Partial<NodeAuthOptions> {
  if (certificatePath !== undefined) {
    const pem = readFileSync(certificatePath, 'utf8');
    const thumbprintSha256 = new X509Certificate(pem).fingerprint256.replaceAll(':', '');
    return { clientCertificate: { thumbprintSha256, privateKey: pem, x5c: pem } };
  }
  return clientSecret === undefined ? {} : { clientSecret };
}

function refused(code: string, message: string): ServiceAnswer {
  return new ServiceAnswer(message, { status: 401, code });
}

// The messages of the login service name the application and the tenant, never the secret.
function answerOf(error: unknown): unknown {
  if (!(error instanceof AuthError)) return error;
  const { errorCode: code, errorMessage } = error;
  if (error instanceof ServerError) return new ServiceAnswer(errorMessage, { status: error.status ?? 401, code });
  return new ServiceAnswer(errorMessage, { status: code === 'network_error' ? 0 : 401, code });
}
