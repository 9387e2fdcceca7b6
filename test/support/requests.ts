import type { Account, Ask } from '../../src/domain/ask.ts';
import { caveatsFor } from '../../src/domain/caveats.ts';
import type { Command, Refusal } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Environment } from '../../src/domain/environment.ts';
import type { RequestEvent } from '../../src/domain/events.ts';
import { evolve } from '../../src/domain/evolve.ts';
import { planFor } from '../../src/domain/plan.ts';
import type { StepName } from '../../src/domain/plannedSteps.ts';
import { termsFor, type AppliedTerms, type Policy, type Stage } from '../../src/domain/policy.ts';
import type { Because } from '../../src/domain/roster.ts';
import { stepsAhead, type AccessRequest, type Made, type RequestBase } from '../../src/domain/request.ts';
import type { Seats } from '../../src/domain/seats.ts';
import {
  addMilliseconds,
  dayOf,
  type ApplicationId,
  type Day,
  type EnvironmentKey,
  type Instant,
  type Person,
  type PersonId,
  type PlanHash,
  type RequestId,
  type SystemUserId,
} from '../../src/domain/words.ts';

/** Requests in every state, made by the rules themselves, for tests and for looking at cards. */

export const start = '2026-11-24T09:00:00.000Z' as Instant;

export function later(minutes: number): Instant {
  return addMilliseconds(start, minutes * 60_000);
}

function contoso(number: number, name: string, alias: string): Person {
  const id = `a1e00000-0000-4000-8000-${String(number).padStart(12, '0')}` as PersonId;
  return { id, name, upn: `${alias}@contoso.onmicrosoft.com` };
}

export const alex = contoso(1, 'Alex Wilber', 'alexw');
export const megan = contoso(2, 'Megan Bowen', 'meganb');
export const nestor = contoso(3, 'Nestor Wilke', 'nestorw');
export const mona = contoso(4, 'Mona Kane', 'monak');
export const lee = contoso(5, 'Lee Gu', 'leeg');

export const named: Because = { kind: 'named' };

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

export const standard: Policy = {
  name: 'standard',
  version: 'v1',
  terms: { stages: [stage()], maxDays: 366, reason: 0 },
  rules: [],
  fallback: [],
};

export function stage(changes: Partial<Stage> = {}): Stage {
  return { approvers: [{ kind: 'person', id: megan.id }], required: 1, alternates: [], ...changes };
}

/** The terms of the sample ask, with stages of so many approvals. */
export function terms(...required: readonly number[]): AppliedTerms {
  const stages = (required.length > 0 ? required : [1]).map((needed) => stage({ required: needed }));
  return { ...termsFor(standard, ask, dayOf(start)), stages };
}

export const ask: Ask = {
  environment: production.key,
  account: {
    kind: 'new',
    upn: 'svc-sap-order-sync-104@contoso.onmicrosoft.com',
    displayName: 'SAP order sync (integration)',
  },
  integration: 'SAP order sync',
  purpose: 'Orders from SAP must be in Sales before the morning.',
  owner: nestor,
  roles: [{ id: '70000000-0000-4000-8000-000000000004', name: 'Integration Reader' }],
  until: '2026-12-31' as Day,
};

const writer = { id: '70000000-0000-4000-8000-000000000005', name: 'Integration Writer' };

/** The same ask, for every kind of account. */
export const asks: { readonly [Kind in Account['kind']]: Ask } = {
  new: ask,
  existing: {
    ...ask,
    account: {
      kind: 'existing',
      upn: 'sap.batch@contoso.onmicrosoft.com',
      displayName: 'SAP Batch',
      objectId: 'b0000000-0000-4000-8000-000000000201' as PersonId,
      roles: [writer],
      accessMode: 0,
      licences: ['DYN365_ENTERPRISE_PLAN1'],
    },
  },
  application: {
    ...ask,
    account: {
      kind: 'application',
      applicationId: 'f0000000-0000-4000-8000-000000000301' as ApplicationId,
      displayName: 'Contoso Reporting',
      objectId: 'b0000000-0000-4000-8000-000000000301',
      roles: [],
    },
  },
  user: {
    ...ask,
    owner: lee,
    until: '2027-06-30' as Day,
    account: {
      kind: 'user',
      address: 'svc-sap-order-sync-88@contoso.onmicrosoft.com',
      displayName: 'SAP order sync (integration)',
      objectId: 'b0000000-0000-4000-8000-000000000088',
      systemUserId: 'd0000000-0000-4000-8000-000000000088' as SystemUserId,
      roles: [writer],
      record: { id: 88 as RequestId, owner: nestor, until: '2026-12-31' as Day },
    },
  },
};

