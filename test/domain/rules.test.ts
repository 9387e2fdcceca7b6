import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accountAlias, checkEnvironment, checkUntil, latestDay } from '../../src/domain/ask.ts';
import { caveatsFor } from '../../src/domain/caveats.ts';
import { planFor } from '../../src/domain/plan.ts';
import { canonicalJson } from '../../src/domain/canonicalJson.ts';
import { reactions } from '../../src/domain/reactions.ts';
import { seatsOf } from '../../src/domain/seats.ts';
import { daysBetween, type Day, type RequestId } from '../../src/domain/words.ts';
import {
  ask,
  command,
  creation,
  later,
  lee,
  nestor,
  pending,
  production,
  stage,
  start,
  terms,
  when,
} from '../support/requests.ts';

const today = '2026-11-24' as Day;
const reading = { limit: 7, used: 5, limitSource: 'live', readAt: start } as const;
const id = 104 as RequestId;

describe('seats', () => {
  test('a promised seat is not free', () => {
    expect(seatsOf(reading, [{ requestId: id }])).toMatchObject({ reserved: 1, free: 1 });
  });

  test('a seat that was taken after the reading still counts as reserved', () => {
    expect(seatsOf(reading, [{ requestId: id, takenAt: later(1) }])).toMatchObject({ reserved: 1, free: 1 });
  });

  test('a seat that was taken before the reading is in its count already', () => {
    expect(seatsOf(reading, [{ requestId: id, takenAt: later(-1) }])).toMatchObject({ reserved: 0, free: 2 });
  });

  test('when the counts of the environment differ, the larger one decides', () => {
    expect(seatsOf({ ...reading, counted: 6 }, []).free).toBe(1);
    expect(seatsOf({ ...reading, counted: 2 }, []).free).toBe(2);
  });

  test('an environment over its limit has no free seat, not fewer than none', () => {
    expect(seatsOf({ ...reading, used: 9 }, []).free).toBe(0);
  });
});

describe('what is asked', () => {
  test('an on-premises environment is refused', () => {
    const legacy = { ...production, deployment: 'onPremises', name: 'Legacy' } as const;
    expect(checkEnvironment(legacy)).toEqual({ ok: false, refusal: { code: 'OnPremises', environment: 'Legacy' } });
    expect(checkEnvironment(production).ok).toBe(true);
  });

  test.each([
    ['2026-11-23', 'EndsInThePast'],
    ['2026-11-24', undefined],
    ['2026-12-04', undefined],
    ['2026-12-05', 'EndsTooLate'],
  ])('with at most 10 days, a user until %s is %s', (until, code) => {
    const checked = checkUntil(until as Day, { maxDays: 10 }, today);
    expect(checked.ok ? undefined : checked.refusal.code).toBe(code);
  });

  test('the latest day is the one that is still allowed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3660 }), (maxDays) => {
        const latest = latestDay({ maxDays }, today);
        expect(daysBetween(today, latest)).toBe(maxDays);
        expect(checkUntil(latest, { maxDays }, today).ok).toBe(true);
      }),
    );
  });

  test.each([
    ['SAP order sync', 'svc-sap-order-sync'],
    ['  Größe & Café!  ', 'svc-gro-e-cafe'],
    ['订单', 'svc-integration'],
    ['x'.repeat(80), `svc-${'x'.repeat(36)}`],
  ])('the account for %p is %s', (integration, alias) => {
    expect(accountAlias(integration)).toBe(alias);
  });

  test('any name gives an alias that Entra takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (integration) => {
        expect(accountAlias(integration)).toMatch(/^svc-[a-z0-9](?:[a-z0-9-]{0,34}[a-z0-9])?$/);
      }),
    );
  });
});

describe('caveats', () => {
  test('name the ones that apply to a new account', () => {
    expect(caveatsFor(ask).map((caveat) => caveat.id)).toEqual([
      'multiplexing',
      'spare-licence',
      'no-ui',
      'request-pool',
      'online-only',
    ]);
  });

  test('warn of what happens to an existing account', () => {
    const account = {
      kind: 'existing',
      upn: 'svc@contoso.com',
      displayName: 'svc',
      objectId: nestor.id,
      roles: [],
      licences: [],
    } as const;
    expect(caveatsFor({ account, roles: [] }).map((caveat) => caveat.id)).toEqual(
      expect.arrayContaining(['conversion', 'own-licence', 'multiplexing']),
    );
  });

  test('say where Microsoft says so', () => {
    for (const { source } of caveatsFor(ask)) expect(new URL(source).hostname).toBe('learn.microsoft.com');
  });
});

