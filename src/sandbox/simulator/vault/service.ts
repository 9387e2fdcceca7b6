import type { Answer, Call } from '../http.ts';
import type { State } from '../state.ts';
import { standardHeaders, vaultProblems } from './problems.ts';
import { listSecrets, listVersions, setSecret, showSecret, updateSecret } from './secrets.ts';

const apiVersions: ReadonlySet<string> = new Set([
  ...['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6'],
  ...['2025-07-01', '2026-04-01'],
]);

/** Azure Key Vault, as far as secrets are set, read, switched off and on. */
export async function answerVault(state: State, call: Call): Promise<Answer> {
  requireApiVersion(call.query.get('api-version'));
  const [collection, ...rest] = call.path.split('/').filter((segment) => segment !== '');
  if (collection !== 'secrets') throw vaultProblems.noSuchPath();
  const answer = await route(state, call, rest);
  return { ...answer, headers: standardHeaders() };
}

function requireApiVersion(version: string | null): void {
  if (version === null) throw vaultProblems.badParameter('The api-version query parameter is missing.');
  if (!apiVersions.has(version)) {
    throw vaultProblems.badParameter(
      `The specified version (${version}) is not recognized. Consider using the latest supported version (2026-04-01).`,
    );
  }
}

async function route(state: State, call: Call, [name, version, ...rest]: readonly string[]): Promise<Answer> {
  if (rest.length > 0) throw vaultProblems.noSuchPath();
  if (name === undefined) {
    if (call.method === 'GET') return listSecrets(state, call);
    throw vaultProblems.methodNotAllowed(call.method);
  }
  if (!/^[0-9a-z-]{1,127}$/i.test(name)) {
    throw vaultProblems.badParameter(`The request URI contains an invalid name: ${name}`);
  }
  switch (`${call.method} ${version === 'versions' ? version : ''}`) {
    case 'PUT ':
      if (version !== undefined) throw vaultProblems.methodNotAllowed('PUT');
      return setSecret(state, name, call);
    case 'GET ':
      return showSecret(state, name, version, call);
    case 'PATCH ':
      return updateSecret(state, name, version, call);
    case 'GET versions':
      return listVersions(state, name, call);
    default:
      throw vaultProblems.methodNotAllowed(call.method);
  }
}
