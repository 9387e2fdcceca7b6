import { z } from 'zod';
import { closedObject } from '../closedObject.ts';
import { NewFault } from '../faults.ts';

/** What can be changed of an environment from outside. */
const environmentSettings = {
  deployment: z.enum(['online', 'onPremises']).optional(),
  version: z.string().optional(),
  /** The one that it tells. */
  limit: z.int().min(0).optional(),
  /** The one that it keeps to, where it differs: the access mode is refused beyond. */
  trueLimit: z.int().min(0).nullable().optional(),
  /** How far its own count of its seats is off. */
  miscount: z.int().optional(),
  syncSeconds: z.number().min(0).optional(),
  forcedSyncSeconds: z.number().min(0).optional(),
  arrivesDisabled: z.boolean().optional(),
  arrivesUnnamed: z.boolean().optional(),
  /** The name of the unit that new users get; null is the root. */
  arrivesInBusinessUnit: z.string().nullable().optional(),
  flipsBack: z.boolean().optional(),
  modernisedBusinessUnits: z.boolean().optional(),
  securityGroup: z.guid().nullable().optional(),
};
export const EnvironmentChange = closedObject(environmentSettings);
export type EnvironmentChange = z.infer<typeof EnvironmentChange>;

export const SkuChange = closedObject({
  enabled: z.int().min(0).optional(),
  /** How many units are free, whatever is in use. */
  spare: z.int().min(0).optional(),
}).refine(({ enabled, spare }) => (enabled === undefined) !== (spare === undefined), 'needs either enabled or spare');
export type SkuChange = z.infer<typeof SkuChange>;

const GroupChange = closedObject({
  /** Makes the group, if there is none of this id. */
  displayName: z.string().min(1).optional(),
  /** All of its direct members: accounts, and ids of groups. */
  members: z.array(z.string()).optional(),
  /** Licences that its direct members have from it: `skuPartNumber` or id. */
  grants: z.array(z.string()).optional(),
});
export type GroupChange = z.infer<typeof GroupChange>;

const localTime = z.iso.datetime({ local: true });
const AutomaticReplies = z.union([
  z.enum(['disabled', 'alwaysEnabled']),
  closedObject({
    from: localTime,
    until: localTime,
    /** By its Windows or IANA name. */
    timeZone: z.string().default('UTC'),
  }),
]);

const AccountChange = closedObject({
  accountEnabled: z.boolean().optional(),
  usageLocation: z.string().length(2).nullable().optional(),
  /** An account, or null for none. */
  manager: z.string().nullable().optional(),
  /** Whether its mailbox answers by itself; times as a clock in `timeZone` shows them. */
  automaticReplies: AutomaticReplies.optional(),
  /** All that it holds. */
  licences: z.array(closedObject({ sku: z.string(), fromGroup: z.guid().nullable().default(null) })).optional(),
});
export type AccountChange = z.infer<typeof AccountChange>;

const ApplicationChange = closedObject({
  /** All of them: accounts, and applications by display name or id. */
  owners: z.array(z.string()).optional(),
});
export type ApplicationChange = z.infer<typeof ApplicationChange>;

const UserChange = closedObject({
  accessmode: z.int().min(0).max(5).optional(),
  isdisabled: z.boolean().optional(),
  islicensed: z.boolean().optional(),
  businessUnit: z.string().optional(),
  /** All that it holds, by name, of its own business unit. */
  roles: z.array(z.string()).optional(),
});
export type UserChange = z.infer<typeof UserChange>;

const ApplicationUserState = z.enum(['active', 'disabled', 'softDeleted', 'absent']);
export type ApplicationUserState = z.infer<typeof ApplicationUserState>;

/** How the world is to be, where it differs from what is there. Accounts are named by alias, UPN or id. */
export const Scenario = closedObject({
  organization: closedObject({ country: z.string().length(2).nullable() }).optional(),
  groups: z.record(z.guid(), GroupChange).default({}),
  accounts: z.record(z.string(), AccountChange).default({}),
  /** By display name of the application, or its id. */
  applications: z.record(z.string(), ApplicationChange).default({}),
  /** By `skuPartNumber` or id. */
  skus: z.record(z.string(), SkuChange).default({}),
  environments: z
    .record(
      z.string(),
      closedObject({
        ...environmentSettings,
        users: z.record(z.string(), UserChange).default({}),
        /** By display name of the application, or its id. */
        applicationUsers: z.record(z.string(), ApplicationUserState).default({}),
      }),
    )
    .default({}),
  faults: z.array(NewFault).default([]),
});
export type Scenario = z.infer<typeof Scenario>;
