import { describe, expect, test } from '@jest/globals';
import { accountAlias, addressOf, checkEnvironment, checkUntil, roleChanges, takesSeat } from '../../src/domain/ask.ts';
import type { Account } from '../../src/domain/ask.ts';
import type { Day } from '../../src/domain/words.ts';
import { asks, production } from '../support/requests.ts';

const today = '2026-11-24' as Day;

test.each<[Account['kind'], boolean]>([
  ['new', true],
  ['existing', true],
  ['application', false],
  ['user', false],
])('whether a request of the kind %s takes a seat: %s', (kind, takes) => {
  expect(takesSeat({ kind })).toBe(takes);
});

test.each<[Account['kind'], string]>([
  ['new', 'svc-sap-order-sync-104@contoso.onmicrosoft.com'],
  ['existing', 'sap.batch@contoso.onmicrosoft.com'],
  ['application', 'f0000000-0000-4000-8000-000000000301'],
  ['user', 'svc-sap-order-sync-88@contoso.onmicrosoft.com'],
])('people recognise an account of the kind %s by %s', (kind, address) => {
  expect(addressOf(asks[kind].account)).toBe(address);
});

describe('the roles of a request', () => {
  test('are all gained by a user that is made, whatever its account has elsewhere', () => {
    for (const kind of ['new', 'existing', 'application'] as const) {
      expect(roleChanges(asks[kind])).toEqual({ added: asks[kind].roles, removed: [] });
    }
  });

  test('that a changed user has already are neither gained nor lost', () => {
    const role = (id: string) => ({ id, name: id });
    const [keeps, gains, loses] = [role('keeps'), role('gains'), role('loses')];
    const account = { ...asks.user.account, roles: [keeps, loses] } as Account;
    expect(roleChanges({ account, roles: [keeps, gains] })).toEqual({ added: [gains], removed: [loses] });
  });
});

describe('what a request may ask for', () => {
  test('an environment that is online, as it is', () => {
    expect(checkEnvironment(production)).toEqual({ ok: true, value: production });
  });

  test('a day that is over is refused with both days', () => {
    const until = '2026-11-23' as Day;
    const refusal = { code: 'EndsInThePast', until, today };
    expect(checkUntil(until, { maxDays: 10 }, today)).toEqual({ ok: false, refusal });
  });

  test('a day too late is refused with the latest that is allowed', () => {
    const until = '2026-12-05' as Day;
    const refusal = { code: 'EndsTooLate', until, latest: '2026-12-04', maxDays: 10 };
    expect(checkUntil(until, { maxDays: 10 }, today)).toEqual({ ok: false, refusal });
    expect(checkUntil(today, { maxDays: 10 }, today)).toEqual({ ok: true, value: today });
  });
});

test.each([
  [`${'x'.repeat(35)} y`, `svc-${'x'.repeat(35)}`],
  ['-- a -- b --', 'svc-a-b'],
  ['ÅNGSTRÖM 2', 'svc-angstrom-2'],
  ['---', 'svc-integration'],
])('the account for %p is %s: no dash at its end, nor two in a row', (integration, alias) => {
  expect(accountAlias(integration)).toBe(alias);
});
