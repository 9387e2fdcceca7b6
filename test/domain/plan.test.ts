import { expect, test } from '@jest/globals';
import type { Account } from '../../src/domain/ask.ts';
import { planFor } from '../../src/domain/plan.ts';
import { stepsFor } from '../../src/domain/plannedSteps.ts';
import type { GroupId } from '../../src/domain/words.ts';
import { asks, lee, megan, production, stage, terms } from '../support/requests.ts';

test('a plan holds everything that an approval is bound to', () => {
  const { steps, ...rest } = planFor(asks.new, production, terms(2));
  expect(steps).toEqual(stepsFor(asks.new, production));
  expect(rest).toStrictEqual({
    environment: 'prod',
    url: 'https://contoso.crm.dynamics.com',
    kind: 'new',
    account: 'svc-sap-order-sync-104@contoso.onmicrosoft.com',
    integration: 'SAP order sync',
    purpose: 'Orders from SAP must be in Sales before the morning.',
    owner: 'a1e00000-0000-4000-8000-000000000003',
    until: '2026-12-31',
    keeps: [],
    policy: { name: 'standard', version: 'v1', stages: [{ required: 2, approvers: [`person:${megan.id}`] }] },
  });
});

test('the roles that an account keeps are in it in one order, and those of a changed user are not', () => {
  const roles = [
    { id: '1', name: 'Writer' },
    { id: '2', name: 'Reader' },
  ];
  const keeps = (kind: Account['kind']) => {
    const account = { ...asks[kind].account, roles } as Account;
    return planFor({ ...asks[kind], account }, production, terms()).keeps;
  };
  expect(keeps('existing')).toEqual(['Reader', 'Writer']);
  expect(keeps('application')).toEqual(['Reader', 'Writer']);
  expect(keeps('user')).toEqual([]);
});

test('the rule and the approvers are in it, in one order', () => {
  const approvers = [
    { kind: 'person', id: lee.id },
    { kind: 'manager' },
    { kind: 'group', id: 'g1' as GroupId },
    { kind: 'environmentOwners' },
    { kind: 'person', id: megan.id },
  ] as const;
  const { policy } = planFor(asks.new, production, { ...terms(), rule: 'Long', stages: [stage({ approvers })] });
  expect(policy).toStrictEqual({
    name: 'standard',
    version: 'v1',
    rule: 'Long',
    stages: [
      {
        required: 1,
        approvers: ['environmentOwners', 'group:g1', 'manager', `person:${megan.id}`, `person:${lee.id}`],
      },
    ],
  });
});
