import { revokeSteps } from '../../src/domain/life.ts';
import { caveatsFor } from '../../src/domain/caveats.ts';
import { takesSeat, type Ask } from '../../src/domain/ask.ts';
import type { Environment } from '../../src/domain/environment.ts';
import { planFor } from '../../src/domain/plan.ts';
import { termsFor, type AppliedTerms, type Policy, type Stage } from '../../src/domain/policy.ts';
import type {
  AccessRequest,
  Acknowledgement,
  Approval,
  Obstacle,
  RequestBase,
  RequestStatus,
} from '../../src/domain/request.ts';
import { seatsOf, type Seats } from '../../src/domain/seats.ts';
import type {
  ChannelId,
  ApplicationId,
  Day,
  EnvironmentKey,
  GroupId,
  Instant,
  Person,
  PersonId,
  PlanHash,
  RequestId,
  SystemUserId,
} from '../../src/domain/words.ts';
import type { ApproverView, Reader, RequestView } from '../../src/application/views.ts';

/** Requests in every state, as cards may have to show them. */
export const at = '2026-11-26T09:41:00.000Z' as Instant;
export const until = '2026-12-31' as Day;

export const alex = person('a1e00000-0000-4000-8000-000000000001', 'Alex Wilber', 'alexw@contoso.onmicrosoft.com');
export const megan = person('a1e00000-0000-4000-8000-000000000002', 'Megan Bowen', 'meganb@contoso.onmicrosoft.com');
export const nestor = person('a1e00000-0000-4000-8000-000000000003', 'Nestor Wilke', 'nestorw@contoso.onmicrosoft.com');
export const lee = person('a1e00000-0000-4000-8000-000000000004', 'Lee Gu', 'leeg@contoso.onmicrosoft.com');
export const mona = person('a1e00000-0000-4000-8000-000000000005', 'Mona Kane', 'monak@contoso.onmicrosoft.com');
export const joni = person('a1e00000-0000-4000-8000-000000000006', 'Joni Sherman', 'jonis@contoso.onmicrosoft.com');

export const standard: Policy = {
  name: 'standard',
  version: '3f9a1c20',
  terms: { stages: [stageOf(1)], maxDays: 366, reason: 0 },
  rules: [],
  fallback: [],
};

export const production: Environment = {
  key: 'prod' as EnvironmentKey,
  name: 'Contoso Production',
  url: 'https://contoso.crm.dynamics.com',
  deployment: 'online',
  environmentId: 'e0000000-0000-4000-8000-000000000001',
  accountDomain: 'contoso.onmicrosoft.com',
  licenceSku: '50000000-0000-4000-8000-000000000001',
  limit: 'live',
  approval: 'standard',
  owners: [],
};

export const legacy: Environment = {
  ...production,
  key: 'legacy' as EnvironmentKey,
  name: 'Contoso Legacy (on-premises)',
  deployment: 'onPremises',
};

export const ask: Ask = {
  environment: production.key,
  account: {
    kind: 'new',
    upn: 'svc-sap-order-sync-104@contoso.onmicrosoft.com',
    displayName: 'SAP order sync (integration)',
  },
  integration: 'SAP order sync',
  purpose: 'Copies new sales orders to SAP every five minutes and writes the SAP order number back.',
  owner: nestor,
  roles: [{ id: '70000000-0000-4000-8000-000000000001', name: 'Integration Reader' }],
  until,
};

export const existingAsk: Ask = {
  ...ask,
  account: {
    kind: 'existing',
    upn: 'svc-orders@contoso.onmicrosoft.com',
    displayName: 'Orders service',
    roles: [{ id: '70000000-0000-4000-8000-000000000006', name: 'Sales Manager' }],
    objectId: 'a1e00000-0000-4000-8000-000000000099' as PersonId,
    accessMode: 0,
    licences: ['DYN365_ENTERPRISE_PLAN1', 'POWER_BI_PRO'],
  },
  roles: [...ask.roles, { id: '70000000-0000-4000-8000-000000000002', name: 'Sales Order Writer' }],
};

export const applicationAsk: Ask = {
  ...ask,
  account: {
    kind: 'application',
    applicationId: 'f0000000-0000-4000-8000-000000000301' as ApplicationId,
    displayName: 'Contoso Reporting',
    objectId: 'a1e00000-0000-4000-8000-000000000301',
    roles: [],
  },
};

