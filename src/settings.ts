import { createHash } from 'node:crypto';
import type { Recertification, Settings } from './application/app.ts';
import type { ConfigurationFile } from './configurationFile.ts';
import type { ApproverRef } from './domain/approvers.ts';
import { canonicalJson } from './domain/canonicalJson.ts';
import type { Environment } from './domain/environment.ts';
import type { Policy } from './domain/policy.ts';
import type { EnvironmentKey } from './domain/words.ts';
import { milliseconds, policyFrom, refOf } from './policyFile.ts';

/** The checked file in the words of the domain. */
export function settingsOf(file: ConfigurationFile): Settings {
  const admins = file.admins.map(refOf);
  const environments = file.environments.map(({ credentials, keyVault, owners, ...environment }): Environment => {
    const vault = credentials === 'keyVault' && keyVault ? { keyVault } : {};
    return { ...environment, key: environment.key as EnvironmentKey, owners: owners.map(refOf), ...vault };
  });
  const policies = Object.entries(file.approvals).map(([name, policy]) => policyFrom(name, policy, admins));
  return {
    environments: new Map(environments.map((environment) => [environment.key, environment])),
    policies: new Map(policies.map((policy) => [policy.name, policy])),
    admins,
    ...(file.reconcile.every !== 'never' && { reconcileEvery: milliseconds(file.reconcile.every) }),
    retention: file.retention,
    policyVersion: versionOf({ environments, policies, admins }),
    recertification: recertificationFrom(file.recertification),
  };
}

function recertificationFrom(file: ConfigurationFile['recertification']): Recertification {
  const { every, remindAfter, adminsAfter, endAfter, ifUnanswered } = file;
  return {
    ...(every && { every: milliseconds(every) }),
    terms: {
      remindAfter: milliseconds(remindAfter),
      adminsAfter: milliseconds(adminsAfter),
      endAfter: milliseconds(endAfter),
      ifUnanswered,
    },
  };
}

interface Deciding {
  readonly environments: readonly Environment[];
  readonly policies: readonly Policy[];
  readonly admins: readonly ApproverRef[];
}

function versionOf({ environments, policies, admins }: Deciding): string {
  const rules = {
    environments: Object.fromEntries(environments.map(({ key, approval, owners }) => [key, { approval, owners }])),
    policies: Object.fromEntries(policies.map(({ name, version }) => [name, version])),
    admins,
  };
  return createHash('sha256').update(canonicalJson(rules)).digest('hex').slice(0, 12);
}
