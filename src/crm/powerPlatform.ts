import { z } from 'zod';
import { PermanentFailure } from '../application/failures.ts';
import type { PowerPlatform } from '../application/ports/crm.ts';
import type { GroupId } from '../domain/words.ts';
import { ServiceAnswer, hasCode } from './answers.ts';
import { words } from './codes.ts';
import type { Call, Http } from './http.ts';
import { guidOf } from './ids.ts';
import type { Tokens } from './tokens.ts';

export interface PowerPlatformOptions {
  readonly url: string;
  /** What the token is asked for. */
  readonly audience: string;
  readonly tokens: Tokens;
  readonly http: Http;
}

const environmentPath = '/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments/{id}';
const EnvironmentAnswer = z.object({
  properties: z.object({ linkedEnvironmentMetadata: z.object({ securityGroupId: z.string().nullish() }).nullish() }),
});
const noGroup = '00000000-0000-0000-0000-000000000000';
const Problem = z.object({ error: z.object({ code: z.string().default(''), message: z.string().default('') }) });

export function createPowerPlatform({ url, audience, tokens, http }: PowerPlatformOptions): PowerPlatform {
  const root = url.replace(/\/$/, '');

  /** Every call that is made here may be repeated. Returns the parsed body, if there is one. */
  async function send(call: Pick<Call, 'method' | 'path'>, environmentId: string, body?: object): Promise<unknown> {
    const { method, path } = call;
    const address = `${root}${path.replace('{id}', guidOf(environmentId))}?api-version=2020-10-01`;
    return http.call({ ...call, service: 'powerPlatform', repeatable: true }, async ({ signal, answered }) => {
      const headers = {
        Authorization: `Bearer ${await tokens.tokenFor(audience)}`,
        'Content-Type': 'application/json',
      };
      const init = { method, headers, signal, redirect: 'manual', body: body ? JSON.stringify(body) : null } as const;
      const response = await fetch(address, init);
      answered(response.status, requestIdOf(response));
      const text = await response.text();
      if (!response.ok) throw answerOf(response, text);
      return jsonOf(text);
    });
  }

  async function addUser(environmentId: string, objectId: string): Promise<void> {
    const call = { method: 'POST', path: `${environmentPath}/addUser` } as const;
    await send(call, environmentId, { objectId: guidOf(objectId) });
  }

  return {
    async bringIn(environment, objectId) {
      try {
        await addUser(environment.environmentId, objectId);
        return 'asked';
      } catch (error) {
        if (hasCode(error, words.userNotLicensed)) return 'notLicensedYet';
        if (isForbidden(error)) throw notRegistered(error);
        throw error;
      }
    },

    async readSecurityGroup({ environmentId }) {
      try {
        const answer = await send({ method: 'GET', path: environmentPath }, environmentId);
        const { linkedEnvironmentMetadata } = EnvironmentAnswer.parse(answer).properties;
        const group = linkedEnvironmentMetadata?.securityGroupId;
        return !group || group === noGroup ? undefined : (guidOf(group) as GroupId);
      } catch (error) {
        throw isForbidden(error) ? notRegistered(error) : error;
      }
    },
  };
}

function answerOf(response: Response, text: string): ServiceAnswer {
  const parsed = Problem.safeParse(jsonOf(text));
  const { code, message } = parsed.data?.error ?? { code: '', message: '' };
  return new ServiceAnswer(message, {
    status: response.status,
    // The code of the reason can stand in the message, behind a code that says less.
    code: message.includes(words.userNotLicensed) ? words.userNotLicensed : code,
    serviceRequestId: requestIdOf(response) ?? undefined,
    retryAfter: response.headers.get('Retry-After'),
  });
}

function requestIdOf(response: Response): string | null {
  return response.headers.get('x-ms-request-id') ?? response.headers.get('x-ms-correlation-request-id');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isForbidden(error: unknown): error is PermanentFailure {
  return error instanceof PermanentFailure && error.cause instanceof ServiceAnswer && error.cause.status === 403;
}

function notRegistered(cause: PermanentFailure): PermanentFailure {
  const message = 'An administrator must register the application once with New-PowerAppManagementApp';
  const { service, serviceRequestId } = cause;
  return new PermanentFailure(message, {
    service,
    code: 'AppNotRegistered',
    cause,
    ...(serviceRequestId !== undefined && { serviceRequestId }),
  });
}