export const planHash = 'a'.repeat(64) as PlanHash;

export function baseOf(changes: Partial<RequestBase> = {}): RequestBase {
  const asked = changes.ask ?? ask;
  return {
    id: 104 as RequestId,
    requester: alex,
    ask: asked,
    plan: planFor(asked, production, changes.terms ?? terms()),
    planHash,
    caveats: caveatsFor(asked),
    mark: '00000000-0000-4000-8000-00000000abcd',
    terms: terms(),
    creators: [],
    draftedAt: start,
    ...changes,
  };
}

export function seats(changes: Partial<Seats> = {}): Seats {
  return { limit: 7, used: 5, reserved: 0, free: 2, limitSource: 'live', readAt: start, ...changes };
}

/** A wish at its simplest: `command('approve', { by: megan })`. */
export function command<Type extends Command['type']>(
  type: Type,
  changes: Partial<Extract<Command, { readonly type: Type }>> = {},
): Command {
  const defaults: { readonly [Name in Command['type']]: Extract<Command, { readonly type: Name }> } = {
    draft: { type: 'draft', at: start, base: baseOf() },
    redraft: { type: 'redraft', at: start, by: alex.id, base: baseOf() },
    replan: {
      type: 'replan',
      at: later(2),
      plan: planFor(ask, { ...production, url: 'https://moved.crm.dynamics.com' }, terms()),
      planHash: 'c'.repeat(64) as PlanHash,
      terms: terms(),
    },
    submit: { type: 'submit', at: later(1), by: alex, acknowledged: true, mayAsk: true, decidable: true },
    approve: {
      type: 'approve',
      at: later(2),
      by: megan,
      rights: [named],
      mayAsk: true,
      leavesEnough: true,
      planHash,
      seats: seats(),
      queue: false,
    },
    reject: { type: 'reject', at: later(2), by: megan, rights: [named] },
    force: {
      type: 'force',
      at: later(2),
      by: lee,
      admin: true,
      mayAsk: true,
      reason: 'Month-end closing',
      planHash,
      queue: false,
    },
    comment: { type: 'comment', at: later(2), by: megan, mayComment: true, text: 'Why Writer?' },
    nudge: { type: 'nudge', at: later(2), by: alex },
    reopen: { type: 'reopen', at: later(2), by: alex },
    tick: { type: 'tick', at: later(2) },
    withdraw: { type: 'withdraw', at: later(2), by: alex },
    expire: { type: 'expire', at: '2027-01-01T00:00:00.000Z' as Instant },
    promote: { type: 'promote', at: later(60), seats: seats() },
    completeStep: { type: 'completeStep', at: later(3), step: 'check', made: {} },
    delayStep: {
      type: 'delayStep',
      at: later(3),
      step: 'check',
      obstacle: { code: 'SyncPending', service: 'powerPlatform', detail: 'The account has not arrived yet' },
      nextAt: later(4),
    },
    failStep: {
      type: 'failStep',
      at: later(3),
      step: 'check',
      cause: { code: '0x80040220', service: 'dataverse', detail: 'Principal lacks a privilege' },
      noSeat: false,
    },
    replace: { type: 'replace', at: later(90), by: 117 as RequestId },
    adopt: {
      type: 'adopt',
      at: start,
      base: baseOf({ requester: lee, ask: asks.user }),
      by: lee,
      admin: true,
      systemUserId: 'd0000000-0000-4000-8000-000000000088' as SystemUserId,
      objectId: 'b0000000-0000-4000-8000-000000000088',
    },
    letGo: { type: 'letGo', at: later(90), by: nestor },
    confirm: { type: 'confirm', at: later(90), by: nestor, admin: false, campaign: 1 },
    mend: { type: 'mend', at: later(90), by: lee, admin: true, what: 'roles' },
    lendForMending: { type: 'lendForMending', at: later(90) },
    completeMending: { type: 'completeMending', at: later(91) },
    failMending: {
      type: 'failMending',
      at: later(91),
      obstacle: { code: '0x80040220', service: 'dataverse', detail: 'Principal lacks a privilege' },
    },
    revoke: { type: 'revoke', at: later(90), by: nestor, admin: false, cause: 'revoked', reason: 'Switched off' },
    completeUndo: { type: 'completeUndo', at: later(5), step: 'check' },
    leaveOver: {
      type: 'leaveOver',
      at: later(5),
      step: 'check',
      obstacle: { code: '0x80040220', service: 'dataverse', detail: 'Principal lacks a privilege' },
    },
  };
  return { ...defaults[type], ...changes };
}

