import { SecretClient } from '@azure/keyvault-secrets';
import type { SecretProperties } from '@azure/keyvault-secrets';
import { hasCode, orUndefined } from './answers.ts';
import type { CloudName } from './clouds.ts';
import { clouds } from './clouds.ts';
import type { Call, Http } from './http.ts';
import { isLoopback } from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { answerOf } from './vaultAnswers.ts';
import type { Reply } from './vaultAnswers.ts';

/** The latest version of a secret. */
export interface Secret {
  readonly version: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined while it is disabled: nobody can read it then. */
  readonly value: string | undefined;
}

/** The secrets of any key vault. */
export interface Secrets {
  find(vaultUrl: string, name: string): Promise<Secret | undefined>;
  /** Makes a secret, or another version of one. */
  add(vaultUrl: string, name: string, secret: Pick<Secret, 'tags'> & { readonly value: string }): Promise<void>;
  setEnabled(vaultUrl: string, name: string, version: string, enabled: boolean): Promise<void>;
}

interface Parts {
  readonly cloud: CloudName;
  readonly tokens: Tokens;
  readonly http: Http;
}

/** What every method of the client takes. */
interface Options {
  readonly abortSignal: AbortSignal;
  readonly onResponse: (response: Response) => void;
}

type Response = Pick<Reply, 'status' | 'parsedBody'> & { readonly headers: { get(name: string): string | undefined } };

export function createSecrets({ cloud, tokens, http }: Parts): Secrets {
  /** `work` makes exactly one kind of request, with the options that it gets. */
  function send<T>(
    vaultUrl: string,
    call: Omit<Call, 'service' | 'host'>,
    work: (client: SecretClient, options: Options) => Promise<T>,
  ): Promise<T> {
    const { host } = new URL(vaultUrl);
    return http.call({ ...call, service: 'keyVault', host }, async ({ signal, answered }) => {
      let reply: Reply | undefined;
      const onResponse: Options['onResponse'] = ({ status, parsedBody, headers }) => {
        const serviceRequestId = headers.get('x-ms-request-id');
        reply = { status, parsedBody, serviceRequestId, retryAfter: headers.get('Retry-After') };
        answered(status, serviceRequestId ?? null);
      };
      // First, since the client calls without one to be told whom it is for.
      const token = await tokens.tokenFor(audienceOf(cloud, vaultUrl));
      try {
        return await work(createClient(vaultUrl, token), { abortSignal: signal, onResponse });
      } catch (error) {
        throw answerOf(error, reply);
      }
    });
  }

  async function find(vaultUrl: string, name: string): Promise<Secret | undefined> {
    const call = { method: 'GET', path: '/secrets/{name}' } as const;
    try {
      const found = await orUndefined(send(vaultUrl, call, (client, options) => client.getSecret(name, options)));
      return found && secretOf(found.properties, found.value);
    } catch (error) {
      if (!hasCode(error, 'SecretDisabled')) throw error;
      return findDisabled(vaultUrl, name);
    }
  }

  /** Whose it is, a disabled secret tells in the list of its versions only. */
  async function findDisabled(vaultUrl: string, name: string): Promise<Secret | undefined> {
    const call = { method: 'GET', path: '/secrets/{name}/versions' } as const;
    const versions = await send(vaultUrl, call, (client, options) =>
      listOf(client.listPropertiesOfSecretVersions(name, options)),
    );
    const [latest] = versions.toSorted((a, b) => timeOf(b) - timeOf(a));
    return latest && secretOf(latest, undefined);
  }

  async function add(vaultUrl: string, name: string, { value, tags }: Parameters<Secrets['add']>[2]): Promise<void> {
    // Sent twice it would make two versions.
    const call = { method: 'PUT', path: '/secrets/{name}', repeatable: false, withhold: true } as const;
    await send(vaultUrl, call, (client, options) =>
      client.setSecret(name, value, { ...options, tags, contentType: 'password' }),
    );
  }

  async function setEnabled(vaultUrl: string, name: string, version: string, enabled: boolean): Promise<void> {
    const call = { method: 'PATCH', path: '/secrets/{name}/{version}' } as const;
    await send(vaultUrl, call, (client, options) =>
      client.updateSecretProperties(name, version, { ...options, enabled }),
    );
  }

  return { find, add, setEnabled };
}

/** For one call: a client that several share loses the body of the first that writes, if another is answered before. */
function createClient(vaultUrl: string, token: string): SecretClient {
  const credential = { getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 300_000 }) };
  return new SecretClient(vaultUrl, credential, {
    allowInsecureConnection: isLoopback(new URL(vaultUrl)),
    // What the vault says that the token is for is not heeded.
    disableChallengeResourceVerification: true,
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
  });
}

/** A vault of the cloud gets the token for all vaults; any other address gets one for itself, or none. */
function audienceOf(cloud: CloudName, vaultUrl: string): string {
  const { keyVaultAudience } = clouds[cloud];
  const { protocol, hostname } = new URL(vaultUrl);
  const ofCloud = protocol === 'https:' && hostname.endsWith(`.${new URL(keyVaultAudience).hostname}`);
  return ofCloud ? keyVaultAudience : vaultUrl;
}

function secretOf({ version, tags }: SecretProperties, value: string | undefined): Secret {
  return { version: version ?? '', tags: tags ?? {}, value };
}

async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

function timeOf({ createdOn }: SecretProperties): number {
  return createdOn?.getTime() ?? 0;
}
