import { describe, expect, test } from '@jest/globals';
import { addressOf, roleChanges } from '../../src/domain/ask.ts';
import { caveatsFor } from '../../src/domain/caveats.ts';
import { planFor } from '../../src/domain/plan.ts';
import { secretNameOf } from '../../src/domain/plannedSteps.ts';
import type { Active } from '../../src/domain/request.ts';
import {
  asks,
  command,
  creation,
  eventsOf,
  pending,
  production,
  refusalOf,
  seats,
  terms,
  when,
} from '../support/requests.ts';

function stepsOf(kind: keyof typeof asks, environment = production): readonly string[] {
  return planFor(asks[kind], environment, terms()).steps.map(({ name }) => name);
}

function callsOf(kind: keyof typeof asks): readonly string[] {
  const { steps } = planFor(asks[kind], production, terms());
  return steps.flatMap(({ calls }) => calls.map(({ service, method, path }) => `${service} ${method} ${path}`));
}

describe('an application user', () => {
  test('is made without a licence, a synchronisation or an access mode to change', () => {
    expect(stepsOf('application')).toEqual(['check', 'applicationUser', 'assignRoles', 'confirm']);
    expect(callsOf('application').join()).not.toMatch(/assignLicense|addUser|RetrieveOrganizationResources/);
  });

  test('begins with the last approval, also in an environment without a free seat', () => {
    const full = command('approve', { seats: seats({ used: 7, free: 0 }), queue: true });
    expect(eventsOf(pending({ ask: asks.application }), full)).toEqual(['Approved', 'Begun']);
    expect(eventsOf(pending({ ask: asks.new }), full)).toEqual(['Approved', 'PutOnWaitingList']);
  });

  test('takes no seat', () => {
    const active = creation(undefined, { ask: asks.application });
    expect(active.status).toBe('Active');
    expect(active).not.toHaveProperty('seatTakenAt');
    expect(creation()).toHaveProperty('seatTakenAt');
  });

  test('that is there, disabled, is enabled with both columns in one call', () => {
    const account = { ...asks.application.account, systemUserId: 'd0000000-0000-4000-8000-000000000301' } as never;
    const step = planFor({ ...asks.application, account }, production, terms()).steps.find(
      ({ name }) => name === 'applicationUser',
    );
    expect(step?.calls).toMatchObject([
      { method: 'PATCH', body: { applicationid: addressOf(asks.application.account), isdisabled: false } },
    ]);
  });
});

describe('a change of a user', () => {
  test('gives what is new before it takes what is gone, on the very user', () => {
    expect(stepsOf('user')).toEqual(['check', 'assignRoles', 'removeRoles', 'confirm']);
    const { added, removed } = roleChanges(asks.user);
    expect([added.map(({ name }) => name), removed.map(({ name }) => name)]).toEqual([
      ['Integration Reader'],
      ['Integration Writer'],
    ]);
    expect(callsOf('user').every((call) => !call.includes('{user}'))).toBe(true);
  });

  test('of the end or the owner alone calls nothing but reads', () => {
    const { account } = asks.user;
    const roles = account.kind === 'user' ? account.roles : [];
    const { steps } = planFor({ ...asks.user, roles }, production, terms());
    expect(steps.flatMap(({ calls }) => calls.map(({ method }) => method))).toEqual(
      expect.not.arrayContaining(['POST']),
    );
    expect(steps.map(({ name }) => name)).toEqual(['check', 'confirm']);
  });

  test('of roles and owner is in the plan that is approved', () => {
    expect(planFor(asks.user, production, terms())).toMatchObject({ kind: 'user', owner: asks.user.owner.id });
  });
});

describe('the request that answers for a user', () => {
  test('is replaced by the one that changed the user, once', () => {
    const replaced = when(creation(), command('replace'));
    expect(replaced).toMatchObject({ status: 'Replaced', by: 117 });
    expect(refusalOf(replaced, command('replace'))).toBe('NotActive');
    expect(refusalOf(pending(), command('replace'))).toBe('NotActive');
  });

  test('keeps what it made, for those who look back', () => {
    const active = creation() as Active;
    expect(when(active, command('replace'))).toMatchObject({ made: active.made, systemUserId: active.systemUserId });
  });
});

describe('a password in the key vault', () => {
  const keyVault = 'https://contoso.vault.azure.net';

  test('is stored before the account is made with it', () => {
    expect(stepsOf('new', { ...production, keyVault }).slice(0, 3)).toEqual(['check', 'storePassword', 'account']);
    expect(stepsOf('new')).not.toContain('storePassword');
  });

  test('is nothing for an account that has its own already', () => {
    for (const kind of ['existing', 'application', 'user'] as const) {
      expect(stepsOf(kind, { ...production, keyVault })).not.toContain('storePassword');
    }
  });

  test('has the name of the account, in the characters that Key Vault takes', () => {
    expect(secretNameOf('svc-sap-order-sync-104@contoso.com')).toBe('svc-sap-order-sync-104');
    expect(secretNameOf('a.b_c@contoso.com')).toBe('a-b-c');
  });
});

test.each([
  ['application', 'application-credentials'],
  ['user', 'change'],
] as const)(
  'a request of the kind %s has the caveat %s first, and none about licences that nobody lends',
  (kind, first) => {
    const ids = caveatsFor(asks[kind]).map(({ id }) => id);
    expect(ids[0]).toBe(first);
    expect(ids).toContain('multiplexing');
    expect(ids).not.toContain('spare-licence');
  },
);
