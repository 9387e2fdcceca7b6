import type { Cause } from '../../src/application/ports/store.ts';
import { caveatsFor } from '../../src/domain/caveats.ts';
import { addressOf, type Account, type Ask } from '../../src/domain/ask.ts';
import type { RequestEvent } from '../../src/domain/events.ts';
import type { Active, Draft, Pending, Provisioning, Waiting } from '../../src/domain/request.ts';
import type {
  Day,
  EnvironmentKey,
  Instant,
  Person,
  PersonId,
  PlanHash,
  RequestId,
  SystemUserId,
} from '../../src/domain/words.ts';

export const prod = 'prod' as EnvironmentKey;
export const alex = person('a1', 'Alex Wilber');
export const megan = person('a2', 'Megan Bowen');
export const cause: Cause = { actor: alex.id, correlationId: 'c-1' };

export function person(id: string, name: string): Person {
  return { id: id as PersonId, name };
}

/** `at(5)`: five minutes past eight. */
export function at(minutes: number): Instant {
  return new Date(Date.UTC(2026, 10, 2, 8, minutes)).toISOString() as Instant;
}

interface Change {
  readonly requester?: Person;
  readonly environment?: EnvironmentKey;
  readonly until?: string;
  readonly account?: Account;
}

const newAccount: Account = { kind: 'new', upn: 'svc-sap@contoso.onmicrosoft.com', displayName: 'SAP order sync' };

const terms = {
  policy: 'standard',
  version: 'v1',
  stages: [{ approvers: [], required: 1, alternates: [] }],
  maxDays: 366,
  reason: 0,
  fallback: [],
};

export function draft(
  id: RequestId,
  { requester = alex, environment = prod, until = '2026-12-31', account = newAccount }: Change = {},
): Draft {
  const ask: Ask = {
    environment,
    account,
    integration: 'SAP order sync',
    purpose: 'Orders go "both ways": ü, 漢, 🪑',
    owner: megan,
    roles: [{ id: 'r1', name: 'Sales' }],
    until: until as Day,
  };
  return {
    status: 'Draft',
    id,
    requester,
    ask,
    plan: {
      environment,
      url: 'http://127.0.0.1/prod',
      kind: account.kind,
      account: addressOf(account),
      integration: ask.integration,
      purpose: ask.purpose,
      owner: megan.id,
      until,
      keeps: [],
      policy: { name: 'standard', version: 'v1', stages: [] },
      steps: [],
    },
    planHash: 'abc' as PlanHash,
    caveats: caveatsFor(ask),
    mark: 'mark',
    terms,
    creators: [],
    draftedAt: at(0),
  };
}

export function pending(id: RequestId, change?: Change): Pending {
  return {
    ...draft(id, change),
    status: 'Pending',
    acknowledgement: { by: alex, at: at(1), caveats: [] },
    submittedAt: at(1),
    approvals: [],
    stage: 0,
    stageSince: at(1),
    escalated: false,
    reminders: 0,
  };
}

function submitted(id: RequestId, change?: Change) {
  const { stage, stageSince, escalated, reminders, ...rest } = pending(id, change);
  return rest;
}

export function waiting(id: RequestId, approvedAt: Instant, change?: Change): Waiting {
  return { ...submitted(id, change), status: 'Waiting', approvedAt, waitingSince: approvedAt };
}

export function provisioning(id: RequestId, change?: Change): Provisioning {
  return {
    ...submitted(id, change),
    status: 'Provisioning',
    approvedAt: at(2),
    made: {},
    done: [],
    stepSince: at(2),
  };
}

export function active(id: RequestId, seatTakenAt: Instant, change?: Change): Active {
  return {
    ...provisioning(id, change),
    status: 'Active',
    systemUserId: 's1' as SystemUserId,
    objectId: 'o1',
    seatTakenAt,
    activeAt: seatTakenAt,
  };
}

export function drafted(base: Draft): RequestEvent {
  return { type: 'Drafted', at: base.draftedAt, base };
}
