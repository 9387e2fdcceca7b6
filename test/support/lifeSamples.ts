import type { CardData } from '../../src/bot/cards/card.ts';
import type { Reconciliation } from '../../src/application/views.ts';
import { discrepanciesCardData, reconcileCardData } from '../../src/bot/cards/reconcileCard.ts';
import { requestCardData } from '../../src/bot/cards/requestCard.ts';
import type { Discrepancy, RecordFacts, SeenUser } from '../../src/domain/reconcile.ts';
import { revokeSteps } from '../../src/domain/life.ts';
import type { Active, Revoked } from '../../src/domain/request.ts';
import type { Day, Instant, RequestId, SystemUserId } from '../../src/domain/words.ts';
import {
  alex,
  asks,
  at,
  baseOf,
  lee,
  nestor,
  privilegeDenied,
  production,
  requestIn,
  unavailable,
  viewOf,
} from './cardViews.ts';

/** What happens to a user after it is made. */
const active = requestIn('Active');
const revoking = requestIn('Revoking');
const revoked = requestIn('Revoked');
const { until } = active.ask;

function before(days: number): { readonly at: Instant } {
  return { at: new Date(Date.parse(until) - days * 86_400_000 + 9 * 3_600_000).toISOString() as Instant };
}

function ended(cause: Revoked['revocation']['cause']): Revoked {
  const { by, reason, ...rest } = revoked.revocation;
  const told = cause === 'released' ? { by: nestor } : {};
  return { ...revoked, revocation: { ...rest, cause, ...told } };
}

const leftovers = [
  { step: 'stripRoles', obstacle: privilegeDenied },
  { step: 'disableUser', obstacle: privilegeDenied },
] as const;
const unrevoked: Active = {
  ...active,
  unrevoked: { cause: 'revoked', at, by: nestor, reason: 'Switched off', failedAt: at, leftovers },
};
const mending = { what: 'roles', by: lee, at } as const;
const delay = { obstacle: unavailable, attempts: 4, since: at, nextAt: '2026-11-26T09:46:00.000Z' as Instant };
const elsewhere = { ...production, name: 'Contoso Test' };
const admin = { id: lee.id, part: 'observer', admin: true } as const;

const record: RecordFacts = {
  id: 104 as RequestId,
  address: 'svc-sap-order-sync-104@contoso.onmicrosoft.com',
  integration: 'SAP order sync',
  owner: nestor.name,
  until: '2026-11-20' as Day,
};
const user: SeenUser = {
  id: '90000000-0000-4000-8000-000000000077' as SystemUserId,
  upn: 'svc-legacy@contoso.onmicrosoft.com',
  fullName: 'Legacy export',
  accessMode: 4,
  disabled: false,
  roles: [],
};
const every: readonly Discrepancy[] = [
  { kind: 'madeElsewhere', user },
  { kind: 'gone', record },
  { kind: 'accountGone', record },
  { kind: 'disabled', record },
  { kind: 'modeFlipped', record, accessMode: 0 },
  { kind: 'licensed', record },
  { kind: 'rolesDrifted', record, missing: ['Integration Reader'], extra: ['Sales Manager', 'System Customizer'] },
  { kind: 'ownerLeft', record },
  { kind: 'overdue', record },
];

function compared(discrepancies: readonly Discrepancy[]) {
  return { environment: production, kind: 'compared', users: 6, discrepancies } as const;
}

const silent = { environment: elsewhere, kind: 'unreadable', service: 'dataverse', code: 'Http503' } as const;

export function differences(found: readonly Reconciliation[], page = 1, file = false) {
  return { comparison: { id: 'b1f0c2d4-0000-4000-8000-000000000001', of: '', at, found }, page, file };
}

