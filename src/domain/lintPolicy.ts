import type { Condition, Policy, Rule, Stage } from './policy.ts';
import type { EnvironmentKey } from './words.ts';

/** Something in a policy that cannot be meant, found without asking anybody. */
export type PolicyFlaw = { readonly policy: string; readonly rule?: string } & Flaw;

type Flaw =
  /** An earlier rule is for everything that this one is for. */
  | { readonly code: 'NeverReached'; readonly because: string }
  /** No environment has it as its policy, or none of those that the rule names. */
  | { readonly code: 'ForNoEnvironment' }
  /** A rule that changes nothing. */
  | { readonly code: 'ChangesNothing' }
  /** More approvals than people, as far as people are named one by one. From 1. */
  | { readonly code: 'TooFewNamed'; readonly stage: number; readonly required: number; readonly named: number }
  /** Longer than the policy allows anybody to ask for. */
  | { readonly code: 'LongerThanAllowed'; readonly days: number; readonly maxDays: number }
  /** Seatkeeper was never in the channel, or cannot write there any more. Not found by `lintPolicy`: it asks nobody. */
  | { readonly code: 'ChannelNotMet' }
  /** Alternates without a time at which they would be asked; they still are when approvers are missing. */
  | { readonly code: 'NoTimeout'; readonly stage: number };

type Environments = readonly { readonly key: EnvironmentKey; readonly approval: string }[];

export function lintPolicy(policy: Policy, environments: Environments): readonly PolicyFlaw[] {
  const own = environments.filter(({ approval }) => approval === policy.name).map(({ key }) => key);
  const flaws: PolicyFlaw[] = own.length === 0 ? [{ policy: policy.name, code: 'ForNoEnvironment' }] : [];
  flaws.push(...lintStages({ policy: policy.name }, policy.terms.stages));
  policy.rules.forEach((rule, index) => flaws.push(...lintRule(policy, rule, index, own)));
  return flaws;
}

function lintRule(policy: Policy, rule: Rule, index: number, own: readonly EnvironmentKey[]): readonly PolicyFlaw[] {
  const place = { policy: policy.name, rule: rule.name };
  const flaws: PolicyFlaw[] = [];
  const { environments, longerThan } = rule.when;
  if (environments && !environments.some((key) => own.includes(key)))
    flaws.push({ ...place, code: 'ForNoEnvironment' });
  const earlier = policy.rules.slice(0, index).find((other) => covers(other.when, rule.when));
  if (earlier) flaws.push({ ...place, code: 'NeverReached', because: earlier.name });
  const { name, when, ...changes } = rule;
  if (Object.keys(changes).length === 0) flaws.push({ ...place, code: 'ChangesNothing' });
  const maxDays = rule.maxDays ?? policy.terms.maxDays;
  if (longerThan !== undefined && longerThan >= maxDays) {
    flaws.push({ ...place, code: 'LongerThanAllowed', days: longerThan, maxDays });
  }
  return [...flaws, ...lintStages(place, rule.stages ?? [])];
}

function lintStages(place: { policy: string; rule?: string }, stages: readonly Stage[]): readonly PolicyFlaw[] {
  return stages.flatMap((stage, index): readonly PolicyFlaw[] => {
    const { approvers, required, alternates, timeout } = stage;
    const flaws: PolicyFlaw[] = [];
    const named = new Set(approvers.flatMap((ref) => (ref.kind === 'person' ? [ref.id] : []))).size;
    if (approvers.every(({ kind }) => kind === 'person') && named < required) {
      flaws.push({ ...place, code: 'TooFewNamed', stage: index + 1, required, named });
    }
    if (alternates.length > 0 && timeout === undefined) flaws.push({ ...place, code: 'NoTimeout', stage: index + 1 });
    return flaws;
  });
}

/** Whether everything that the second condition is for, the first one is for too. */
function covers(first: Condition, second: Condition): boolean {
  return (
    isWithin(second.environments, first.environments) &&
    isWithin(second.kinds, first.kinds) &&
    isWithin(lowerCase(second.roles), lowerCase(first.roles)) &&
    (first.longerThan === undefined || (second.longerThan !== undefined && second.longerThan >= first.longerThan))
  );
}

function isWithin(part: readonly string[] | undefined, whole: readonly string[] | undefined): boolean {
  return whole === undefined || (part !== undefined && part.every((each) => whole.includes(each)));
}

function lowerCase(texts: readonly string[] | undefined): readonly string[] | undefined {
  return texts?.map((text) => text.toLowerCase());
}
