import { addressOf, type Account, type Ask } from './ask.ts';
import type { Environment } from './environment.ts';
import type { ApproverRef } from './approvers.ts';
import type { AppliedTerms } from './policy.ts';
import { stepsFor, type PlannedStep } from './plannedSteps.ts';
import type { EnvironmentKey } from './words.ts';

/** Everything an approval is bound to. Its hash changes when anything in it changes. */
export interface Plan {
  readonly environment: EnvironmentKey;
  readonly url: string;
  readonly kind: Account['kind'];
  /** A UPN, or an application's id. */
  readonly account: string;
  /** What it is called and what it is for: whoever approves, approves it for that. */
  readonly integration: string;
  readonly purpose: string;
  readonly owner: string;
  readonly until: string;
  /** Roles that the account has and keeps beside those that are asked for, by name. */
  readonly keeps: readonly string[];
  /** Who decides: with another policy, an approval given before says nothing. */
  readonly policy: {
    readonly name: string;
    readonly version: string;
    readonly rule?: string;
    readonly stages: readonly { readonly required: number; readonly approvers: readonly string[] }[];
  };
  readonly steps: readonly PlannedStep[];
}

export function planFor(ask: Ask, environment: Environment, terms: AppliedTerms): Plan {
  const { account, integration, purpose, owner, until } = ask;
  return {
    environment: environment.key,
    url: environment.url,
    kind: account.kind,
    account: addressOf(account),
    integration,
    purpose,
    owner: owner.id,
    until,
    keeps: account.kind === 'new' || account.kind === 'user' ? [] : account.roles.map((role) => role.name).sort(),
    policy: {
      name: terms.policy,
      version: terms.version,
      ...(terms.rule !== undefined && { rule: terms.rule }),
      stages: terms.stages.map(({ required, approvers }) => ({ required, approvers: approvers.map(refText).sort() })),
    },
    steps: stepsFor(ask, environment),
  };
}

function refText(ref: ApproverRef): string {
  return 'id' in ref ? `${ref.kind}:${ref.id}` : ref.kind;
}
