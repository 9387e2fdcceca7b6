import type { Finding } from '../../src/application/findings.ts';
import { formCardData } from '../../src/bot/cards/formCards.ts';
import type { FormView } from '../../src/bot/cards/formFields.ts';
import type { CardData } from '../../src/bot/cards/card.ts';
import { doctorCardData } from '../../src/bot/cards/doctorCard.ts';
import { quotaCardData, requestsCardData } from '../../src/bot/cards/listCards.ts';
import { helpCardData } from '../../src/bot/cards/helpCard.ts';
import { noticeCardData, suggestionsCardData, welcomeCardData } from '../../src/bot/cards/menuCards.ts';
import { requestCardData } from '../../src/bot/cards/requestCard.ts';
import { bugNotice } from '../../src/bot/words/failures.ts';
import { refusalNotice } from '../../src/bot/words/refusals.ts';
import type { Instant, Person, PersonId, RequestId, Role } from '../../src/domain/words.ts';
import * as views from './cardViews.ts';
import { approvalSamples } from './cardApprovalSamples.ts';
import { figureSamples } from './figureSamples.ts';
import { lifeSamples } from './lifeSamples.ts';
import { campaignSamples } from './campaignSamples.ts';
import { formSamples } from './formSamples.ts';
import { kindSamples } from './kindSamples.ts';

const { alex, ask, at, baseOf, existingAsk, lee, legacy, megan, production, requestIn, seats, viewOf } = views;

const licence = { name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 25 };
const twoNeeded = baseOf(existingAsk, 2);
const hostile = baseOf({
  ...ask,
  integration: '**bold** [x](http://y) ${z} <at>',
  purpose: '# Not a heading\n- `code` {{DATE(2017-02-14T06:08:39Z, SHORT)}} _it_',
});
const delay = {
  obstacle: views.syncPending,
  attempts: 4,
  since: '2026-11-26T09:33:00.000Z' as Instant,
  nextAt: '2026-11-26T09:43:00.000Z' as Instant,
};
const provisioning = requestIn('Provisioning');
const pendingTwo = requestIn('Pending', twoNeeded);
const failed = requestIn('Failed');

const roles: readonly Role[] = ['Integration Reader', 'Sales Order Writer', 'Service Reader', 'System Customizer'].map(
  (name, index) => ({ id: `70000000-0000-4000-8000-00000000000${index + 1}`, name }),
);
const form: FormView = {
  step: 'what',
  nonce: '5f0c1b8e',
  values: {},
  refusals: [],
  environments: [production, { ...production, key: 'test' as typeof production.key, name: 'Contoso Test' }, legacy],
  roles,
  today: '2026-11-26' as FormView['today'],
  latest: '2027-11-26' as FormView['latest'],
  understood: [],
  canGoBack: false,
  requester: alex,
};
const understood: FormView = {
  ...form,
  values: { environment: production.key, integration: 'SAP order sync', until: views.until },
  understood: ['environment', 'integration', 'until'],
};
const nesters: readonly Person[] = [
  views.nestor,
  {
    id: 'a1e00000-0000-4000-8000-000000000031' as PersonId,
    name: 'Nestor Alonso',
    upn: 'nestora@contoso.onmicrosoft.com',
  },
];

const page = {
  title: 'My requests',
  offset: 0,
  environments: new Map([[production.key, production]]),
  viewer: alex.id,
  scope: 'mine' as const,
  at,
};
const listed = (
  ['Pending', 'Active', 'Waiting', 'Rejected', 'Provisioning', 'Draft', 'Failed', 'Withdrawn'] as const
).map((status, index) => ({ ...requestIn(status), id: (104 - index) as RequestId }));

const wellFindings: readonly Finding[] = [
  { topic: 'seatkeeper', verdict: 'good', check: 'configuration', environments: 3, policies: 1 },
  { topic: 'seatkeeper', verdict: 'good', check: 'database', state: { kind: 'ready' } },
  { topic: 'graph', verdict: 'good', check: 'allowed', attempt: 'signIn' },
  { topic: { environment: production.name }, verdict: 'good', check: 'seats', limit: 7, used: 5, counted: 5 },
];
const wrongFindings: readonly Finding[] = [
  { topic: 'people', verdict: 'warning', check: 'contacts', policy: 'standard', stage: 1, unmet: [lee] },
  {
    topic: { environment: production.name },
    verdict: 'bad',
    check: 'failed',
    attempt: 'administer',
    obstacle: { code: 'AppNotRegistered', service: 'powerPlatform', detail: '' },
    passing: false,
  },
  {
    topic: { keyVault: 'contoso-crm.vault.azure.net' },
    verdict: 'bad',
    check: 'failed',
    attempt: 'readVault',
    obstacle: { code: 'Forbidden', service: 'keyVault', detail: '' },
    passing: false,
  },
  { topic: 'graph', verdict: 'bad', check: 'licence', skuId: production.licenceSku, stock: licence },
];
/** Forty environments that nobody has let the bot into. */
const manyFindings: readonly Finding[] = Array.from({ length: 40 }, (_, index): readonly Finding[] => {
  const topic = { environment: `Contoso Subsidiary ${index + 1}` };
  const obstacle = { code: 'Http403', service: 'dataverse', detail: '' } as const;
  return [
    { topic, verdict: 'good', check: 'allowed', attempt: 'signIn' },
    { topic, verdict: 'bad', check: 'failed', attempt: 'whoAmI', obstacle, passing: false },
  ];
}).flat();

