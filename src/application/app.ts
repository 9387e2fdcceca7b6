import type { Environment } from '../domain/environment.ts';
import type { ApproverRef } from '../domain/approvers.ts';
import type { Policy } from '../domain/policy.ts';
import type { CampaignTerms } from '../domain/campaign.ts';
import type { EnvironmentKey } from '../domain/words.ts';
import type { Dataverse, Directory, LicenceStock, PowerPlatform, Vault } from './ports/crm.ts';
import type { AuditStore } from './ports/audit.ts';
import type { StatisticsStore } from './ports/statistics.ts';
import type { CampaignStore } from './ports/campaigns.ts';
import type { Messenger } from './ports/messenger.ts';
import type { PersonalDataStore } from './ports/personalData.ts';
import type { DatabaseProbe, Probes } from './ports/probes.ts';
import type { AbsenceStore, AnswerStore, ContactStore, RequestStore } from './ports/store.ts';
import type { Log, World } from './ports/world.ts';
import type { Comparisons } from './views.ts';

/** Everything that a use case may need; built once, in `main`. */
export interface App {
  readonly store: RequestStore;
  readonly contacts: ContactStore;
  readonly answers: AnswerStore;
  readonly absences: AbsenceStore;
  readonly audit: AuditStore;
  readonly statistics: StatisticsStore;
  readonly personalData: PersonalDataStore;
  readonly campaigns: CampaignStore;
  readonly comparisons: Comparisons;
  readonly directory: Directory;
  /** A forecast for cards, some seconds old. */
  readonly licences: (skuId: string) => Promise<LicenceStock | undefined>;
  readonly dataverse: Dataverse;
  readonly powerPlatform: PowerPlatform;
  readonly vault: Vault;
  readonly messenger: Messenger;
  readonly probes: Probes;
  readonly database: DatabaseProbe;
  readonly world: World;
  readonly log: Log;
  readonly settings: Settings;
  /** What the configuration's file would give if the bot were started now. */
  readonly candidate: () => Promise<Settings | Unusable>;
}

/** A configuration that the bot would not start with, and why not, line by line. */
export interface Unusable {
  readonly problems: readonly string[];
}

/** The configuration, as far as the rules need it. Never changes while the bot runs. */
export interface Settings {
  readonly environments: ReadonlyMap<EnvironmentKey, Environment>;
  readonly policies: ReadonlyMap<string, Policy>;
  readonly admins: readonly ApproverRef[];
  /** Milliseconds between two comparisons of an environment with the records. Absent: by command only. */
  readonly reconcileEvery?: number;
  readonly retention: Retention;
  /** Another one whenever anything of it changes that says who may decide. */
  readonly policyVersion: string;
  readonly recertification: Recertification;
}

/** How long what is personal is kept. */
export interface Retention {
  /** Days after a request has ended. */
  readonly closedRequests: number | 'forever';
}

export interface Recertification {
  /** Milliseconds from one campaign to the next. Absent: campaigns begin by command alone. */
  readonly every?: number;
  readonly terms: CampaignTerms;
}

/** Throws for a key or a policy that is not configured: the configuration's parser has refused those. */
export function environmentOf(settings: Settings, key: EnvironmentKey): Environment {
  const environment = settings.environments.get(key);
  if (!environment) throw new Error(`Environment ${key} is no longer configured`);
  return environment;
}

export function policyOf(settings: Settings, environment: Environment): Policy {
  const policy = settings.policies.get(environment.approval);
  if (!policy) throw new Error(`Approval policy ${environment.approval} is not configured`);
  return policy;
}
