import type { Account, SignInActivity } from '../graph/model.ts';
import type { RoleName } from './environments.ts';
import { serviceAccount } from './people.ts';

interface Integration {
  number: number;
  alias: string;
  name: string;
  created: string;
  roles: RoleName[];
  isdisabled?: boolean;
  /** When it signed in last, if ever. */
  signedIn?: string;
}

/** The non-interactive users of production; five of them take a seat. */
export const production: readonly Integration[] = [
  {
    number: 1,
    alias: 'svc-sharepoint-sync',
    name: 'SharePoint sync',
    created: '2022-04-11T10:12:04Z',
    signedIn: '2026-11-23T23:05:12Z',
    roles: ['Integration Reader'],
  },
  {
    number: 2,
    alias: 'svc-dwh-export',
    name: 'Data warehouse export',
    created: '2022-09-02T06:40:51Z',
    signedIn: '2026-11-24T02:00:41Z',
    roles: ['Report Reader'],
  },
  {
    number: 3,
    alias: 'svc-telephony',
    name: 'Telephony integration',
    created: '2023-02-20T13:05:37Z',
    signedIn: '2026-03-18T09:44:03Z',
    roles: ['Integration Writer'],
  },
  {
    number: 4,
    alias: 'svc-mail-archive',
    name: 'Mail archive',
    created: '2023-11-06T08:27:19Z',
    roles: ['Integration Reader'],
  },
  {
    number: 5,
    alias: 'svc-webshop-orders',
    name: 'Web shop orders',
    created: '2025-06-30T15:48:02Z',
    roles: ['Integration Writer', 'Sales Manager'],
  },
  {
    number: 6,
    alias: 'svc-newsletter',
    name: 'Newsletter sync (retired)',
    created: '2021-12-01T11:00:00Z',
    signedIn: '2024-06-30T22:00:07Z',
    roles: [],
    isdisabled: true,
  },
];

/** Those of the test environment, which is full. */
export const testing: readonly Integration[] = [
  {
    number: 11,
    alias: 'svc-test-sharepoint',
    name: 'SharePoint sync (test)',
    created: '2022-04-04T09:30:00Z',
    roles: ['Integration Reader'],
  },
  {
    number: 12,
    alias: 'svc-test-dwh',
    name: 'Data warehouse export (test)',
    created: '2022-08-22T07:15:10Z',
    roles: ['Report Reader'],
  },
  {
    number: 13,
    alias: 'svc-test-telephony',
    name: 'Telephony integration (test)',
    created: '2023-02-13T12:44:25Z',
    roles: ['Integration Writer'],
  },
  {
    number: 14,
    alias: 'svc-test-loadtest-1',
    name: 'Load test 1',
    created: '2024-05-14T16:02:48Z',
    roles: ['Service Reader'],
  },
  {
    number: 15,
    alias: 'svc-test-loadtest-2',
    name: 'Load test 2',
    created: '2024-05-14T16:03:11Z',
    roles: ['Service Reader'],
  },
  {
    number: 16,
    alias: 'svc-test-migration',
    name: 'Data migration 2024',
    created: '2024-10-01T05:50:33Z',
    roles: ['Integration Writer'],
  },
  {
    number: 17,
    alias: 'svc-test-webshop',
    name: 'Web shop orders (test)',
    created: '2025-06-12T14:20:07Z',
    roles: ['Integration Writer'],
  },
];

export const integrationAccounts: readonly Account[] = [...production, ...testing].map(
  ({ number, alias, name, created, signedIn }) => ({
    ...serviceAccount(number, alias, name, created),
    ...(signedIn && { signInActivity: activity(signedIn) }),
  }),
);

/** Integrations sign in without anybody before a screen. */
function activity(at: string): SignInActivity {
  return { lastSignInDateTime: null, lastNonInteractiveSignInDateTime: at, lastSuccessfulSignInDateTime: at };
}