/** Every template with the cases that look different, by template and case. `cards/samples` holds exactly these. */
export const cardSamples: Readonly<Record<string, CardData>> = {
  ...kindSamples,
  ...approvalSamples,
  ...figureSamples,
  ...lifeSamples,
  ...campaignSamples,
  'review.new': requestCardData(viewOf(requestIn('Draft'), 'requester')),
  'review.existing': requestCardData(viewOf(requestIn('Draft', twoNeeded), 'requester')),
  'review.full': requestCardData(viewOf(requestIn('Draft'), 'requester', { seats: seats(7, 0), licence })),
  'review.unread': requestCardData(viewOf(requestIn('Draft'), 'requester', { seats: undefined })),
  'review.refused': requestCardData(viewOf(requestIn('Draft'), 'requester'), {
    notice: refusalNotice({ code: 'NotAcknowledged' }, viewOf(requestIn('Draft'), 'requester')),
  }),
  'approval.new': requestCardData(viewOf(requestIn('Pending'), 'approver')),
  'approval.second': requestCardData(
    viewOf({ ...pendingTwo, approvals: [views.approvalBy(lee, 'Agreed with Finance.')] }, 'approver', {
      seats: seats(18, 2, 25),
      approvers: [
        { person: megan, delivery: 'asked', stage: 0 },
        { person: lee, delivery: 'asked', stage: 0, decision: 'approved' },
      ],
    }),
  ),
  'approval.hostile': requestCardData(viewOf(requestIn('Pending', hostile), 'approver')),
  'approval.full': requestCardData(viewOf(requestIn('Pending'), 'approver', { seats: seats(6, 1), licence })),
  'request.pending': requestCardData(viewOf(requestIn('Pending'), 'requester')),
  'request.unreachable': requestCardData(
    viewOf(requestIn('Pending'), 'requester', { approvers: [{ person: lee, delivery: 'unreachable', stage: 0 }] }),
  ),
  'request.approvedByMe': requestCardData(viewOf({ ...pendingTwo, approvals: [views.approvalBy(megan)] }, 'approver')),
  'request.waiting': requestCardData(
    viewOf(requestIn('Waiting'), 'requester', { seats: seats(6, 1), waiting: { position: 2 } }),
  ),
  'request.rejected': requestCardData(viewOf(requestIn('Rejected'), 'requester')),
  'request.failedForAdmin': requestCardData(
    viewOf({ ...failed, cause: { code: 'Http400', service: 'graph', detail: 'Graph refused (Http400)' } }, 'observer'),
  ),
  'request.late': requestCardData(viewOf(requestIn('Rejected'), 'approver'), {
    notice: refusalNotice({ code: 'NotPending' }, viewOf(requestIn('Rejected'), 'approver')),
  }),
  'request.withdrawn': requestCardData(viewOf(requestIn('Withdrawn'), 'requester')),
  'request.expired': requestCardData(viewOf(requestIn('Expired'), 'requester')),
  'request.active': requestCardData(viewOf(requestIn('Active'), 'requester')),
  'request.failed': requestCardData(
    viewOf(
      {
        ...failed,
        leftovers: [{ step: 'lendLicence', obstacle: { code: 'InheritedLicence', service: 'graph', detail: '' } }],
      },
      'requester',
    ),
  ),
  'progress.creating': requestCardData(viewOf(provisioning, 'requester')),
  'progress.delayed': requestCardData(viewOf({ ...provisioning, delay }, 'approver')),
  'progress.unanswered': requestCardData(
    viewOf({ ...provisioning, delay: { ...delay, obstacle: views.unavailable } }, 'requester'),
  ),
  'progress.undoing': requestCardData(viewOf(requestIn('Undoing'), 'requester')),
  'outcome.active': requestCardData(viewOf(requestIn('Active'), 'outcome')),
  'outcome.rejected': requestCardData(viewOf(requestIn('Rejected'), 'outcome')),
  'outcome.failed': requestCardData(viewOf(failed, 'outcome')),
  'outcome.converted': requestCardData(
    viewOf({ ...requestIn('Active', twoNeeded), made: { ownLicence: true } }, 'outcome'),
  ),
  'owner.creating': requestCardData(viewOf(provisioning, 'owner')),
  'owner.active': requestCardData(viewOf(requestIn('Active'), 'owner')),
  'owner.existing': requestCardData(viewOf(requestIn('Active', twoNeeded), 'owner')),
  'formWhat.empty': formCardData(form),
  'formWhat.understood': formCardData(understood),
  'formWhat.refused': formCardData({
    ...understood,
    refusals: [
      { field: 'environment', code: 'OnPremises', environment: legacy.name },
      { field: 'purpose', code: 'Missing' },
    ],
  }),
  ...formSamples,
  'formAccount.default': formCardData({ ...understood, step: 'account', canGoBack: true }),
  'formAccount.several': formCardData({
    ...understood,
    step: 'account',
    canGoBack: true,
    values: {
      ...understood.values,
      accountKind: 'existing',
      account: 'svc-orders@contoso.onmicrosoft.com',
      owner: 'Nestor',
    },
    refusals: [{ field: 'owner', code: 'SeveralPeople', text: 'Nestor', people: nesters }],
  }),
  'formAccess.default': formCardData({ ...understood, step: 'access', canGoBack: true }),
  'formAccess.tooLate': formCardData({
    ...understood,
    step: 'access',
    canGoBack: true,
    refusals: [
      {
        field: 'until',
        code: 'EndsTooLate',
        until: '2031-01-01' as FormView['latest'],
        latest: form.latest,
        maxDays: 365,
      },
    ],
  }),
  'requests.mine': requestsCardData({ ...page, requests: listed, total: 43 }),
  'requests.open': requestsCardData({
    ...page,
    title: 'Open requests',
    requests: listed.slice(0, 3),
    total: 11,
    offset: 8,
    viewer: megan.id,
    scope: 'open',
  }),
  'requests.empty': requestsCardData({ ...page, requests: [], total: 0 }),
  'quota.all': quotaCardData([
    { environment: production, kind: 'seats', seats: seats(6, 1), waiting: 2 },
    {
      environment: { ...production, name: 'Contoso Test' },
      kind: 'unreadable',
      service: 'dataverse',
      code: 'NoAnswer',
      lastSeats: seats(1, 0),
    },
    {
      environment: { ...production, name: 'Contoso Archive' },
      kind: 'unreadable',
      service: 'dataverse',
      code: 'Http503',
    },
    { environment: legacy, kind: 'onPremises' },
  ]),
  'quota.many': quotaCardData([
    { environment: production, kind: 'seats', seats: seats(40, 3, 50), waiting: 0 },
    { environment: { ...production, name: 'Contoso Test' }, kind: 'seats', seats: seats(15, 2, 22), waiting: 0 },
  ]),
  'quota.dozens': quotaCardData(
    Array.from({ length: 40 }, (_, index) => {
      const environment = { ...production, name: `Contoso Subsidiary ${index + 1}` };
      if (index === 3) return { environment: legacy, kind: 'onPremises' };
      if (index % 7 === 5) return { environment, kind: 'unreadable', service: 'dataverse', code: 'NoAnswer' };
      return { environment, kind: 'seats', seats: seats(5 + (index % 3), 0), waiting: index % 3 === 2 ? 1 : 0 };
    }),
  ),
  'doctor.well': doctorCardData(wellFindings),
  'doctor.repair': doctorCardData([...wellFindings, ...wrongFindings]),
  'doctor.many': doctorCardData(manyFindings),
  'menu.welcome': welcomeCardData({ admin: false, approver: false }, { open: 0, mine: 0 }),
  'menu.welcomeApprover': welcomeCardData({ admin: false, approver: true }, { open: 2, mine: 0 }),
  'help.everybody': helpCardData({ admin: false, approver: false }, { environment: 'prod' }),
  'help.admin': helpCardData({ admin: true, approver: true }, { environment: 'prod' }),
  'menu.suggestions': suggestionsCardData('unclear', 'seat for sap', [
    { title: 'Request a user', data: { command: 'request' } },
    { title: 'Seats', data: { command: 'quota' } },
  ]),
  'menu.bug': noticeCardData(bugNotice('0c3b5f0e-7f7e-4f0c-9d0f-2a8e5f3a9d11')),
};
