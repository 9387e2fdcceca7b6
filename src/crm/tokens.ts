import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { AuthError, ConfidentialClientApplication, ManagedIdentityApplication, ServerError } from '@azure/msal-node';
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

interface Registration {
  readonly clientId: string;
  readonly tenantId: string;
}

export type Credentials =
  | (Registration & { readonly kind: 'secret'; readonly clientSecret: string })
  /** A PEM file with the certificate and its private key. */
  | (Registration & { readonly kind: 'certificate'; readonly certificatePath: string })
  /** Workload identity federation: a file with a token of somebody that the registration trusts, renewed by the platform. */
  | (Registration & { readonly kind: 'federated'; readonly tokenFile: string })
  /** Of the Azure resource that this runs on; `clientId` for a user-assigned one. */
  | { readonly kind: 'managedIdentity'; readonly clientId?: string };

export interface TokenOptions {
  readonly cloud: CloudName;
  /** Without them only a loopback address can be called. */
  readonly credentials: Credentials | undefined;
  readonly production: boolean;
  readonly networkClient?: INetworkModule;
}

/** Throws when the file of a certificate or of a federated token cannot be used. */
export function createTokens({ cloud, credentials, production, networkClient }: TokenOptions): Tokens {
  const acquire = credentials && sourceOf(cloud, credentials, networkClient);

  async function tokenFor(resourceUrl: string): Promise<string> {
    const resource = new URL(resourceUrl);
    if (isLoopback(resource)) {
      if (production) throw refused('LoopbackInProduction', 'A loopback address is not called in production');
      return 'sandbox';
    }
    if (resource.protocol !== 'https:') throw refused('NotSecure', 'A token is sent over https only');
    if (!acquire) throw refused('NoCredentials', 'No credentials are configured for the CRM side');
    try {
      const token = await acquire(resource.origin);
      if (!token) throw refused('NoToken', 'The login service gave no token');
      return token;
    } catch (error) {
      throw answerOf(error);
    }
  }

  return { tokenFor };
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Asks for a token, or takes a kept one that is still good. */
type TokenSource = (resource: string) => Promise<string | undefined>;

function sourceOf(cloud: CloudName, credentials: Credentials, networkClient: INetworkModule | undefined): TokenSource {
  const { clientId } = credentials;
  const system = networkClient && { system: { networkClient } };
  if (credentials.kind === 'managedIdentity') {
    const identity = clientId !== undefined && { managedIdentityIdParams: { userAssignedClientId: clientId } };
    const client = new ManagedIdentityApplication({ ...identity, ...system });
    return async (resource) => (await client.acquireToken({ resource })).accessToken;
  }
  const { login } = clouds[cloud];
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: credentials.clientId,
      authority: `https://${login}/${credentials.tenantId}`,
      // No other host is asked who is in charge of this one.
      knownAuthorities: [login],
      ...proofOf(credentials),
    },
    ...system,
  });
  return async (resource) =>
    (await client.acquireTokenByClientCredential({ scopes: [`${resource}/.default`] }))?.accessToken;
}

function proofOf(credentials: Exclude<Credentials, { readonly kind: 'managedIdentity' }>): Partial<NodeAuthOptions> {
  switch (credentials.kind) {
    case 'secret':
      return { clientSecret: credentials.clientSecret };
    case 'certificate': {
      const pem = readFileSync(credentials.certificatePath, 'utf8');
      const thumbprintSha256 = new X509Certificate(pem).fingerprint256.replaceAll(':', '');
      return { clientCertificate: { thumbprintSha256, privateKey: pem, x5c: pem } };
    }
    case 'federated': {
      const { tokenFile } = credentials;
      // A wrong path shows at the start rather than at the first creation.
      readFileSync(tokenFile);
      return { clientAssertion: () => readAssertion(tokenFile) };
    }
  }
}

/** Read anew for every token: the platform replaces the file before its token runs out. */
async function readAssertion(tokenFile: string): Promise<string> {
  try {
    return (await readFile(tokenFile, 'utf8')).trim();
  } catch (cause) {
    const message = 'The file of the federated token cannot be read';
    throw new ServiceAnswer(message, { status: 401, code: 'NoFederatedToken', cause });
  }
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
