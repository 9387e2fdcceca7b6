import { randomUUID } from 'node:crypto';
import { ServiceError } from '../http.ts';
import type { Answer } from '../http.ts';
import { tenantId } from '../model.ts';

/** A refusal whose reason is one level deeper: `innererror.code`. */
class VaultError extends ServiceError {
  readonly inner: string;

  constructor(status: number, code: string, inner: string, message: string) {
    super(status, code, message);
    this.inner = inner;
  }
}

/** Key Vault's refusals, in its own words where they are known. */
export const vaultProblems = {
  disabled: () =>
    new VaultError(403, 'Forbidden', 'SecretDisabled', 'Operation get is not allowed on a disabled secret.'),
  notFound: (name: string) =>
    new ServiceError(
      404,
      'SecretNotFound',
      `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be ` +
        'able to recover it using the correct recovery command.',
    ),
  badParameter: (message: string) => new ServiceError(400, 'BadParameter', message),
  noSuchPath: () => new ServiceError(404, 'NotFound', 'The requested resource was not found.'),
  methodNotAllowed: (method: string) =>
    new ServiceError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`),
};

export function vaultProblem(error: unknown): Answer {
  const problem =
    error instanceof ServiceError ? error : new ServiceError(500, 'InternalServerError', 'An internal error occurred.');
  const { status, code, message } = problem;
  const inner = problem instanceof VaultError && { innererror: { code: problem.inner } };
  return {
    status,
    headers: { ...standardHeaders(), ...problem.headers },
    body: { error: { code, message, ...inner } },
  };
}

/** The challenge that tells a client where to get its token, and for what. */
export function vaultUnauthorised(): ServiceError {
  return new ServiceError(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.', {
    'WWW-Authenticate': `Bearer authorization="https://login.microsoftonline.com/${tenantId}", resource="https://vault.azure.net"`,
  });
}

export function standardHeaders(): Record<string, string> {
  return {
    'Cache-Control': 'no-cache',
    'x-ms-keyvault-region': 'westeurope',
    'x-ms-request-id': randomUUID(),
  };
}
