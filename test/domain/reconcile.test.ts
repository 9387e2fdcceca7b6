import { describe, expect, test } from '@jest/globals';
import { compare, keyOf, mendingFor, type Discrepancy, type Seen, type SeenUser } from '../../src/domain/reconcile.ts';
import type { Active } from '../../src/domain/request.ts';
import type { ApplicationId, Day } from '../../src/domain/words.ts';
import { creation } from '../support/requests.ts';

const record = creation() as Active;
const approved = record.ask.roles;
const user: SeenUser = {
  id: record.systemUserId,
  upn: 'svc-sap-order-sync-104@contoso.onmicrosoft.com',
  fullName: 'SAP order sync',
  accessMode: 4,
  disabled: false,
  roles: approved,
};
const well: Seen = { user, accountThere: true, licensed: false, ownerThere: true, today: '2026-11-24' as Day };

function found(change: Partial<Seen>, ofUser: Partial<SeenUser> = {}): readonly Discrepancy[] {
  return compare(record, approved, { ...well, user: { ...user, ...ofUser }, ...change });
}

function kinds(...args: Parameters<typeof found>): readonly string[] {
  return found(...args).map(({ kind }) => kind);
}

const facts = {
  id: 104,
  address: 'svc-sap-order-sync-104@contoso.onmicrosoft.com',
  integration: record.ask.integration,
  owner: record.ask.owner.name,
  until: record.ask.until,
};

describe('a record and its user', () => {
  test('that agree differ in nothing', () => {
    expect(found({})).toEqual([]);
  });

  test('differ when the user is gone, and then in nothing else but its owner', () => {
    const { user: _, ...without } = { ...well, licensed: true, today: '2027-06-01' as Day };
    expect(compare(record, approved, without)).toEqual([{ kind: 'gone', record: facts }]);
    expect(compare(record, approved, { ...without, ownerThere: false }).map(({ kind }) => kind)).toEqual([
      'gone',
      'ownerLeft',
    ]);
  });

  test('differ when the account is gone, whatever became of the user by that', () => {
    expect(kinds({ accountThere: false }, { disabled: true, roles: [] })).toEqual(['accountGone']);
    expect(kinds({ accountThere: false, ownerThere: false, today: '2027-01-01' as Day })).toEqual([
      'accountGone',
      'ownerLeft',
      'overdue',
    ]);
  });

  test('differ by whatever somebody did to the user', () => {
    expect(kinds({}, { disabled: true })).toEqual(['disabled']);
    expect(found({}, { accessMode: 0 })).toEqual([{ kind: 'modeFlipped', record: facts, accessMode: 0 }]);
    expect(kinds({ licensed: true })).toEqual(['licensed']);
    expect(kinds({ licensed: true }, { applicationId: 'a' as ApplicationId })).toEqual([]);
    expect(kinds({ ownerThere: false })).toEqual(['ownerLeft']);
  });

  test('differ once the last day has passed, not on it', () => {
    expect(kinds({ today: record.ask.until })).toEqual([]);
    expect(kinds({ today: '2027-01-01' as Day })).toEqual(['overdue']);
  });

  test('differ in roles by name, whichever business unit they are of, each named once and in order', () => {
    const copy = approved.map(({ name }, index) => ({ id: `copy-${index}`, name }));
    expect(found({}, { roles: copy })).toEqual([]);
    const others = ['Writer', 'Admin', 'Writer'].map((name, index) => ({ id: String(index), name }));
    expect(found({}, { roles: others })).toEqual([
      {
        kind: 'rolesDrifted',
        record: facts,
        missing: approved.map(({ name }) => name).sort(),
        extra: ['Admin', 'Writer'],
      },
    ]);
    expect(found({}, { roles: [...approved, ...others] })).toMatchObject([{ missing: [] }]);
    expect(found({}, { roles: [] })).toMatchObject([{ extra: [] }]);
  });
});

const all: readonly Discrepancy[] = [
  { kind: 'madeElsewhere', user },
  ...(['gone', 'disabled', 'licensed', 'ownerLeft', 'overdue'] as const).map((kind) => ({
    kind,
    record: facts as never,
  })),
  { kind: 'modeFlipped', record: facts as never, accessMode: 0 },
  { kind: 'rolesDrifted', record: facts as never, missing: ['A'], extra: ['B', 'C'] },
];

test('what sets itself right is named, and for the rest somebody chooses', () => {
  expect(all.map(mendingFor)).toEqual([
    undefined,
    undefined,
    'enable',
    'licence',
    undefined,
    undefined,
    'accessMode',
    'roles',
  ]);
});

test('a difference is known again by what it is about, and by which roles it is', () => {
  expect(all.map(keyOf)).toEqual([
    `madeElsewhere ${user.id}`,
    'gone 104',
    'disabled 104',
    'licensed 104',
    'ownerLeft 104',
    'overdue 104',
    'modeFlipped 104',
    'rolesDrifted 104 A,/,B,C',
  ]);
});
