import type { Account, Ask } from './ask.ts';

export type CaveatId =
  | 'multiplexing'
  | 'spare-licence'
  | 'own-licence'
  | 'no-ui'
  | 'conversion'
  | 'application-credentials'
  | 'change'
  | 'powerful-role'
  | 'request-pool'
  | 'online-only';

/**
 * A licensing rule that a requester acknowledges before asking. `version` changes with every change of `text`, because
 * the acknowledgement is kept word for word.
 */
export interface Caveat {
  readonly id: CaveatId;
  readonly version: number;
  readonly text: string;
  /** Where Microsoft says so. */
  readonly source: string;
}

const createUsers =
  'https://learn.microsoft.com/power-platform/admin/create-users#create-a-non-interactive-user-account';
const applicationUsers = 'https://learn.microsoft.com/power-platform/admin/manage-application-users';
const pricing = 'https://learn.microsoft.com/power-platform/admin/pricing-billing-skus';
const requestLimits = 'https://learn.microsoft.com/power-platform/admin/api-request-limits-allocations';

const catalogue: Readonly<Record<CaveatId, Omit<Caveat, 'id'>>> = {
  multiplexing: {
    version: 1,
    text: 'People who reach the data through this integration still need their own licences. A non-interactive user does not save any of them.',
    source: `${pricing}#multiplexing`,
  },
  'spare-licence': {
    version: 1,
    text: 'The account itself needs no licence, but one spare licence is lent to it while it is set up and given back afterwards.',
    source: createUsers,
  },
  'own-licence': {
    version: 1,
    text: 'The account keeps no licence of the kind used for this environment: if it has one now, it is taken away once the account is non-interactive.',
    source: createUsers,
  },
  'no-ui': {
    version: 1,
    text: 'The user works through the APIs only. It cannot open the apps, the admin centres or any other user interface.',
    source: createUsers,
  },
  conversion: {
    version: 1,
    text: 'The existing account becomes non-interactive. Whoever signs in with it today will no longer be able to open this environment.',
    source: createUsers,
  },
  'application-credentials': {
    version: 1,
    text: 'Whoever holds a secret or certificate of the application acts as this user. They are issued and taken back in Entra, not here.',
    source: applicationUsers,
  },
  change: {
    version: 1,
    text: 'The change takes effect at once, while the integration may be running. What needs a role that is taken away stops working.',
    source: createUsers,
  },
  'powerful-role': {
    version: 1,
    text: 'With this role the user may do everything in the environment: read and change all data, and give rights to others. Ask for a role of its own if the integration needs less.',
    source: 'https://learn.microsoft.com/power-platform/admin/database-security#predefined-security-roles',
  },
  'request-pool': {
    version: 1,
    text: 'Its API calls draw on one daily pool that all non-interactive, application and administrative users of the tenant share.',
    source: `${requestLimits}#non-licensed-user-request-limits`,
  },
  'online-only': {
    version: 1,
    text: 'This access mode exists online only. The integration cannot be moved to an on-premises server with it.',
    source: createUsers,
  },
};

const idsFor = {
  new: ['multiplexing', 'spare-licence', 'no-ui', 'request-pool', 'online-only'],
  existing: ['conversion', 'own-licence', 'multiplexing', 'spare-licence', 'no-ui', 'request-pool', 'online-only'],
  application: ['application-credentials', 'multiplexing', 'no-ui', 'request-pool', 'online-only'],
  user: ['change', 'multiplexing', 'request-pool'],
} as const satisfies Readonly<Record<Account['kind'], readonly CaveatId[]>>;

/** The caveats that apply to this very request, first those that it alone brings about. */
export function caveatsFor(ask: Pick<Ask, 'account' | 'roles'>): readonly Caveat[] {
  const powerful = ask.roles.some(({ name }) => name === 'System Administrator') ? (['powerful-role'] as const) : [];
  return [...powerful, ...idsFor[ask.account.kind]].map((id) => ({ id, ...catalogue[id] }));
}
