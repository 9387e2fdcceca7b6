import type { LastSignIn } from '../../domain/campaign.ts';
import type { Environment } from '../../domain/environment.ts';
import type { Group } from '../../domain/roster.ts';
import type { ApplicationId, Day, GroupId, Instant, Person, PersonId, Role, SystemUserId } from '../../domain/words.ts';

/**
 * Microsoft Graph: people, groups, accounts and licences.
 *
 * Every method throws a `TransientFailure` or a `PermanentFailure`. Every `ensure…` may be repeated at any time, also
 * after a crash or a lost answer, and returns only after the result was read back.
 */
export interface Directory {
  /** By object id or UPN. */
  findPerson(idOrUpn: string): Promise<Person | undefined>;
  /** People whose name or UPN begins with the text, at most `limit`. */
  searchPeople(text: string, limit: number): Promise<readonly Person[]>;
  /** Whom the directory names as this person's manager, if anybody. */
  findManager(id: PersonId): Promise<Person | undefined>;
  /**
   * Whether the person's mailbox answers by itself at that time, and its last day of that if it says so. Undefined when
   * that cannot be seen: there is no such mailbox in the cloud, or the rights are missing.
   */
  readAutomaticReplies(id: PersonId, at: Instant): Promise<AutomaticReplies | undefined>;
  /**
   * When the account with this object id last signed in. `unknown` when that cannot be seen: it takes a licence of the
   * tenant (Entra ID P1) and a right (`AuditLog.Read.All`).
   */
  readLastSignIn(objectId: string): Promise<LastSignIn>;
  /** With its members, transitively; undefined when there is no such group. */
  findGroup(id: GroupId): Promise<Group | undefined>;
  /** By object id or UPN. */
  findAccount(idOrUpn: string): Promise<DirectoryAccount | undefined>;
  /**
   * Creates the account, or finds the one that an earlier attempt created (it carries `mark`), and enables it. Without
   * `password` it gets a random one that is kept nowhere.
   * @throws PermanentFailure `UpnTaken` when the UPN belongs to an account without the mark.
   */
  ensureAccount(account: {
    readonly upn: string;
    readonly displayName: string;
    readonly mark: string;
    readonly password?: string;
  }): Promise<DirectoryAccount>;
  /** By its application id; undefined when the tenant has no service principal of it. */
  findApplication(id: ApplicationId): Promise<DirectoryApplication | undefined>;
  /** Of the service principal with this object id: the people among its owners. */
  readApplicationOwners(objectId: string): Promise<readonly PersonId[]>;
  ensureAccountDisabled(objectId: string): Promise<void>;
  /** @throws PermanentFailure `NoSpareLicence`, `NoUsageLocation` */
  ensureLicence(objectId: string, skuId: string): Promise<void>;
  /** @throws PermanentFailure `InheritedLicence` when a group gives it. */
  ensureNoLicence(objectId: string, skuId: string): Promise<void>;
  /** Not through another group; nobody is a member of a group that does not exist. */
  isDirectMember(groupId: GroupId, objectId: string): Promise<boolean>;
  /** @throws PermanentFailure `GroupNotWritable` when the rights are missing, or the group takes its members from elsewhere. */
  ensureMember(groupId: GroupId, objectId: string): Promise<void>;
  /** @throws PermanentFailure `GroupNotWritable` */
  ensureNoMember(groupId: GroupId, objectId: string): Promise<void>;
  /** The tenant's, which new accounts get as their usage location. */
  readCountry(): Promise<string | undefined>;
  /** Licences that the group gives to its members. */
  readGroupLicences(id: GroupId): Promise<readonly string[]>;
  /** Undefined when the tenant has no such SKU. */
  readLicence(skuId: string): Promise<LicenceStock | undefined>;
}

export interface AutomaticReplies {
  readonly on: boolean;
  readonly until?: Day;
}

export interface DirectoryAccount {
  readonly objectId: PersonId;
  readonly upn: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly licenceSkus: readonly string[];
  /** Those of them that only a group gives, so that nobody can take them from the account itself. */
  readonly inheritedSkus: readonly string[];
  /** The mark of the request that created it, if Seatkeeper did. */
  readonly mark?: string;
  /** Without one, no licence can be given to it. */
  readonly usageLocation?: string;
}

