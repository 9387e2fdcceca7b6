import type { UserEntry } from '../../src/application/listUsers.ts';
import type { Statistics } from '../../src/application/statistics.ts';
import type { CardData } from '../../src/bot/cards/card.ts';
import { environmentCardData, settingsCardData } from '../../src/bot/cards/settingsCards.ts';
import { statsCardData } from '../../src/bot/cards/statsCard.ts';
import { usersCardData } from '../../src/bot/cards/usersCard.ts';
import { userCardData } from '../../src/bot/cards/userCard.ts';
import type { UserView } from '../../src/application/viewUser.ts';
import type { Environment } from '../../src/domain/environment.ts';
import type { ApplicationId, Day, EnvironmentKey, Instant, RequestId, SystemUserId } from '../../src/domain/words.ts';
import { at, baseOf, changeAsk, megan, production, requestIn, viewOf } from './cardViews.ts';

const other = { ...production, key: 'test' as EnvironmentKey, name: 'Contoso Test' };
const hour = 3_600_000;

/** Fuller and fuller, then one is revoked. */
const samplesOf = ({ key }: Environment, first: number) =>
  (
    [
      [0, 0],
      [20, 1],
      [45, 2],
      [70, 4],
      [85, 3],
    ] as const
  ).map(([days, more]) => ({
    environment: key,
    day: new Date(Date.parse('2026-08-28') + days * 86_400_000).toISOString().slice(0, 10) as Day,
    limit: 7,
    used: first + more,
  }));

const busy: Statistics = {
  seats: [
    { environment: production, samples: samplesOf(production, 2) },
    { environment: other, samples: samplesOf(other, 3) },
  ],
  outcomes: { approved: 24, forced: 1, rejected: 5, withdrawn: 3, expired: 2 },
  timeToUser: { count: 21, median: 3 * hour, ninetieth: 50 * hour },
  waits: { count: 4, median: 70 * hour, ninetieth: 300 * hour },
  waitingNow: { length: 2, since: '2026-11-20T09:00:00.000Z' as Instant },
  from: '2026-08-28' as Day,
  at,
};

const nothing = { count: 0, median: undefined, ninetieth: undefined };
const empty: Statistics = {
  ...busy,
  seats: [{ environment: production, samples: [] }],
  outcomes: { approved: 0, forced: 0, rejected: 0, withdrawn: 0, expired: 0 },
  timeToUser: nothing,
  waits: nothing,
  waitingNow: { length: 0, since: undefined },
};

const user = (index: number, change: Partial<UserEntry['user']> = {}): UserEntry['user'] => ({
  id: `9000000${index}-0000-4000-8000-000000000001` as SystemUserId,
  upn: `svc-integration-${index}@contoso.onmicrosoft.com`,
  fullName: `Integration ${index}`,
  accessMode: 4,
  disabled: false,
  licensed: false,
  roles: [],
  ...change,
});
const applicationId = '30000000-0000-4000-8000-000000000001' as ApplicationId;
const entries: readonly UserEntry[] = [
  { user: user(1), record: requestIn('Active') },
  { user: user(2), record: undefined },
  { user: user(3, { disabled: true }), record: undefined, origin: requestIn('Revoked') },
  { user: user(10), record: undefined, origin: requestIn('Revoked') },
  { user: user(4, { applicationId, fullName: '# Order sync' }), record: undefined },
  { user: user(11, { applicationId, fullName: 'Seatkeeper' }), record: undefined, own: true },
  ...[5, 6, 7, 8].map((index) => ({ user: user(index), record: undefined })),
];

const settings = {
  environments: new Map([[production.key, production]]),
  policies: new Map(),
  admins: [{ kind: 'person' as const, id: megan.id }],
  retention: { closedRequests: 365 },
  policyVersion: 'v1',
  recertification: {
    terms: { remindAfter: 1, adminsAfter: 2, endAfter: 3, ifUnanswered: 'keep' as const },
  },
};

const role = { id: '40000000-0000-4000-8000-000000000001', name: 'Integration Reader' };
const active = requestIn('Active');
const recorded: UserView = {
  environment: production,
  record: viewOf(active, 'observer'),
  history: [{ ...requestIn('Pending', baseOf(changeAsk)), id: 117 as RequestId }, active],
  now: user(1, { roles: [role] }),
  may: { revoke: true, adopt: false },
};
const hostile = '# Sync **now** {{DATE(2026-01-01,SHORT)}} [x](https://evil.example)';

export const figureSamples: Readonly<Record<string, CardData>> = {
  'stats.busy': statsCardData(busy),
  'stats.one': statsCardData({ ...busy, seats: busy.seats.slice(0, 1) }),
  'stats.empty': statsCardData(empty),
  'users.first': usersCardData({ environment: production, entries, page: 1 }),
  'users.last': usersCardData({ environment: production, entries, page: 2 }),
  'users.none': usersCardData({ environment: production, entries: [], page: 1 }),
  'user.recorded': userCardData(recorded, at),
  'user.unreadable': userCardData({ ...recorded, now: 'unreadable', may: { revoke: false, adopt: false } }, at),
  'user.gone': userCardData({ ...recorded, history: [active], now: 'gone' }, at),
  'user.elsewhere': userCardData(
    {
      environment: production,
      record: undefined,
      history: [],
      now: user(4, { applicationId, fullName: hostile, roles: [role, { ...role, name: 'Sales Manager' }] }),
      may: { revoke: false, adopt: true },
    },
    at,
  ),
  'settings.environment': environmentCardData(production, 'none'),
  'settings.onPremises': environmentCardData({ ...production, deployment: 'onPremises' }, 'none'),
  'settings.all': settingsCardData(settings, '24.0.0'),
};
