import type { ApproverRef } from './approvers.ts';
import type { Account, Ask } from './ask.ts';
import { daysBetween, type ChannelId, type Day, type EnvironmentKey } from './words.ts';

/** One of the rounds of an approval. The next one opens when it has as many approvals as it needs. */
export interface Stage {
  readonly approvers: readonly ApproverRef[];
  /** How many different approvers must approve. */
  readonly required: number;
  /** They are asked too when the time is up, or when too few of the approvers are there. */
  readonly alternates: readonly ApproverRef[];
  /** Milliseconds until the alternates are asked. Absent: never for the sake of time. */
  readonly timeout?: number;
  /** Milliseconds until the first reminder; each further one takes twice as long. Absent: nobody is reminded. */
  readonly remindAfter?: number;
}

/** What a request must meet. */
export interface Terms {
  readonly stages: readonly Stage[];
  /** The longest time a user may be asked for, in days from the day of the request. */
  readonly maxDays: number;
  /** How many characters the purpose must have. */
  readonly reason: number;
  /** Who may ask. Absent: everybody. */
  readonly requesters?: readonly ApproverRef[];
  /** Milliseconds: an approval counts only after a sign-in that is no older. Absent: no sign-in is asked for. */
  readonly signIn?: number;
}

/** For which requests a rule is. Everything that is named must apply; of a list, one is enough. */
export interface Condition {
  readonly environments?: readonly EnvironmentKey[];
  readonly kinds?: readonly Account['kind'][];
  /** By name, in any case. */
  readonly roles?: readonly string[];
  /** Days. */
  readonly longerThan?: number;
}

/** Replaces the terms that it names for the requests that it is for. */
export interface Rule extends Partial<Terms> {
  readonly name: string;
  readonly when: Condition;
}

export interface Policy {
  readonly name: string;
  /** Changes with everything in the policy that decides. */
  readonly version: string;
  /** Where those are asked whom no card of their own reaches. It says how, not who: no part of the version. */
  readonly channel?: ChannelId;
  readonly terms: Terms;
  /** The first one that applies decides. */
  readonly rules: readonly Rule[];
  /** They decide in a stage where nobody else can. */
  readonly fallback: readonly ApproverRef[];
}

/** The terms of one request, and where they come from. Frozen with its plan. */
export interface AppliedTerms extends Terms {
  readonly policy: string;
  readonly version: string;
  /** The rule that applied, by name; absent: none did. */
  readonly rule?: string;
  readonly fallback: readonly ApproverRef[];
}

interface Asked extends Pick<Ask, 'environment' | 'roles' | 'until'> {
  readonly account: Pick<Account, 'kind'>;
}

export function termsFor(policy: Policy, asked: Partial<Asked>, today: Day): AppliedTerms {
  const rule = policy.rules.find(({ when }) => applies(when, asked, today));
  const { name: policyName, version, fallback } = policy;
  const terms = { ...policy.terms, policy: policyName, version, fallback };
  if (!rule) return terms;
  const { name, when, ...changes } = rule;
  return { ...terms, ...changes, rule: name };
}

/** Also for what is known of a request while it is being filled in. */
export function applies(when: Condition, asked: Partial<Asked>, today: Day): boolean {
  const { environments, kinds, roles, longerThan } = when;
  if (environments && !(asked.environment && environments.includes(asked.environment))) return false;
  if (kinds && !(asked.account && kinds.includes(asked.account.kind))) return false;
  if (roles && !asked.roles?.some(({ name }) => roles.some((role) => role.toLowerCase() === name.toLowerCase())))
    return false;
  return longerThan === undefined || (asked.until !== undefined && daysBetween(today, asked.until) > longerThan);
}

/** How many approvals a request needs in all. */
export function approvalsNeeded({ stages }: Pick<Terms, 'stages'>): number {
  return stages.reduce((sum, { required }) => sum + required, 0);
}