export interface DirectoryApplication {
  readonly applicationId: ApplicationId;
  /** Of its service principal. */
  readonly objectId: string;
  readonly displayName: string;
  readonly enabled: boolean;
}

export interface LicenceStock {
  /** For example `DYN365_ENTERPRISE_PLAN1`. */
  readonly name: string;
  readonly total: number;
  readonly used: number;
}

/** The Dataverse Web API of one environment. Failures and repetition as for `Directory`. */
export interface Dataverse {
  /** The bot's own user there. */
  readOwnId(environment: Environment): Promise<SystemUserId>;
  /** What it may do, by name, for example `prvWriteUser`. Empty when the environment does not name them. */
  readOwnPrivileges(environment: Environment): Promise<readonly string[]>;
  readOrganization(environment: Environment): Promise<{ readonly name: string; readonly online: boolean }>;
  /** The environment's own count and limit, and how many users of its list take a seat, read side by side. */
  readQuota(
    environment: Environment,
  ): Promise<{ readonly limit: number; readonly used: number; readonly counted: number }>;
  /** The roles of the root business unit, by name. */
  readRoles(environment: Environment): Promise<readonly Role[]>;
  findUser(environment: Environment, objectId: string): Promise<CrmUser | undefined>;
  readUser(environment: Environment, id: SystemUserId): Promise<CrmUser>;
  /** All non-interactive users and all application users, disabled ones too, without the platform's own. */
  listUsers(environment: Environment): Promise<readonly CrmUser[]>;
  /** `deleted`: a row that still exists in the background and blocks a new one. */
  findApplicationUser(environment: Environment, id: ApplicationId): Promise<CrmUser | 'deleted' | undefined>;
  /**
   * Makes it in the root business unit, or enables the one that is there.
   * @throws PermanentFailure `ApplicationUserDeleted` when a deleted one blocks it.
   */
  ensureApplicationUser(environment: Environment, id: ApplicationId): Promise<CrmUser>;
  ensureEnabled(environment: Environment, id: SystemUserId): Promise<void>;
  ensureDisabled(environment: Environment, id: SystemUserId): Promise<void>;
  /** Adds what is missing; other roles stay. */
  ensureRoles(environment: Environment, id: SystemUserId, roleIds: readonly string[]): Promise<void>;
  ensureNoRoles(environment: Environment, id: SystemUserId, roleIds: readonly string[]): Promise<void>;
  /** @throws PermanentFailure `0x8004B050` when the environment has no seat left. */
  ensureAccessMode(environment: Environment, id: SystemUserId, accessMode: number): Promise<void>;
}

export interface CrmUser {
  readonly id: SystemUserId;
  readonly upn: string;
  readonly fullName: string;
  /** Of its account, or of its service principal. */
  readonly objectId?: string;
  readonly accessMode: number;
  readonly disabled: boolean;
  readonly licensed: boolean;
  readonly applicationId?: ApplicationId;
  readonly roles: readonly Role[];
}

/** The Power Platform admin API. */
export interface PowerPlatform {
  /**
   * Asks the environment to take the account in now, rather than at the next synchronisation.
   * `notLicensedYet`: the licence has not reached the platform; ask again in a few seconds.
   */
  bringIn(environment: Environment, objectId: string): Promise<'asked' | 'notLicensedYet'>;
  /** Only its direct members are taken in. Undefined when the environment takes in everybody. */
  readSecurityGroup(environment: Environment): Promise<GroupId | undefined>;
}

/** Azure Key Vault, where owners find the passwords of new accounts. Failures and repetition as for `Directory`. */
export interface Vault {
  /**
   * The password under this name: a new random one, or the one that an earlier attempt stored (it carries `mark`).
   * `id` is the secret's address, without a version.
   * @throws PermanentFailure `SecretTaken` when the name belongs to a secret without the mark, or to a deleted one.
   */
  ensurePassword(url: string, name: string, mark: string): Promise<{ readonly id: string; readonly value: string }>;
  /** Until `ensurePassword` enables it again. A secret without the mark is left alone. */
  ensureDisabled(url: string, name: string, mark: string): Promise<void>;
}
