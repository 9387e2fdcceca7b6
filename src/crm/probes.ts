import { randomUUID } from 'node:crypto';
import type { Probes } from '../application/ports/probes.ts';
import { hasStatus } from './answers.ts';
import type { Graph } from './graph.ts';
import type { Http } from './http.ts';
import { readSetting } from './mailboxes.ts';
import type { Secrets } from './secrets.ts';
import type { Tokens } from './tokens.ts';
import type { WebApi } from './webApi.ts';

interface Parts {
  readonly tokens: Tokens;
  readonly http: Http;
  readonly graph: Graph;
  readonly webApi: WebApi;
  readonly secrets: Secrets;
  /** What the tokens are asked for. */
  readonly audiences: { readonly graph: string; readonly powerPlatform: string };
}

export function createProbes({ tokens, http, graph, webApi, secrets, audiences }: Parts): Probes {
  async function readOne(path: string): Promise<void> {
    await graph.send({ method: 'GET', path, query: { $select: 'id', $top: 1 } });
  }

  return {
    async signIn(to) {
      const [service, audience] =
        typeof to === 'string' ? ([to, audiences[to]] as const) : (['dataverse', to.url] as const);
      await http.call({ service, method: 'GET', path: '(token)' }, () => tokens.tokenFor(audience));
    },
    readPeople: () => readOne('/users'),
    readGroups: () => readOne('/groups'),
    readApplications: () => readOne('/servicePrincipals'),
    async readTenant() {
      await graph.send({ method: 'GET', path: '/organization', query: { $select: 'id' } });
    },
    async readMailboxes(ids) {
      for (const id of ids) {
        try {
          await readSetting(graph, id);
          return;
        } catch (error) {
          if (!hasStatus(error, 404) || id === ids.at(-1)) throw error;
        }
      }
    },
    async readVault(url) {
      await secrets.find(url, `seatkeeper-probe-${randomUUID()}`);
    },
    async whoAmI(environment) {
      await webApi.call(environment, { method: 'GET', path: '/WhoAmI()' }, (client) =>
        client.callFunction<object>({ name: 'WhoAmI' }),
      );
    },
    async readUsers(environment) {
      const request = { collection: 'systemusers', select: ['systemuserid'], top: 1 };
      await webApi.call(environment, { method: 'GET', path: '/systemusers' }, (client, signal) =>
        client.retrieveMultiple<object>({ ...request, signal }),
      );
    },
  };
}
