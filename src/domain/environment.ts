import type { ApproverRef } from './approvers.ts';
import type { EnvironmentKey } from './words.ts';

/** One Dataverse environment as configured. What it really is (online or not, its quota) is read live. */
export interface Environment {
  readonly key: EnvironmentKey;
  readonly name: string;
  readonly url: string;
  readonly deployment: 'online' | 'onPremises';
  readonly environmentId: string;
  /** The domain of the accounts that are created for it. */
  readonly accountDomain: string;
  /** The SKU of the spare licence that is lent during creation. */
  readonly licenceSku: string;
  /** `live`: what the environment says; a number overrides it. */
  readonly limit: 'live' | number;
  /** The name of the policy that decides who approves. */
  readonly approval: string;
  /** Who owns it, for policies that ask its owners. */
  readonly owners: readonly ApproverRef[];
  /** The address of the key vault that new accounts' passwords are kept in. Without it they are kept nowhere. */
  readonly keyVault?: string;
}