describe('the plan', () => {
  test('gives roles before the access mode, and takes the licence after it', () => {
    const names = planFor(ask, production, terms()).steps.map(({ name }) => name);
    expect(names.indexOf('assignRoles')).toBeLessThan(names.indexOf('setNonInteractive'));
    expect(names.indexOf('lendLicence')).toBeLessThan(names.indexOf('setNonInteractive'));
    expect(names.indexOf('returnLicence')).toBeGreaterThan(names.indexOf('setNonInteractive'));
    expect(names.at(-1)).toBe('confirm');
  });

  test('has one call for every role', () => {
    const roles = [...ask.roles, { id: '70000000-0000-4000-8000-000000000005', name: 'Integration Writer' }];
    const step = planFor({ ...ask, roles }, production, terms()).steps.find(({ name }) => name === 'assignRoles');
    expect(step?.calls.map(({ body }) => body?.['@odata.id'])).toEqual(
      roles.map((role) => `/api/data/v9.2/roles(${role.id})`),
    );
  });

  test('has no secret in it', () => {
    expect(JSON.stringify(planFor(ask, production, terms()))).toContain('(random, kept nowhere)');
  });

  test.each([
    ['the roles', { roles: [{ id: 'other', name: 'System Administrator' }] }],
    ['the end', { until: '2027-01-31' as Day }],
    ['the owner', { owner: lee }],
    ['the account', { account: { kind: 'new', upn: 'svc-other@contoso.com', displayName: 'Other' } as const }],
  ])('changes with %s', (_, change) => {
    const before = canonicalJson(planFor(ask, production, terms()));
    expect(canonicalJson(planFor({ ...ask, ...change }, production, terms()))).not.toBe(before);
  });

  test('changes with the policy that decides, and with its version', () => {
    const before = canonicalJson(planFor(ask, production, terms(1)));
    expect(canonicalJson(planFor(ask, production, terms(2)))).not.toBe(before);
    expect(canonicalJson(planFor(ask, production, { ...terms(1), version: 'v2' }))).not.toBe(before);
    const stages = [stage({ approvers: [{ kind: 'person', id: lee.id }] })];
    expect(canonicalJson(planFor(ask, production, { ...terms(1), stages }))).not.toBe(before);
  });

  test('equal values have equal canonical JSON, whatever the order of their keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('what follows', () => {
  const at = later(9);

  test('a seat that was reserved starts the creation', () => {
    const request = when(pending(), command('approve'));
    expect(reactions(request, { type: 'SeatReserved', at })).toContainEqual({ name: 'provision', requestId: id });
  });

  test('a delayed step is tried again at its time, not before', () => {
    const request = when(creation('bringIn'), command('delayStep', { step: 'bringIn', nextAt: later(12) }));
    const obstacle = { code: 'SyncPending', service: 'powerPlatform', detail: '' } as const;
    expect(
      reactions(request, { type: 'StepDelayed', at, step: 'bringIn', obstacle, nextAt: later(12) }),
    ).toContainEqual({ name: 'provision', requestId: id, after: later(12) });
  });

  test('the last step is followed by no further one, but by the news', () => {
    const tasks = reactions(creation(), { type: 'StepDone', at, step: 'confirm', made: {} });
    expect(tasks.map(({ name }) => name)).toEqual(['updateCards']);
    const created = { type: 'Activated', at, objectId: 'o', systemUserId: 's' } as never;
    expect(reactions(creation(), created).map(({ name }) => name)).toEqual(['updateCards', 'tellOutcome']);
  });

  test('a freed reservation lets the waiting list move', () => {
    const tasks = reactions(creation(), { type: 'UndoFinished', at });
    expect(tasks).toContainEqual({ name: 'promote', environment: 'prod' });
  });
});
