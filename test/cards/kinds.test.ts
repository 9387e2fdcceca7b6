import { describe, expect, test } from '@jest/globals';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { accessModeText } from '../../src/bot/words/accountWords.ts';
import { portalOf } from '../../src/bot/words/azurePortal.ts';
import type { Account } from '../../src/domain/ask.ts';
import { takesSeat } from '../../src/domain/ask.ts';
import type { RequestStatus } from '../../src/domain/request.ts';
import type { Instant } from '../../src/domain/words.ts';
import { parts, requestStatuses } from '../support/cardCases.ts';
import { faultsOf, ofType } from '../support/cardRules.ts';
import { asks, baseOf, existingAsk, nestor, requestIn, secretId, unrecordedAsk, viewOf } from '../support/cardViews.ts';

const kinds = Object.keys(asks) as Account['kind'][];
const licence = { name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 25 };
const titles: Readonly<Record<Account['kind'], string>> = {
  new: 'Non-interactive user in Contoso Production',
  existing: 'Non-interactive user in Contoso Production',
  application: 'Application user in Contoso Production',
  user: 'Change of SAP order sync (integration) in Contoso Production',
};

/** A user that ends is no change any more. */
function titleOf(kind: Account['kind'], status: RequestStatus): string {
  return titles[kind === 'user' && (status === 'Revoking' || status === 'Revoked') ? 'new' : kind];
}

/** A request without a seat never waits for one. */
const all = kinds.flatMap((kind) =>
  requestStatuses
    .filter((status) => status !== 'Waiting' || takesSeat({ kind }))
    .flatMap((status) => parts.map((part) => ({ kind, status, part }))),
);