/** Of a user that another request made: one role gained, one lost, one kept, another owner and a later day. */
export const changeAsk: Ask = {
  ...ask,
  owner: lee,
  until: '2027-06-30' as Day,
  account: {
    kind: 'user',
    address: 'svc-sap-order-sync-88@contoso.onmicrosoft.com',
    displayName: 'SAP order sync (integration)',
    objectId: 'a1e00000-0000-4000-8000-000000000088',
    systemUserId: '90000000-0000-4000-8000-000000000088' as SystemUserId,
    roles: [
      { id: '70000000-0000-4000-8000-000000000003', name: 'Service Reader' },
      { id: '70000000-0000-4000-8000-000000000006', name: 'Sales Manager' },
    ],
    record: { id: 88 as RequestId, owner: nestor, until },
  },
  roles: [
    { id: '70000000-0000-4000-8000-000000000001', name: 'Integration Reader' },
    { id: '70000000-0000-4000-8000-000000000003', name: 'Service Reader' },
  ],
};

/** Of a user that an administrator made by hand. */
export const unrecordedAsk: Ask = {
  ...changeAsk,
  account: {
    kind: 'user',
    address: 'svc-billing@contoso.onmicrosoft.com',
    displayName: 'Billing service',
    objectId: 'a1e00000-0000-4000-8000-000000000077',
    systemUserId: '90000000-0000-4000-8000-000000000077' as SystemUserId,
    roles: changeAsk.roles,
  },
};

export const inVault: Environment = { ...production, keyVault: 'https://contoso-crm.vault.azure.net' };
export const secretId = 'https://contoso-crm.vault.azure.net/secrets/svc-sap-order-sync-104';

export const asks = { new: ask, existing: existingAsk, application: applicationAsk, user: changeAsk } as const;

export function seats(used: number, held: number, limit = 7, readAt = '2026-11-26T09:40:12.000Z' as Instant): Seats {
  const holds = Array.from({ length: held }, (_, index) => ({ requestId: (200 + index) as RequestId }));
  return seatsOf({ limit, used, limitSource: 'live', readAt }, holds);
}

/** The terms of the sample ask, with stages of so many approvals. */
export function termsOf(...required: readonly number[]): AppliedTerms {
  return { ...termsFor(standard, ask, '2026-11-26' as Day), stages: required.map(stageOf) };
}

/** `required`: the approvals of each stage. */
export function baseOf(asked: Ask = ask, ...required: readonly number[]): RequestBase {
  const terms = required.length === 0 ? termsOf(1) : termsOf(...required);
  return {
    id: 104 as RequestId,
    requester: alex,
    ask: asked,
    plan: planFor(asked, production, terms),
    planHash: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c' as PlanHash,
    caveats: caveatsFor(asked),
    mark: 'c1f6c2f2-7d0e-4a3d-9b52-0a1d6f1b7d10',
    terms,
    creators: [],
    draftedAt: '2026-11-26T07:36:00.000Z' as Instant,
  };
}

export function acknowledgementOf(base: RequestBase): Acknowledgement {
  return { by: alex, at: '2026-11-26T07:40:00.000Z' as Instant, caveats: base.caveats };
}

export function approvalBy(by: Person, comment?: string, stage = 0): Approval {
  const because = {
    kind: 'memberOf',
    groupId: 'c0000000-0000-4000-8000-000000000001' as GroupId,
    groupName: 'CRM Approvers',
  } as const;
  const { planHash } = baseOf();
  return {
    by,
    at: '2026-11-26T09:30:00.000Z' as Instant,
    because,
    planHash,
    stage,
    ...(comment !== undefined && { comment }),
  };
}

export const noSpareLicence: Obstacle = {
  code: 'NoSpareLicence',
  service: 'graph',
  detail: 'No spare licence (DYN365_ENTERPRISE_PLAN1: 25 of 25 used)',
};
export const privilegeDenied: Obstacle = { code: '0x80040220', service: 'dataverse', detail: 'Refused (0x80040220)' };
export const unavailable: Obstacle = {
  code: 'Http503',
  service: 'dataverse',
  detail: 'Dataverse cannot answer now (Http503)',
};
export const quotaReached: Obstacle = { code: '0x8004B050', service: 'dataverse', detail: 'The maximum is reached' };
export const syncPending: Obstacle = { code: 'SyncPending', service: 'powerPlatform', detail: 'Not there yet' };

/** A request in the state, with everything that comes before it. */
export function requestIn<Status extends RequestStatus>(
  status: Status,
  base: RequestBase = baseOf(),
): Extract<AccessRequest, { readonly status: Status }> {
  return states(base)[status];
}

