import { describe, expect, test } from '@jest/globals';
import type { PlanCheck } from '../../src/application/checks/planCheck.ts';
import { planCard } from '../../src/bot/cards/planCard.ts';
import { asks, baseOf, megan, noSpareLicence, requestIn, viewOf } from '../support/cardViews.ts';
import { requestStatuses } from '../support/cardCases.ts';
import { faultsOf, ofType } from '../support/cardRules.ts';

const view = viewOf(requestIn('Pending'), 'requester');
const reading = { limit: 7, used: 5, limitSource: 'live', readAt: view.at } as const;
const stock = { name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 21 };

function textOf(...checks: readonly PlanCheck[]): string {
  return planCard({ view, checks }).text;
}

describe('a dry run', () => {
  test.each<[string, PlanCheck]>([
    ['Contoso Production is online', { about: 'environment' }],
    ['5 of 7 seats used', { about: 'seats', reading }],
    ['DYN365_ENTERPRISE_PLAN1: 4 of 25 licences free to lend', { about: 'licence', stock }],
    ['The account has the licence of its own, and none is lent', { about: 'licence', own: true, stock }],
    ['will be made a member of the environment’s security group', { about: 'securityGroup', joins: true }],
    ['No security group has to be joined', { about: 'securityGroup' }],
    ['The role exists', { about: 'roles' }],
    ['The sign-in name svc-sap-order-sync-104@contoso.onmicrosoft.com is free', { about: 'account' }],
  ])('says that %s', (text, check) => {
    expect(textOf(check)).toContain('Nothing is in the way.');
    expect(textOf(check)).toMatch(new RegExp(`✓ {2}.*${text}`));
  });

  test('says of each thing in the way what it is and what to do, and how many they are', () => {
    const text = textOf(
      { about: 'environment' },
      { about: 'licence', obstacle: noSpareLicence },
      { about: 'keyVault', obstacle: { code: 'Forbidden', service: 'keyVault', detail: '' } },
    );
    expect(text).toContain('2 things are in the way.');
    expect(text).toContain('✕  Licence: No spare licence of DYN365_ENTERPRISE_PLAN1 is free to lend');
    expect(text).toContain('Free or buy one licence of DYN365_ENTERPRISE_PLAN1, then ask again.');
    expect(text).toContain('✕  Key vault: The key vault does not let Seatkeeper read and write secrets.');
  });

  test('of a service that does not answer says to look again, because nothing tries by itself', () => {
    const text = textOf({
      about: 'securityGroup',
      obstacle: { code: 'Http503', service: 'powerPlatform', detail: '' },
    });
    expect(text).toContain('The Power Platform cannot answer at the moment.');
    expect(text).toContain('Press Refresh in a few minutes.');
    expect(text).not.toContain('by itself');
  });

  test('tells the approver to have the requester ask again', () => {
    const approver = viewOf(requestIn('Pending'), 'approver');
    const { text } = planCard({ view: approver, checks: [{ about: 'licence', obstacle: noSpareLicence }] });
    expect(text).toContain('then tell Alex Wilber to ask again');
  });

  test.each(Object.values(asks))(
    'has every call of the plan, in its order, and says that nothing was changed',
    (asked) => {
      const request = requestIn('Pending', baseOf(asked));
      const { text } = planCard({ view: viewOf(request, 'approver'), checks: [{ about: 'environment' }] });
      let at = 0;
      for (const { calls } of request.plan.steps) {
        for (const { method, path } of calls) {
          at = text.indexOf(`${method} ${path}`, at);
          expect({ path, found: at >= 0 }).toEqual({ path, found: true });
        }
      }
      expect(text).toContain('This was a dry run: it read, and changed nothing.');
    },
  );

  test('is refreshed by a click, and leads to the request', () => {
    const { content } = planCard({ view, checks: [{ about: 'environment' }] });
    expect(ofType(content, 'Action.Execute')).toMatchObject([
      { title: 'Refresh', verb: 'plan', data: { requestId: 104 } },
    ]);
    expect(ofType(content, 'Action.Submit')).toMatchObject([{ data: { command: 'show', requestId: 104 } }]);
  });

  test('stays within what Teams takes when everything is as long as it can be', () => {
    const roles = Array.from({ length: 10 }, (_, index) => ({
      id: `70000000-0000-4000-8000-0000000000${index + 10}`,
      name: `Sales department role ${index}`,
    }));
    const checks = (['account', 'roles', 'seats', 'licence', 'securityGroup', 'keyVault'] as const).map((about) => ({
      about,
      obstacle: { code: 'Forbidden', service: 'keyVault', detail: '' } as const,
    }));
    for (const asked of [asks.new, asks.existing, asks.user]) {
      const longest = requestIn('Pending', baseOf({ ...asked, roles }));
      const { content } = planCard({ view: viewOf(longest, 'approver'), checks });
      expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(25 * 1024);
    }
  });
});

test.each(requestStatuses)(
  'once the creation has begun or the request has ended, it says where it stands (%s)',
  (status) => {
    const { content, text } = planCard({ view: viewOf(requestIn(status), 'requester'), checks: [] });
    expect(faultsOf(content)).toEqual([]);
    expect(text).toContain('Nothing is left to try out.');
    expect(text).not.toContain('What would be done');
    expect(text).not.toMatch(/undefined|\[object|!/);
    if (status === 'Provisioning') expect(text).toContain('●  Waiting for the account to appear');
    if (status === 'Rejected') expect(text).toContain(`${megan.name} rejected it.`);
  },
);