test.each(all)('$kind, $status, for $part: a valid card under its own title', ({ kind, status, part }) => {
  const { content, text, summary } = requestCard(viewOf(requestIn(status, baseOf(asks[kind])), part));
  expect(faultsOf(content)).toEqual([]);
  expect(text).toContain(titleOf(kind, status));
  expect(`${text} ${summary}`).not.toMatch(/undefined|\[object|!|successfully/);
});

/** They tell of what is over or about to be. */
const partsOfEnds: readonly string[] = ['owner', 'outcome', 'reminder', 'ending', 'revoked'];

test.each(all.filter(({ kind }) => !takesSeat({ kind })))(
  '$kind, $status, for $part: neither seats nor licences of which it needs none',
  ({ kind, status, part }) => {
    const { text } = requestCard(viewOf(requestIn(status, baseOf(asks[kind])), part, { licence }));
    if (kind === 'application') expect(text).not.toMatch(/\bits seat\b|account that Seatkeeper created/);
    expect(text).not.toMatch(/□|used ·|spare licence of|lent|seat is free|Ask for one instead/);
    const open = (status === 'Draft' || status === 'Pending') && !partsOfEnds.includes(part);
    expect(text.match(/Needs no (further )?seat and no licence/g) ?? []).toHaveLength(open ? 1 : 0);
  },
);

test.each([
  ['new', 'Creating the user now.', 'The user could not be created.'],
  ['existing', 'Converting the account now.', 'The account could not be converted.'],
  ['application', 'Making the application user now.', 'The application user could not be made.'],
  ['user', 'Changing the user now.', 'The user could not be changed.'],
] as const)('%s has its own words while it is done and when it fails', (kind, now, failed) => {
  const read = (status: 'Provisioning' | 'Undoing' | 'Failed'): string =>
    requestCard(viewOf(requestIn(status, baseOf(asks[kind])), 'requester')).text;
  expect(read('Provisioning')).toContain(now);
  expect(read('Undoing')).toContain(failed);
  expect(read('Failed')).toContain(failed);
});

describe('an existing account', () => {
  const textOf = (ask = existingAsk): string => requestCard(viewOf(requestIn('Pending', baseOf(ask)), 'approver')).text;
  const { account } = existingAsk;

  test('is shown as it is today, which undo restores', () => {
    expect(textOf()).toContain(
      'Read-Write · licences DYN365_ENTERPRISE_PLAN1 and POWER_BI_PRO · role Sales Manager  undo restores it',
    );
  });

  test('that is not in the environment says so', () => {
    if (account.kind !== 'existing') throw new Error('Another kind');
    const { accessMode: _, ...rest } = account;
    const text = textOf({ ...existingAsk, account: { ...rest, licences: [], roles: [] } });
    expect(text).toContain('Not in the environment yet · no licence · no roles');
    expect(text).not.toContain('a licence of its own is taken away');
  });

  test.each([
    [0, 'Read-Write'],
    [1, 'Administrative'],
    [2, 'Read'],
    [3, 'Support user'],
    [4, 'Non-interactive'],
    [5, 'Delegated admin'],
    [undefined, 'Not in the environment yet'],
  ])('access mode %s is %s', (mode, words) => {
    expect(accessModeText(mode)).toBe(words);
  });
});

describe('a change', () => {
  const pending = requestIn('Pending', baseOf(asks.user));

  test('shows what changes, from what to what, and which roles stay', () => {
    const { text, summary } = requestCard(viewOf(pending, 'approver'));
    expect(summary).toContain('Alex asks for a change of SAP order sync (integration) in Contoso Production');
    for (const line of [
      'Gets  Integration Reader',
      'Loses  Sales Manager',
      'Keeps  Service Reader',
      'Owner  Nestor Wilke → Lee Gu',
      'Until  31 December 2026 → 30 June 2027  in 7 months',
    ]) {
      expect(text).toContain(line);
    }
  });

  test('does not show what stays as it is', () => {
    const { record: _, ...account } = asks.user.account as Extract<Account, { kind: 'user' }>;
    const same = {
      ...asks.user,
      account: { ...account, record: { id: baseOf().id, owner: nestor, until: asks.new.until } },
    };
    const asked = { ...same, owner: nestor, until: asks.new.until, roles: account.roles };
    const { text } = requestCard(viewOf(requestIn('Pending', baseOf(asked)), 'approver'));
    expect(text).not.toMatch(/^(Gets|Loses|Owner|Until) /m);
    expect(text).toContain('Keeps  Service Reader and Sales Manager');
  });

  test('of a user that was made without Seatkeeper says that it is looked after from now on', () => {
    const { text } = requestCard(viewOf(requestIn('Draft', baseOf(unrecordedAsk)), 'requester'));
    expect(text).toContain('This user was made without Seatkeeper.');
    expect(text).toContain('Owner  Lee Gu');
    expect(requestCard(viewOf(pending, 'approver')).text).not.toContain('without Seatkeeper');
  });

  test('once done says nothing about passwords', () => {
    for (const part of parts) {
      expect(requestCard(viewOf(requestIn('Active', baseOf(asks.user)), part)).text).not.toMatch(/password/i);
    }
  });

  test('leaves the former record with the number of the request that answers now', () => {
    const { text, content, summary } = requestCard(viewOf(requestIn('Replaced'), 'requester'));
    expect(text).toContain('Replaced by #117.');
    expect(summary).toContain('Replaced by #117');
    expect(ofType(content, 'Action.Submit')).toMatchObject([{ data: { command: 'show', requestId: 117 } }]);
    expect(requestCard(viewOf(requestIn('Replaced'), 'owner')).text).not.toContain('you answer for this user');
  });
});

describe('an application', () => {
  test('is known by its name and its id, and keeps its own credentials', () => {
    const { text } = requestCard(viewOf(requestIn('Active', baseOf(asks.application)), 'outcome'));
    expect(text).toContain('The application user Contoso Reporting is made in Contoso Production.');
    expect(text).toContain('f0000000-0000-4000-8000-000000000301');
    expect(text).toContain('Its credentials are the application’s own, managed in Entra.');
    expect(text).not.toMatch(/password/i);
  });
});

describe('a password in the key vault', () => {
  const active = { ...requestIn('Active'), made: { secretId } };
  const portal = `https://portal.azure.com/#@/asset/Microsoft_Azure_KeyVault/Secret/${secretId}`;

  test('is found there by the owner, one click away', () => {
    const { text, content } = requestCard(viewOf(active, 'owner'));
    expect(text).toContain('It is in the key vault contoso-crm.vault.azure.net as svc-sap-order-sync-104.');
    expect(ofType(content, 'Action.OpenUrl')).toMatchObject([{ title: 'Open in Azure', url: portal }]);
  });

  test('is not the requester’s, who hears who finds it', () => {
    const { text, content } = requestCard(viewOf(active, 'outcome'));
    expect(text).toContain('Nestor Wilke, the owner, finds it in the key vault contoso-crm.vault.azure.net');
    expect(ofType(content, 'Action.OpenUrl')).toEqual([]);
  });

  test('of an unknown cloud has no button, but its address', () => {
    const elsewhere = 'http://127.0.0.1:4001/vault/secrets/svc-sap';
    const { text, content } = requestCard(viewOf({ ...active, made: { secretId: elsewhere } }, 'owner'));
    expect(text).toContain(elsewhere);
    expect(ofType(content, 'Action.OpenUrl')).toEqual([]);
  });

  test.each([
    ['contoso.vault.azure.net', 'https://portal.azure.com/'],
    ['contoso.vault.usgovcloudapi.net', 'https://portal.azure.us/'],
    ['contoso.vault.azure.cn', 'https://portal.azure.cn/'],
  ])('%s is looked at in %s', (host, portalUrl) => {
    expect(portalOf(`https://${host}/secrets/svc`).url).toContain(portalUrl);
  });
});

describe('approvals that started anew', () => {
  const pending = requestIn('Pending');
  const replanned = { ...pending, replannedAt: '2026-11-26T08:15:00.000Z' as Instant };
  const sentence = 'The configuration changed on 26 November 2026';

  test.each(['requester', 'approver'] as const)('the %s is told once, and when', (part) => {
    const { text } = requestCard(viewOf(replanned, part));
    expect(text.split(sentence)).toHaveLength(2);
    expect(text).toContain('approvals given before do not count');
    expect(requestCard(viewOf(pending, part)).text).not.toContain(sentence);
  });
});

test('the notice of an application user’s end promises nobody its seat', () => {
  const request = { ...requestIn('Active', baseOf(asks.application)), noticed: 7 } as const;
  const { text } = requestCard(viewOf(request, 'ending'));
  expect(text).toContain('After its last day its roles are taken away, and it is disabled.');
});