/** Runs the commands by the rules; a refusal is a mistake in the test. */
export function given(...commands: readonly Command[]): AccessRequest {
  let request: AccessRequest | undefined;
  for (const each of commands) {
    const decision = decide(request, each);
    if (!decision.ok) throw new Error(`${each.type} was refused: ${decision.refusal.code}`);
    for (const event of decision.value) request = evolve(request, event);
  }
  if (!request) throw new Error('There must be a command');
  return request;
}

export function when(request: AccessRequest | undefined, wish: Command): AccessRequest {
  const decision = decide(request, wish);
  if (!decision.ok) throw new Error(`${wish.type} was refused: ${decision.refusal.code}`);
  const changed = decision.value.reduce<AccessRequest | undefined>(evolve, request);
  if (!changed) throw new Error('Nothing came of it');
  return changed;
}

export function eventsOf(request: AccessRequest | undefined, wish: Command): readonly RequestEvent['type'][] {
  const decision = decide(request, wish);
  return decision.ok ? decision.value.map((event) => event.type) : [];
}

export function refusalOf(request: AccessRequest | undefined, wish: Command): Refusal['code'] | undefined {
  const decision = decide(request, wish);
  return decision.ok ? undefined : decision.refusal.code;
}

export function draft(base: Partial<RequestBase> = {}): AccessRequest {
  return given(command('draft', { base: baseOf(base) }));
}

export function pending(base: Partial<RequestBase> = {}): AccessRequest {
  return when(draft(base), command('submit'));
}

export function provisioning(base: Partial<RequestBase> = {}): AccessRequest {
  return when(pending(base), command('approve'));
}

const madeBy: Partial<Record<StepName, Made>> = {
  account: { objectId: 'b0000000-0000-4000-8000-000000000104', accountCreated: true },
  lendLicence: { licenceLent: true },
  applicationUser: { systemUserId: 'd0000000-0000-4000-8000-000000000104' as SystemUserId },
  bringIn: { systemUserId: 'd0000000-0000-4000-8000-000000000104' as SystemUserId },
};

/** What the first step finds of an account that exists. */
function foundOf({ account }: Ask): Made {
  if (account.kind === 'new') return {};
  const { objectId } = account;
  if (account.kind === 'user') return { objectId, systemUserId: account.systemUserId };
  return account.kind === 'application' ? { objectId } : { objectId, ownLicence: true };
}

/** Creation up to, not including, `until`; without it, to the end. */
export function creation(until?: StepName, base: Partial<RequestBase> = {}): AccessRequest {
  let request = provisioning(base);
  let minutes = 3;
  while (request.status === 'Provisioning') {
    const [step] = stepsAhead(request);
    if (!step || step === until) break;
    const made = step === 'check' ? foundOf(request.ask) : (madeBy[step] ?? {});
    request = when(request, command('completeStep', { step, made, at: later(minutes++) }));
  }
  return request;
}
