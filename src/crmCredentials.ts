import { z } from 'zod';
import type { Credentials } from './crm/tokens.ts';

const optional = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

/** How Seatkeeper proves, on the CRM side, which application it is. */
export const credentialVariables = {
  CRM_CREDENTIAL: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.enum(['secret', 'certificate', 'managedIdentity', 'federated']).optional(),
  ),
  CRM_CLIENT_ID: optional,
  CRM_CLIENT_SECRET: optional,
  CRM_CLIENT_CERTIFICATE_PATH: optional,
  CRM_TENANT_ID: optional,
  /** Set by the platform: the name is Azure's. */
  AZURE_FEDERATED_TOKEN_FILE: optional,
};

type CredentialVariables = { [Name in keyof typeof credentialVariables]?: z.infer<(typeof credentialVariables)[Name]> };

/** Undefined when they are not complete. */
export function credentialsOf(variables: CredentialVariables, tenantOfFile: string): Credentials | undefined {
  const kind = kindOf(variables);
  const clientId = variables.CRM_CLIENT_ID;
  if (kind === 'managedIdentity') return { kind, ...(clientId && { clientId }) };
  if (!clientId) return undefined;
  const registration = { clientId, tenantId: variables.CRM_TENANT_ID ?? tenantOfFile };
  const {
    CRM_CLIENT_SECRET: clientSecret,
    CRM_CLIENT_CERTIFICATE_PATH: certificatePath,
    AZURE_FEDERATED_TOKEN_FILE: tokenFile,
  } = variables;
  if (kind === 'secret' && clientSecret) return { kind, ...registration, clientSecret };
  if (kind === 'certificate' && certificatePath) return { kind, ...registration, certificatePath };
  if (kind === 'federated' && tokenFile) return { kind, ...registration, tokenFile };
  return undefined;
}

/** What is missing. A kind that was chosen must be complete, also where nothing in the cloud is called. */
export function credentialProblems(variables: CredentialVariables, needed: boolean): readonly string[] {
  const chosen = variables.CRM_CREDENTIAL;
  const kind = kindOf(variables);
  if ((!needed && !chosen) || kind === 'managedIdentity') return [];
  const problems: string[] = [];
  if (!variables.CRM_CLIENT_ID) problems.push('CRM_CLIENT_ID is missing: the Entra application that may manage users.');
  if (kind === undefined) {
    problems.push(
      'CRM_CLIENT_SECRET or CRM_CLIENT_CERTIFICATE_PATH is missing. Or set CRM_CREDENTIAL to managedIdentity or federated.',
    );
    return problems;
  }
  const proof = proofs[kind];
  if (!variables[proof]) problems.push(`${proof} is missing, which CRM_CREDENTIAL=${kind} needs.`);
  return problems;
}

const proofs = {
  secret: 'CRM_CLIENT_SECRET',
  certificate: 'CRM_CLIENT_CERTIFICATE_PATH',
  federated: 'AZURE_FEDERATED_TOKEN_FILE',
} as const;

/** By what is set, the safest first. A managed identity shows in no variable, so it must be chosen. */
function kindOf(variables: CredentialVariables): CredentialVariables['CRM_CREDENTIAL'] {
  if (variables.CRM_CREDENTIAL) return variables.CRM_CREDENTIAL;
  return (['certificate', 'secret', 'federated'] as const).find((kind) => variables[proofs[kind]]);
}
