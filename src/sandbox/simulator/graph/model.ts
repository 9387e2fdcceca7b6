/** A Microsoft Entra account. */
export interface Account extends Record<string, unknown> {
  id: string;
  displayName: string;
  userPrincipalName: string;
  accountEnabled: boolean;
  usageLocation: string | null;
  managerId: string | null;
  /** Absent as long as nobody has set any. Only an account with `mail` has a mailbox. */
  automaticReplies?: AutomaticReplies;
  licences: { skuId: string; disabledPlans: string[]; fromGroup: string | null }[];
  /** Absent of an account that never signed in. */
  signInActivity?: SignInActivity;
}

export interface SignInActivity {
  lastSignInDateTime: string | null;
  lastNonInteractiveSignInDateTime: string | null;
  lastSuccessfulSignInDateTime: string | null;
}

export interface AutomaticReplies {
  status: 'disabled' | 'alwaysEnabled' | 'scheduled';
  scheduledStartDateTime: ZonedTime;
  scheduledEndDateTime: ZonedTime;
}

/** As it was written: the zone by its Windows or IANA name. */
export interface ZonedTime {
  dateTime: string;
  timeZone: string;
}

/** What a Microsoft Entra application is in this tenant. */
export interface ServicePrincipal {
  id: string;
  appId: string;
  displayName: string;
  accountEnabled: boolean;
  servicePrincipalType: string;
  /** Ids of accounts and of other service principals. */
  owners?: string[];
}

export interface Sku {
  skuId: string;
  skuPartNumber: string;
  enabled: number;
  /** Units in use by people who are not among the seeded accounts. */
  usedElsewhere: number;
  servicePlans: { servicePlanId: string; servicePlanName: string; provisioningStatus: string; appliesTo: string }[];
}

export interface Group {
  id: string;
  displayName: string;
  description: string | null;
  /** Direct members: ids of accounts and of groups. */
  members: string[];
  /** Ids of the licences that direct members have from the group. */
  grants?: string[];
}
