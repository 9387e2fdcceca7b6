import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { statusClass, type Telemetry } from '../application/ports/telemetry.ts';

/** The part of the connector's HTTP pipeline that is used here; its own types are not exported. */
interface PipelineRequest {
  url: string;
  readonly method: string;
  body?: unknown;
  timeout: number;
  /** Set already where a proxy is used. */
  agent?: unknown;
}
interface PipelineResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
}
interface Policy {
  readonly name: string;
  sendRequest(
    request: PipelineRequest,
    next: (request: PipelineRequest) => Promise<PipelineResponse>,
  ): Promise<PipelineResponse>;
}
interface Pipeline {
  removePolicy(named: { readonly name: string }): unknown;
  addPolicy(policy: Policy, where?: { readonly phase: 'Retry' }): void;
}

interface OpenTokenClient {
  appId: string | undefined;
  readonly client: { readonly client: { readonly pipeline: Pipeline } };
}

/** Milliseconds. Teams gives up on an invoke after about fifteen seconds. */
const answerTimeout = 10_000;
const longestWait = 3_000;
const attempts = 3;

/**
 * Milliseconds that a connection stays open without use. Whoever uses one at the very moment at which the other side closes
 * it learns nothing of what became of the message, which then counts as unknown; servers close after five seconds or more.
 */
const longestIdle = 3_000;
const plainAgent = new HttpAgent({ keepAlive: true, timeout: longestIdle });
const secureAgent = new HttpsAgent({ keepAlive: true, timeout: longestIdle });

type Authentication = ConfigurationBotFrameworkAuthentication;
type ConnectorFactory = ReturnType<Authentication['createConnectorFactory']>;
type UserTokenClient = Awaited<ReturnType<Authentication['createUserTokenClient']>>;

/** Bot Framework authentication whose outgoing calls are never sent twice by accident. */
export class CarefulAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #telemetry: Telemetry;

  constructor(credentials: Record<string, string>, telemetry: Telemetry) {
    super(credentials);
    this.#telemetry = telemetry;
  }

  override createConnectorFactory(...identity: Parameters<Authentication['createConnectorFactory']>): ConnectorFactory {
    return careful(super.createConnectorFactory(...identity), this.#telemetry);
  }

  override async authenticateRequest(
    ...request: Parameters<Authentication['authenticateRequest']>
  ): ReturnType<Authentication['authenticateRequest']> {
    const result = await super.authenticateRequest(...request);
    if (result.connectorFactory) careful(result.connectorFactory, this.#telemetry);
    return result;
  }

  /** Somebody waits in front of a card while the token service is asked: it gets one chance. */
  override async createUserTokenClient(
    ...identity: Parameters<Authentication['createUserTokenClient']>
  ): Promise<UserTokenClient> {
    const tokens = await super.createUserTokenClient(...identity);
    const opened = tokens as unknown as OpenTokenClient;
    // The SDK demands a string, and has none for a bot without an app id.
    opened.appId ??= '';
    const { pipeline } = opened.client.client;
    pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    pipeline.addPolicy(giveUpInTime);
    return tokens;
  }
}

function careful(factory: ConnectorFactory, telemetry: Telemetry): ConnectorFactory {
  const create = factory.create.bind(factory);
  factory.create = async (serviceUrl, audience) => {
    const connector = await create(serviceUrl, audience);
    const { pipeline } = (connector as unknown as { readonly client: { readonly pipeline: Pipeline } }).client;
    // The default repeats a POST after a 500 or a 503 too, which shows a message twice.
    pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    pipeline.addPolicy(retryWhenThrottled(telemetry), { phase: 'Retry' });
    pipeline.addPolicy(targetRecipient);
    return connector;
  };
  return factory;
}

const giveUpInTime: Policy = {
  name: 'giveUpInTime',
  sendRequest(request, next) {
    request.timeout = 4_000;
    return next(request);
  },
};

/** Repeats after a 429 only: then the message was certainly not taken. A long wait is left to the caller. */
const retryWhenThrottled = (telemetry: Telemetry): Policy => ({
  name: 'retryWhenThrottled',
  async sendRequest(request, next) {
    request.timeout = answerTimeout;
    request.agent ??= request.url.startsWith('http:') ? plainAgent : secureAgent;
    const { method } = request;
    const path = pathOf(request.url);
    for (let attempt = 1; ; attempt++) {
      const response = await telemetry.measure(
        { kind: 'call', service: 'teams', method, path, attempt },
        async (ended) => {
          const answer = await next(request);
          ended(statusClass(answer.status));
          return answer;
        },
      );
      const delay = retryAfter(response.headers.get('retry-after')) ?? 1_000;
      if (response.status !== 429 || attempt === attempts || delay > longestWait) return response;
      await wait(delay);
    }
  },
});

/** Without the ids of chats and messages, and what the service's address has before it. */
function pathOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname.slice(Math.max(0, pathname.indexOf('/v3/'))).replace(/(conversations|activities)\/[^/]+/g, '$1/{id}');
}

/**
 * Teams shows a message in a group to its recipient alone when address and recipient say so. The SDK has no words for
 * it and drops unknown fields, so the activity is marked by an entity, which is exchanged here.
 */
const targetRecipient: Policy = {
  name: 'targetRecipient',
  sendRequest(request, next) {
    if (request.method === 'POST' && typeof request.body === 'string' && request.body.includes(targeted.type)) {
      const { entities, recipient, ...activity } = JSON.parse(request.body) as Record<string, unknown>;
      request.body = JSON.stringify({ ...activity, recipient: { ...(recipient as object), isTargeted: true } });
      request.url += `${request.url.includes('?') ? '&' : '?'}isTargetedActivity=true`;
    }
    return next(request);
  },
};

/** Marks an outgoing activity as private. */
export const targeted = { type: 'seatkeeper/targeted' } as const;

/** Milliseconds, from seconds or from a date. */
export function retryAfter(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
