import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ApproverRef } from './domain/approvers.ts';
import { canonicalJson } from './domain/canonicalJson.ts';
import type { Policy, Rule, Stage, Terms } from './domain/policy.ts';
import type { EnvironmentKey, GroupId, PersonId } from './domain/words.ts';

/** The `approvals` part of `seatkeeper.yaml`: who decides on which requests. */

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export const duration = z
  .string()
  .regex(/^[1-9]\d{0,3}[mhd]$/, 'expected a time such as 30m, 4h or 3d')
  .describe('Minutes, hours or days: 30m, 4h, 3d');

/** Somebody who can be named wherever people are. */
export const principal = z
  .string()
  .regex(
    /^(group:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    'expected an Entra object id, or group:<Entra group id>',
  )
  .describe('An Entra object id of a person, or group:<Entra group id>');

const approver = z
  .string()
  .regex(
    /^(manager|owners|(group:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i,
    'expected an Entra object id, group:<Entra group id>, manager or owners',
  )
  .describe("An Entra object id, group:<Entra group id>, manager (the user's owner's) or owners (the environment's)");

const stage = z.strictObject({
  approvers: z.array(approver).min(1, 'needs at least one approver'),
  required: z.int().min(1).default(1).describe('How many different approvers must approve'),
  alternates: z.array(approver).default([]).describe('Asked too when the time is up, or too few approvers are there'),
  timeout: duration.optional().describe('When the alternates are asked'),
  remind: duration.optional().describe('When the first reminder goes out; each further one takes twice as long'),
});

const terms = {
  stages: z.array(stage).min(1, 'needs at least one stage').describe('One after the other; nobody counts in two'),
  maxDays: z.int().min(1).max(3660).describe('The longest time a user may be asked for, in days'),
  reason: z.int().min(0).max(500).describe('How many characters the purpose must have'),
  requesters: z.array(principal).min(1).describe('Who may ask. Left out: everybody'),
  signIn: duration.describe('An approval counts only after a sign-in that is no older'),
};

const rule = z.strictObject({
  name: z.string().min(1),
  when: z
    .strictObject({
      environments: z.array(z.string()).min(1).optional().describe('Keys'),
      kinds: z
        .array(z.enum(['new', 'existing', 'application', 'user']))
        .min(1)
        .optional(),
      roles: z.array(z.string().min(1)).min(1).optional().describe('Names of security roles'),
      longerThan: duration.optional(),
    })
    .refine(
      (when) => Object.values(when).some((value) => value !== undefined),
      'names nothing, so it is for everything',
    )
    .describe('Everything that is named must apply; of a list, one is enough'),
  ...z.object(terms).partial().shape,
});

export const policyFile = z.strictObject({
  ...terms,
  maxDays: terms.maxDays.default(366),
  reason: terms.reason.default(0),
  requesters: terms.requesters.optional(),
  signIn: terms.signIn.optional(),
  fallback: z
    .array(principal)
    .default([])
    .describe('They decide in a stage where nobody else can. Left out: the admins'),
  rules: z.array(rule).default([]).describe('The first one that is for a request replaces what it names'),
});

export type PolicyFile = z.infer<typeof policyFile>;

export function policyFrom(name: string, file: PolicyFile, admins: readonly ApproverRef[]): Policy {
  const { fallback, rules, ...own } = file;
  const policy = {
    name,
    terms: termsFrom(own) as Terms,
    rules: rules.map(ruleFrom),
    fallback: fallback.length > 0 ? fallback.map(refOf) : admins,
  };
  return { ...policy, version: createHash('sha256').update(canonicalJson(policy)).digest('hex').slice(0, 12) };
}

function ruleFrom({ name, when, ...changes }: PolicyFile['rules'][number]): Rule {
  const { environments, kinds, roles, longerThan } = when;
  return {
    name,
    when: {
      ...(environments && { environments: environments as EnvironmentKey[] }),
      ...(kinds && { kinds }),
      ...(roles && { roles }),
      ...(longerThan && { longerThan: milliseconds(longerThan) / units.d }),
    },
    ...termsFrom(changes),
  };
}

function termsFrom({
  stages,
  maxDays,
  reason,
  requesters,
  signIn,
}: Omit<PolicyFile['rules'][number], 'name' | 'when'>): Partial<Terms> {
  return {
    ...(stages && { stages: stages.map(stageFrom) }),
    ...(maxDays !== undefined && { maxDays }),
    ...(reason !== undefined && { reason }),
    ...(requesters && { requesters: requesters.map(refOf) }),
    ...(signIn && { signIn: milliseconds(signIn) }),
  };
}

function stageFrom({ approvers, required, alternates, timeout, remind }: PolicyFile['stages'][number]): Stage {
  return {
    approvers: approvers.map(refOf),
    required,
    alternates: alternates.map(refOf),
    ...(timeout && { timeout: milliseconds(timeout) }),
    ...(remind && { remindAfter: milliseconds(remind) }),
  };
}

export function refOf(text: string): ApproverRef {
  const lower = text.toLowerCase();
  if (lower === 'manager') return { kind: 'manager' };
  if (lower === 'owners') return { kind: 'environmentOwners' };
  return lower.startsWith('group:')
    ? { kind: 'group', id: lower.slice('group:'.length) as GroupId }
    : { kind: 'person', id: lower as PersonId };
}

export function milliseconds(text: string): number {
  return Number.parseInt(text, 10) * units[text.slice(-1) as keyof typeof units];
}
