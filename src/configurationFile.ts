import { z } from 'zod';
import { duration, milliseconds, policyFile, principal } from './policyFile.ts';

/** The shape of `seatkeeper.yaml`. Its JSON Schema, for editors, is generated from here: `npm run schema`. */

const guid = z.guid('expected an id like 00000000-0000-0000-0000-000000000000').transform((id) => id.toLowerCase());

const address = z
  .url({ protocol: /^https?$/, error: 'expected an http(s) address' })
  .transform((url) => url.replace(/\/+$/, ''));

const environment = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'expected a short word in lower case, such as prod')
    .describe('The short word that people type'),
  name: z.string().min(1, 'must not be empty').describe('The name on cards'),
  url: address.describe('https://<organisation>.crm.dynamics.com'),
  deployment: z.enum(['online', 'onPremises']),
  environmentId: guid.describe("The environment's id in the Power Platform admin centre"),
  accountDomain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'expected a domain such as contoso.onmicrosoft.com')
    .describe('The domain of the accounts that are created'),
  licenceSku: guid.describe('The SKU of the spare licence that is lent during creation'),
  limit: z
    .union([z.literal('live'), z.int().min(0)], 'expected live, or a number')
    .describe('live: what the environment says. A number overrides it'),
  approval: z.string().describe('The name of a policy under approvals'),
  owners: z.array(principal).default([]).describe('Who owns it, for policies whose approvers are owners'),
  credentials: z
    .enum(['adminReset', 'keyVault'])
    .default('adminReset')
    .describe(
      'How the owner of a new account gets its password. adminReset: an administrator resets it. keyVault: it is kept in the key vault',
    ),
  keyVault: address.optional().describe('https://<name>.vault.azure.net, with credentials: keyVault only'),
});

const retention = z.strictObject({
  closedRequests: z
    .union(
      [
        z.literal('forever'),
        z
          .string()
          .regex(/^[1-9]\d{0,4}d$/)
          .transform((text) => Number.parseInt(text, 10)),
      ],
      'expected a number of days such as 365d, or forever',
    )
    .default(365)
    .describe('How long after the end of a request names, texts and accounts stay in it: 365d, or forever'),
});

const recertification = z
  .strictObject({
    every: duration.optional().describe('How often. Left out: by the command recertify alone'),
    remindAfter: duration.default('7d').describe('When owners who have not answered are reminded'),
    adminsAfter: duration.default('14d').describe('When the admins are asked in their place'),
    endAfter: duration.default('21d').describe('When it ends'),
    ifUnanswered: z
      .enum(['keep', 'revoke'])
      .default('keep')
      .describe('What happens in the end to users that nobody answered for'),
  })
  .refine(
    ({ remindAfter, adminsAfter, endAfter }) =>
      milliseconds(remindAfter) < milliseconds(adminsAfter) && milliseconds(adminsAfter) < milliseconds(endAfter),
    'remindAfter must come before adminsAfter, and that before endAfter',
  )
  .refine(
    ({ every, endAfter }) => every === undefined || milliseconds(every) > milliseconds(endAfter),
    'every must be longer than endAfter: one campaign runs at a time',
  )
  .describe('Owners are asked whether each of their users is still needed');

export const configurationFile = z.strictObject({
  cloud: z.enum(['public', 'gcc', 'gccHigh', 'dod', 'china']),
  tenantId: guid,
  admins: z.array(principal).min(1, 'needs at least one admin'),
  services: z
    .strictObject({ graph: address.optional(), powerPlatform: address.optional() })
    .optional()
    .describe('Only to point at a simulator or another host'),
  environments: z.array(environment).min(1, 'needs at least one environment'),
  approvals: z.record(z.string(), policyFile),
  reconcile: z
    .strictObject({
      every: z
        .union([z.literal('never'), duration])
        .default('1d')
        .describe('How often every environment is compared with the records'),
    })
    .prefault({})
    .describe('Differences that are new are told to the admins'),
  retention: retention.default({ closedRequests: 365 }).describe('What is taken out of the database, and when'),
  recertification: recertification.prefault({}),
});

export type ConfigurationFile = z.infer<typeof configurationFile>;

/** As much of the file as its cross-references need, so that they are checked although something else is wrong. */
const references = z.object({
  environments: z
    .array(
      z.object({ key: z.unknown(), approval: z.unknown(), credentials: z.unknown(), keyVault: z.unknown() }).partial(),
    )
    .catch([]),
  approvals: z.record(z.string(), z.unknown()).catch({}),
});

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Names that are there twice, or that lead nowhere, and what only goes together. */
export function referenceProblems(file: unknown): readonly Problem[] {
  const { environments, approvals } = references.catch({ environments: [], approvals: {} }).parse(file);
  const keys = environments.map(({ key }) => key);
  const known = Object.keys(approvals).join(', ') || 'none';
  return environments.flatMap(({ key, approval, credentials, keyVault }, index) => {
    const problem = (field: string, message: string): Problem => ({ path: ['environments', index, field], message });
    return [
      ...(keys.indexOf(key) < index ? [problem('key', `${String(key)} is there twice`)] : []),
      ...(typeof approval === 'string' && !Object.hasOwn(approvals, approval)
        ? [problem('approval', `there is no policy ${approval} under approvals (known: ${known})`)]
        : []),
      ...(credentials === 'keyVault' && keyVault === undefined
        ? [problem('credentials', 'keyVault needs the address of one: keyVault: https://<name>.vault.azure.net')]
        : []),
      ...(credentials !== 'keyVault' && keyVault !== undefined
        ? [problem('keyVault', 'is used with credentials: keyVault only')]
        : []),
    ];
  });
}

/** For editors: what the file may contain, before anything is transformed. */
export function configurationSchema(): object {
  return z.toJSONSchema(configurationFile, { io: 'input', target: 'draft-7' });
}