/** When the steps that are done were done. */
const begun = ['04', '07', '09'].map((second) => `2026-11-26T09:30:${second}.000Z` as Instant);

function states(base: RequestBase): {
  readonly [Status in RequestStatus]: Extract<AccessRequest, { readonly status: Status }>;
} {
  const submitted = {
    ...base,
    acknowledgement: acknowledgementOf(base),
    submittedAt: '2026-11-26T07:40:00.000Z' as Instant,
    approvals: [],
  };
  const approved = { ...submitted, approvals: [approvalBy(megan)], approvedAt: '2026-11-26T09:30:00.000Z' as Instant };
  const steps = base.plan.steps.map(({ name }) => name);
  const cause = takesSeat(base.ask.account) ? noSpareLicence : privilegeDenied;
  const done = steps.slice(0, takesSeat(base.ask.account) ? 3 : 1);
  const working = {
    ...approved,
    made: {},
    done: done.map((step, index) => ({ step, at: begun[index] ?? at })),
    stepSince: '2026-11-26T09:30:09.000Z' as Instant,
  };
  const everything = steps.map((step) => ({ step, at: '2026-11-26T09:36:00.000Z' as Instant }));
  const active = {
    ...working,
    done: everything,
    status: 'Active',
    systemUserId: '90000000-0000-4000-8000-000000000001' as SystemUserId,
    objectId: 'a1e00000-0000-4000-8000-000000000104',
    ...(takesSeat(base.ask.account) && { seatTakenAt: '2026-11-26T09:35:00.000Z' as Instant }),
    activeAt: '2026-11-26T09:36:00.000Z' as Instant,
  } as const;
  const failedAt = '2026-11-26T09:38:00.000Z' as Instant;
  const revocation = { cause: 'revoked', at, by: nestor, reason: 'The integration was switched off.' } as const;
  return {
    Draft: { ...base, status: 'Draft' },
    Pending: {
      ...submitted,
      status: 'Pending',
      stage: 0,
      stageSince: submitted.submittedAt,
      escalated: false,
      reminders: 0,
    },
    Rejected: {
      ...submitted,
      status: 'Rejected',
      rejection: { ...approvalBy(megan, 'Please use the integration that Finance has already.') },
    },
    Withdrawn: { ...base, status: 'Withdrawn', withdrawnAt: failedAt },
    Expired: { ...base, status: 'Expired', expiredAt: failedAt },
    Waiting: { ...approved, status: 'Waiting', waitingSince: approved.approvedAt },
    Provisioning: { ...working, status: 'Provisioning' },
    Undoing: {
      ...working,
      status: 'Undoing',
      cause,
      then: 'Failed',
      remaining: done.toReversed(),
      leftovers: [],
    },
    Failed: { ...working, status: 'Failed', cause, failedAt, leftovers: [] },
    Active: active,
    Replaced: { ...active, status: 'Replaced', replacedAt: at, by: 117 as RequestId },
    Revoking: {
      ...active,
      status: 'Revoking',
      revocation,
      remaining: revokeSteps.slice(1),
      leftovers: [],
      stepSince: at,
    },
    Revoked: { ...active, status: 'Revoked', revocation, revokedAt: at, leftovers: [] },
  };
}

export const approvers: readonly ApproverView[] = [
  { person: megan, delivery: 'asked', stage: 0 },
  { person: lee, delivery: 'unreachable', stage: 0 },
];

export const channelId = '19:approvals@thread.tacv2' as ChannelId;

const readers: Readonly<Record<Reader['part'], Pick<Reader, 'id'>>> = {
  requester: alex,
  approver: megan,
  owner: nestor,
  outcome: alex,
  reminder: megan,
  forced: lee,
  ending: nestor,
  revoked: nestor,
  channel: { id: channelId },
  certify: nestor,
  certifyAll: megan,
  observer: lee,
};

export function viewOf(
  request: AccessRequest,
  part: Reader['part'],
  change: Partial<Omit<RequestView, 'request' | 'reader'>> = {},
): RequestView {
  const because = part === 'approver' || part === 'reminder' ? { because: approvalBy(megan).because } : {};
  return {
    request,
    version: 3,
    reader: { id: readers[part].id, part, ...because },
    environment: production,
    seats: seats(5, 1),
    approvers,
    at,
    ...change,
  };
}

/** Of a policy that names Megan alone. */
export function stageOf(required: number): Stage {
  return { approvers: [{ kind: 'person', id: megan.id }], required, alternates: [] };
}

function person(id: string, name: string, upn: string): Person {
  return { id: id as PersonId, name, upn };
}
