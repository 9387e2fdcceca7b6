import type { PlanCheck } from '../../src/application/checks/planCheck.ts';
import type { Reader } from '../../src/application/views.ts';
import type { CardData } from '../../src/bot/cards/card.ts';
import { planCardData } from '../../src/bot/cards/planCard.ts';
import { requestCardData } from '../../src/bot/cards/requestCard.ts';
import { planFor } from '../../src/domain/plan.ts';
import type { RequestBase, RequestStatus } from '../../src/domain/request.ts';
import type { GroupId, Instant } from '../../src/domain/words.ts';
import * as views from './cardViews.ts';

const { applicationAsk, at, baseOf, changeAsk, existingAsk, inVault, requestIn, secretId, unrecordedAsk, viewOf } =
  views;

const application = baseOf(applicationAsk);
const change = baseOf(changeAsk);
const existing = baseOf(existingAsk, 2);

function sample(status: RequestStatus, base: RequestBase, part: Reader['part']): CardData {
  return requestCardData(viewOf(requestIn(status, base), part));
}

const active = requestIn('Active');
const stored = { ...active, made: { ...active.made, secretId } };
const storedElsewhere = { ...stored, made: { secretId: 'http://127.0.0.1:4001/vault/secrets/svc-sap-order-sync-104' } };
const replanned = { ...requestIn('Pending', existing), replannedAt: '2026-11-26T08:15:00.000Z' as Instant };
const pending = viewOf(requestIn('Pending', planned()), 'requester', { environment: inVault });

function planned(): RequestBase {
  const base = baseOf();
  return { ...base, plan: planFor(base.ask, inVault, base.terms) };
}

const reading = { limit: 7, used: 5, limitSource: 'live', readAt: at } as const;
const stock = { name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 21 };
const goodChecks: readonly PlanCheck[] = [
  { about: 'environment' },
  { about: 'account' },
  { about: 'roles' },
  { about: 'keyVault' },
  { about: 'seats', reading },
  { about: 'licence', stock },
  { about: 'securityGroup', joins: true },
];
const badChecks: readonly PlanCheck[] = [
  { about: 'environment' },
  { about: 'account', obstacle: { code: 'UpnTaken', service: 'graph', detail: '' } },
  { about: 'roles', obstacle: { code: 'RoleNotFound', service: 'dataverse', detail: '' } },
  { about: 'keyVault', obstacle: { code: 'Forbidden', service: 'keyVault', detail: '' } },
  {
    about: 'seats',
    reading: { ...reading, used: 7 },
    obstacle: { code: 'NoFreeSeat', service: 'dataverse', detail: '' },
  },
  { about: 'licence', stock: { ...stock, used: 25 }, obstacle: views.noSpareLicence },
  { about: 'securityGroup', obstacle: { code: 'Http503', service: 'powerPlatform', detail: '' } },
];
const kindChecks: readonly PlanCheck[] = [{ about: 'environment' }, { about: 'account' }, { about: 'roles' }];
const group = { joinsGroup: '60000000-0000-4000-8000-000000000001' as GroupId };

/** What the kinds of request, a key vault and the dry run add to `cardSamples`. */
export const kindSamples: Readonly<Record<string, CardData>> = {
  'review.application': sample('Draft', application, 'requester'),
  'review.change': sample('Draft', change, 'requester'),
  'review.unrecorded': sample('Draft', baseOf(unrecordedAsk), 'requester'),
  'approval.existing': sample('Pending', existing, 'approver'),
  'approval.replanned': requestCardData(viewOf(replanned, 'approver')),
  'approval.application': sample('Pending', application, 'approver'),
  'approval.change': sample('Pending', change, 'approver'),
  'request.replanned': requestCardData(viewOf(replanned, 'requester')),
  'request.application': sample('Active', application, 'requester'),
  'request.changed': sample('Active', change, 'requester'),
  'request.replaced': sample('Replaced', baseOf(), 'requester'),
  'request.changeFailed': requestCardData(
    viewOf(
      {
        ...requestIn('Failed', change),
        cause: {
          code: 'AccountChanged',
          service: 'dataverse',
          detail: 'Since it was asked for, the user was disabled',
        },
      },
      'requester',
    ),
  ),
  'progress.application': sample('Provisioning', application, 'requester'),
  'progress.change': sample('Provisioning', change, 'requester'),
  'progress.undoingExisting': requestCardData(
    viewOf({ ...requestIn('Undoing', existing), made: { ownLicence: true, ...group } }, 'requester'),
  ),
  'outcome.application': sample('Active', application, 'outcome'),
  'outcome.change': sample('Active', change, 'outcome'),
  'outcome.vault': requestCardData(viewOf(stored, 'outcome')),
  'owner.application': sample('Active', application, 'owner'),
  'owner.replaced': sample('Replaced', baseOf(), 'owner'),
  'owner.vault': requestCardData(viewOf(stored, 'owner')),
  'owner.vaultElsewhere': requestCardData(viewOf(storedElsewhere, 'owner')),
  'plan.clear': planCardData({ view: pending, checks: goodChecks }),
  'plan.blocked': planCardData({ view: pending, checks: badChecks }),
  'plan.application': planCardData({
    view: viewOf(requestIn('Pending', application), 'approver'),
    checks: kindChecks,
  }),
  'plan.change': planCardData({ view: viewOf(requestIn('Draft', change), 'requester'), checks: kindChecks }),
  'plan.begun': planCardData({ view: viewOf(requestIn('Provisioning'), 'requester'), checks: [] }),
  'plan.ended': planCardData({ view: viewOf(requestIn('Rejected'), 'requester'), checks: [] }),
};