export const lifeSamples: Readonly<Record<string, CardData>> = {
  'ending.month': requestCardData(viewOf({ ...active, noticed: 30 }, 'ending', before(30))),
  'ending.tomorrow': requestCardData(viewOf({ ...active, noticed: 1 }, 'ending', before(1))),
  'ending.today': requestCardData(viewOf({ ...active, noticed: 1 }, 'ending', before(0))),
  'ending.letGo': requestCardData(viewOf({ ...active, noticed: 30, letGo: { by: nestor, at } }, 'ending', before(30))),
  'ending.extending': requestCardData(
    viewOf({ ...active, noticed: 7 }, 'ending', {
      ...before(7),
      change: { id: 118 as RequestId, status: 'Pending', until: '2027-06-30' as Day },
    }),
  ),
  'ending.application': requestCardData(
    viewOf({ ...requestIn('Active', baseOf(asks.application)), noticed: 7 }, 'ending', before(7)),
  ),
  'request.ending': requestCardData(viewOf({ ...active, noticed: 7 }, 'requester', before(7))),
  'progress.revokingApplication': requestCardData(viewOf(requestIn('Revoking', baseOf(asks.application)), 'requester')),
  'ending.replaced': requestCardData(viewOf(requestIn('Replaced'), 'ending')),
  'outcome.revoked': requestCardData(viewOf(revoked, 'revoked')),
  'outcome.ended': requestCardData(viewOf(ended('ended'), 'revoked')),
  'outcome.released': requestCardData(viewOf(ended('released'), 'revoked')),
  'outcome.unanswered': requestCardData(viewOf(ended('unanswered'), 'revoked')),
  'outcome.leftovers': requestCardData(viewOf({ ...revoked, leftovers: leftovers.slice(0, 1) }, 'revoked')),
  'outcome.unrevoked': requestCardData(viewOf(unrevoked, 'revoked')),
  'request.unrevoked': requestCardData({ ...viewOf(unrevoked, 'observer'), reader: admin }),
  'request.revocable': requestCardData({ ...viewOf(active, 'observer'), reader: admin }),
  'request.revoked': requestCardData(viewOf(revoked, 'requester')),
  'request.mending': requestCardData({ ...viewOf({ ...active, mending }, 'observer'), reader: admin }),
  'request.unmended': requestCardData({
    ...viewOf({ ...active, mending: { ...mending, obstacle: privilegeDenied } }, 'observer'),
    reader: admin,
  }),
  'request.adopted': requestCardData(viewOf({ ...active, adoptedBy: lee }, 'requester')),
  'owner.revoking': requestCardData(viewOf(revoking, 'owner')),
  'owner.revoked': requestCardData(viewOf(revoked, 'owner')),
  'progress.revoking': requestCardData(viewOf(revoking, 'requester')),
  'progress.revokingDelayed': requestCardData(
    viewOf({ ...revoking, remaining: revokeSteps.slice(2), leftovers: leftovers.slice(0, 1), delay }, 'requester'),
  ),
  'reconcile.every': reconcileCardData(differences([compared(every)])),
  'reconcile.well': reconcileCardData(differences([compared([])])),
  'reconcile.silent': reconcileCardData(differences([{ ...silent, environment: production }])),
  'reconcile.told': discrepanciesCardData({ environment: production, discrepancies: every.slice(0, 2) }),
  'reconcile.toldMany': discrepanciesCardData({ environment: production, discrepancies: [...every, ...every] }),
  'reconcile.first': reconcileCardData(differences([compared([...every, ...every, ...every]), silent], 1, true)),
  'reconcile.middle': reconcileCardData(differences([compared([...every, ...every, ...every])], 2, true)),
  'reconcile.last': reconcileCardData({
    ...differences([compared([...every, ...every.slice(0, 3)])], 2, true),
    environment: production.key,
  }),
};

export const hostileDifferences = reconcileCardData(
  differences([
    compared([
      { kind: 'madeElsewhere', user: { ...user, fullName: '**[click](https://evil.example)** <at>all</at>' } },
      { kind: 'ownerLeft', record: { ...record, integration: '# _x_', owner: alex.name.repeat(8) } },
    ]),
  ]),
);
