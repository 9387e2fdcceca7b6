import { describe, expect, test } from '@jest/globals';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import type { AdaptiveCardJson } from '../../src/bot/cards/template.ts';
import { escapeMarkdown } from '../../src/bot/words/markdown.ts';
import { statusWords } from '../../src/bot/words/statusWords.ts';
import type { Instant } from '../../src/domain/words.ts';
import { parts, requestStatuses } from '../support/cardCases.ts';
import { faultsOf, nodesOf, ofType } from '../support/cardRules.ts';
import { crowd } from '../support/cardApprovals.ts';
import {
  alex,
  approvalBy,
  at,
  baseOf,
  existingAsk,
  lee,
  megan,
  nestor,
  quotaReached,
  requestIn,
  seats,
  syncPending,
  viewOf,
} from '../support/cardViews.ts';

const all = requestStatuses.flatMap((status) => parts.map((part) => ({ status, part })));

test.each(all)(
  '$status for $part: a valid card that says number, purpose, environment and state',
  ({ status, part }) => {
    const card = requestCard(viewOf(requestIn(status), part));
    expect(faultsOf(card.content)).toEqual([]);
    expect(card.text).toContain('#104');
    expect(card.text).toContain('SAP order sync');
    expect(card.text).toContain('Contoso Production');
    expect(card.text).toContain(statusWords[status].word);
    expect(card.text).not.toMatch(/undefined|\[object|successfully|!/);
    expect(card.summary).toContain('Contoso Production');
  },
);

test.each(all)('$status for $part offers exactly what this reader can do now', ({ status, part }) => {
  const requester = part === 'requester';
  const expected = [
    ...(status === 'Draft' && requester ? ['submit', 'change', 'withdraw'] : []),
    ...(status === 'Pending' && (part === 'approver' || part === 'reminder') ? ['approve', 'reject'] : []),
    ...(status === 'Pending' && requester ? ['nudge', 'reopen'] : []),
    ...((status === 'Pending' || status === 'Waiting') && requester ? ['withdraw'] : []),
    ...(status === 'Active' && part === 'ending' ? ['letGo'] : []),
  ];
  expect(verbsOf(requestCard(viewOf(requestIn(status), part)).content)).toEqual(expected);
});

test.each(all)('$status for $part: asking again is for the requester, after an end', ({ status, part }) => {
  const over = ['Rejected', 'Withdrawn', 'Expired', 'Failed', 'Revoked'].includes(status);
  const { content } = requestCard(viewOf(requestIn(status), part));
  const again = ofType(content, 'Action.Submit').filter(({ title }) => title === 'Ask again');
  expect(again.map(({ data }) => data)).toEqual(
    over && (part === 'requester' || part === 'outcome') ? [{ command: 'again', requestId: 104 }] : [],
  );
});

describe('the review card', () => {
  const draft = requestIn('Draft');

  test('shows every step of the plan, the seats with their source, and the first caveat', () => {
    const { text, content } = requestCard(viewOf(draft, 'requester'));
    expect(text).toContain('5 used · 1 reserved · 1 free of 7');
    expect(text).toContain('Limit and use read from the environment, 09:40 UTC');
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9]) expect(text).toContain(`${number}.  `);
    expect(content['fallbackText']).toContain('still need their own licences');
  });

  test('keeps the other caveats one click away, and each names its source', () => {
    const { content, text } = requestCard(viewOf(draft, 'requester'));
    const [more] = nodesOf(content).filter(({ id }) => id === 'moreCaveats');
    expect(more).toMatchObject({ isVisible: false });
    expect(ofType(more, 'RichTextBlock')).toHaveLength(draft.caveats.length - 1);
    for (const caveat of draft.caveats) {
      expect(text).toContain(caveat.text);
      expect(JSON.stringify(content)).toContain(caveat.source);
    }
  });

  test('of an existing account always shows what is special to it', () => {
    const { fallbackText } = requestCard(viewOf(requestIn('Draft', baseOf(existingAsk)), 'requester')).content;
    expect(fallbackText).toMatch(/existing account becomes non-interactive.*keeps no licence.*still need their own/s);
    expect(fallbackText).not.toContain('one daily pool');
  });

  test('cannot be submitted without the acknowledgement', () => {
    const { content } = requestCard(viewOf(draft, 'requester'));
    expect(ofType(content, 'Input.Toggle')).toMatchObject([{ id: 'acknowledged', isRequired: true, value: 'false' }]);
  });

  test('offers the application user with its reason', () => {
    expect(requestCard(viewOf(draft, 'requester')).text).toMatch(
      /application user needs no seat, no password and no licence/i,
    );
  });

  test('warns when no spare licence is free, and says what to do', () => {
    const licence = { name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 25 };
    const { text } = requestCard(viewOf(draft, 'requester', { licence }));
    expect(text).toContain('No spare licence of DYN365_ENTERPRISE_PLAN1 is free (25 of 25 licences used).');
    expect(text).toContain('Ask a licence administrator');
    const free = requestCard(viewOf(draft, 'requester', { licence: { ...licence, used: 24 } }));
    expect(free.text).not.toContain('No spare licence');
  });

  test('warns when no seat is free', () => {
    const { text } = requestCard(viewOf(draft, 'requester', { seats: seats(6, 1) }));
    expect(text).toContain('No seat is free in Contoso Production (7 of 7).');
    expect(text).toContain('waiting list');
  });

  test('shows it when the environment and its list of users count differently, and reckons with the larger number', () => {
    const { text } = requestCard(viewOf(draft, 'requester', { seats: { ...seats(6, 0), used: 5, counted: 6 } }));
    expect(text).toContain('6 used · 1 free of 7');
    expect(text).toContain('The environment counts 5, its user list shows 6');
  });

  test('tells of a configured limit that it is configured', () => {
    const configured = { ...seats(1, 0), limitSource: 'configured' } as const;
    expect(requestCard(viewOf(draft, 'requester', { seats: configured })).text).toContain(
      'Limit configured by an admin',
    );
  });
});

describe('the approval card', () => {
  const pending = requestIn('Pending', baseOf(existingAsk, 2));

  test('says who asks whom for what, why this reader is asked, and what was accepted', () => {
    const { text, summary } = requestCard(viewOf(pending, 'approver'));
    expect(summary).toBe('Alex asks for a non-interactive user in Contoso Production (#104 SAP order sync)');
    expect(text).toContain('You are asked because you are in CRM Approvers.');
    expect(text).toContain('Accepted by Alex Wilber');
    expect(text).toContain('Integration Reader and Sales Order Writer');
    expect(text).toContain('31 December 2026');
    expect(text).toContain('in 5 weeks');
  });

  test('shows how many approvals there are, who is still to decide and who cannot be reached', () => {
    const { text } = requestCard(viewOf({ ...pending, approvals: [approvalBy(nestor, 'Fine by me')] }, 'approver'));
    expect(text).toContain('Nestor Wilke has approved. Waiting for one more approval from you or Lee Gu.');
    expect(text).toContain('Lee Gu cannot be reached in Teams.');
    expect(text).toContain('Nestor Wilke  26 November 2026, 09:30 UTC\nFine by me');
  });

  test('binds the approval to the plan that is shown', () => {
    const { content } = requestCard(viewOf(pending, 'approver'));
    const [approve, reject] = ofType(content['actions'], 'Action.Execute');
    expect(approve).toMatchObject({ data: { requestId: 104, version: 3, planHash: pending.planHash } });
    expect(reject).toMatchObject({ data: { requestId: 104, version: 3 } });
    expect(reject?.['data']).not.toHaveProperty('planHash');
  });

  test('has every planned call, folded away', () => {
    const { content } = requestCard(viewOf(pending, 'approver'));
    const [calls] = nodesOf(content).filter(({ id }) => id === 'calls');
    expect(calls).toMatchObject({ isVisible: false });
    const shown = ofType(calls, 'TextRun', 'TextBlock').map(({ text }) => String(text));
    const bodies = shown.filter((text) => text.startsWith('{ ')).map((text) => JSON.parse(text) as unknown);
    for (const { calls: planned } of pending.plan.steps) {
      for (const { method, path, body } of planned) {
        expect(shown.some((text) => text.includes(`: ${method} ${path}`))).toBe(true);
        if (body) expect(bodies).toContainEqual(body);
      }
    }
    expect(shown).toContain('{ "accessmode": 4 }');
    expect(shown).toContain('  Sales Order Writer');
  });

  test('stays within what Teams takes when everything is as long as it can be', () => {
    const roles = Array.from({ length: 10 }, (_, index) => ({
      id: `70000000-0000-4000-8000-0000000000${index + 10}`,
      name: `Sales department role ${index}`,
    }));
    const longest = requestIn('Pending', baseOf({ ...existingAsk, purpose: 'x'.repeat(500), roles }, 2));
    const licence = { name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 25 };
    const comments = Array.from({ length: 12 }, () => ({ by: alex, at, text: 'z'.repeat(500) }));
    const { content, text } = requestCard(
      viewOf({ ...longest, approvals: [approvalBy(lee, 'y'.repeat(500))], comments }, 'approver', {
        seats: seats(6, 1),
        licence,
        approvers: [{ person: megan, delivery: 'asked', stage: 0 }, ...crowd(200)],
      }),
    );
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(25 * 1024);
    expect(text).toContain('and 6 more like these, one for each role above');
  });

  test('warns of an existing account, and names the roles that it keeps', () => {
    const { text } = requestCard(viewOf(pending, 'approver'));
    expect(text).toContain('This account exists and somebody may be using it.');
    expect(text).toContain('Approve only if you know that nobody works with it.');
    expect(text).toContain('Integration Reader and Sales Order Writer; keeps Sales Manager');
    expect(requestCard(viewOf(requestIn('Pending'), 'approver')).text).not.toContain('somebody may be using it');
  });

  test('warns when no spare licence is free, unless the account has its own', () => {
    const licence = { name: 'DYN365_ENTERPRISE_PLAN1', total: 25, used: 25 };
    const { text } = requestCard(viewOf(requestIn('Pending'), 'approver', { licence }));
    expect(text).toContain('No spare licence of DYN365_ENTERPRISE_PLAN1 is free');
    expect(text).toContain('before you approve');
    expect(requestCard(viewOf(pending, 'approver', { licence })).text).not.toContain('No spare licence');
  });

  test('has no more buttons for an approver who has approved', () => {
    const { content, text } = requestCard(viewOf({ ...pending, approvals: [approvalBy(megan)] }, 'approver'));
    expect(verbsOf(content)).toEqual([]);
    expect(text).toContain('You approved.');
    expect(text).toContain('One more approval is needed.');
  });
});

describe('the requester’s card', () => {
  test('says when nobody who can approve can be reached', () => {
    const { text } = requestCard(
      viewOf(requestIn('Pending'), 'requester', { approvers: [{ person: lee, delivery: 'unreachable', stage: 0 }] }),
    );
    expect(text).toContain('One approval is missing, and nobody who can give it can be reached in Teams.');
    expect(text).toContain('Lee Gu has not opened Seatkeeper');
  });

  test('tells the place on the waiting list', () => {
    const place = { position: 2 };
    const { text } = requestCard(viewOf(requestIn('Waiting'), 'requester', { seats: seats(6, 1), waiting: place }));
    expect(text).toContain('Approved, but no seat is free in Contoso Production (7 of 7).');
    expect(text).toContain('The request is number 2 on the waiting list');
  });

  test('says why a creation came back to the waiting list', () => {
    const { text } = requestCard(viewOf({ ...requestIn('Waiting'), cause: quotaReached }, 'requester'));
    expect(text).toContain('Dataverse turned the user away: it says that no seat is left, whatever it counts.');
  });

  test('says who rejected and with which words', () => {
    const { text } = requestCard(viewOf(requestIn('Rejected'), 'requester'));
    expect(text).toContain('Megan Bowen rejected this request.');
    expect(text).toContain('“Please use the integration that Finance has already.”');
  });

  test('of a failure says what happened, what was taken back, and the exact step that is left', () => {
    const leftovers = [
      { step: 'lendLicence', obstacle: { code: 'InheritedLicence', service: 'graph', detail: '' } },
    ] as const;
    const { text } = requestCard(viewOf({ ...requestIn('Failed'), leftovers }, 'requester'));
    expect(text).toContain('No spare licence of DYN365_ENTERPRISE_PLAN1 is free to lend');
    expect(text).toContain('Not all of it could be taken back: see below.');
    expect(text).toContain('In the Microsoft 365 admin centre, open svc-sap-order-sync-104@contoso.onmicrosoft.com');
    expect(text).toContain('remove the licence with the SKU 50000000-0000-4000-8000-000000000001');
  });

  test('of a failure also advises those who did not ask', () => {
    const { text } = requestCard(viewOf(requestIn('Failed'), 'observer'));
    expect(text).toContain('Free or buy one licence of DYN365_ENTERPRISE_PLAN1, then tell Alex Wilber to ask again.');
  });

  test('of a failure says exactly how much of it is left in the world', () => {
    const failed = requestIn('Failed');
    expect(requestCard(viewOf({ ...failed, done: [] }, 'requester')).text).toContain('Nothing was changed.');
    expect(requestCard(viewOf(failed, 'requester')).text).toContain('What was done has been taken back.');
    const created = { ...failed, made: { accountCreated: true } };
    expect(requestCard(viewOf(created, 'requester')).text).toContain('the new account is disabled, not deleted');
  });
});

describe('the progress card', () => {
  const creating = requestIn('Provisioning');

  test('shows what is done with its time, what is awaited and how long that takes, and what is to come', () => {
    const { text } = requestCard(viewOf(creating, 'requester'));
    expect(text).toContain('Megan Bowen approved. Creating the user now.');
    expect(text).toContain('✓  Spare licence lent  09:30 UTC');
    expect(text).toMatch(
      /● {2}Waiting for the account to appear in Contoso Production {2}Since 09:30 UTC, usually about 5 minutes, sometimes an hour/,
    );
    expect(text).toContain('○  Take the licence back');
  });

  test('tells a delay in people’s words, and when it is tried next', () => {
    const delay = {
      obstacle: syncPending,
      attempts: 4,
      since: '2026-11-26T09:33:00.000Z' as Instant,
      nextAt: '2026-11-26T09:43:00.000Z' as Instant,
    };
    const { text } = requestCard(viewOf({ ...creating, delay }, 'requester'));
    expect(text).toContain('The account has not appeared in the environment yet.');
    expect(text).toContain('Since 09:30 UTC, usually about 5 minutes, sometimes an hour');
    expect(text).toContain('Tried 4 times. Next try at 09:43 UTC.');
    const soon = { ...delay, attempts: 2, nextAt: '2026-11-26T09:41:40.000Z' as Instant };
    expect(requestCard(viewOf({ ...creating, delay: soon }, 'requester')).text).not.toMatch(/Tried|Next try/);
  });

  test('of an undo lists what is taken back, and not what needs no taking back', () => {
    const { text } = requestCard(
      viewOf({ ...requestIn('Undoing'), remaining: ['account', 'check'], leftovers: [] }, 'requester'),
    );
    expect(text).toContain('✓  Licence back');
    expect(text).toContain('●  Disable the account');
    expect(text).not.toMatch(/[●○✓] {2}Check/);
  });
});

describe('the undo of an existing account', () => {
  const everything = [
    'check',
    'account',
    'lendLicence',
    'bringIn',
    'enable',
    'assignRoles',
    'setNonInteractive',
  ] as const;
  const undoing = {
    ...requestIn('Undoing', baseOf(existingAsk)),
    done: everything.map((step) => ({ step, at: '2026-11-26T09:36:00.000Z' as Instant })),
    remaining: ['returnLicence', ...everything.toReversed()],
  } as const;
  const textWith = (made: (typeof undoing)['made']) => requestCard(viewOf({ ...undoing, made }, 'requester')).text;

  test('that was in use gets back what it had, and is not disabled', () => {
    const text = textWith({ ownLicence: true, before: { accessMode: 0, disabled: false, roleIds: [] } });
    expect(text).toContain('Give the account its own licence back');
    expect(text).toContain('Give the user the access mode that it had');
    expect(text).not.toContain('Take the licence back');
    expect(text).not.toContain('Disable');
  });

  test('that was not in the environment is disabled there, and gives the licence back', () => {
    const text = textWith({});
    expect(text).toContain('Disable the user');
    expect(text).toContain('Take the licence back');
    expect(text).not.toContain('access mode that it had');
    expect(text).not.toContain('Disable the account');
  });
});

describe('the end of a creation', () => {
  test('of a new user says that it is created and the licence is back', () => {
    const { text } = requestCard(viewOf(requestIn('Active'), 'outcome'));
    expect(text).toContain('The user is created in Contoso Production.');
    expect(text).toContain('The licence that was lent is given back.');
  });

  test('of a conversion says that the account is non-interactive and its own licence free', () => {
    const converted = { ...requestIn('Active', baseOf(existingAsk)), made: { ownLicence: true } };
    const { text, summary } = requestCard(viewOf(converted, 'outcome'));
    expect(text).toContain('svc-orders@contoso.onmicrosoft.com is non-interactive in Contoso Production now.');
    expect(text).toContain('Its own licence is free again.');
    expect(text + summary).not.toContain('is created');
  });
});

describe('how the owner gets the credential', () => {
  test('never is a password in the chat', () => {
    const { text } = requestCard(viewOf(requestIn('Active'), 'owner'));
    expect(text).toContain(
      'Seatkeeper set a random password and kept no copy. Ask an Entra administrator to reset the password of svc-sap-order-sync-104@contoso.onmicrosoft.com and hand it to you outside the chat.',
    );
  });

  test('an existing account keeps its password', () => {
    const { text } = requestCard(viewOf(requestIn('Active', baseOf(existingAsk)), 'outcome'));
    expect(text).toContain('The password of svc-orders@contoso.onmicrosoft.com is unchanged.');
  });

  test('the requester hears who gets it', () => {
    expect(requestCard(viewOf(requestIn('Active'), 'requester')).text).toContain(
      'Nestor Wilke, the owner, asks an Entra administrator',
    );
  });
});

test('the seat picture has one block a seat up to two dozen, and a dozen for more, which it says', () => {
  expect(blocksOf(seats(5, 1))).toBe('■■■■■▣□');
  expect(blocksOf(seats(0, 0, 3))).toBe('□□□');
  expect(blocksOf(seats(9, 0, 7))).toBe('■■■■■■■■■');
  expect(blocksOf(seats(20, 3, 24))).toBe('■■■■■■■■■■■■■■■■■■■■▣▣▣□');
  expect(blocksOf(seats(98, 1, 100))).toBe('■■■■■■■■■■▣□');
  const sourceOf = (shown: ReturnType<typeof seats>): string =>
    requestCard(viewOf(requestIn('Pending'), 'requester', { seats: shown })).text;
  expect(sourceOf(seats(98, 1, 100))).toContain('Each block is about 8 seats. Limit and use read');
  expect(sourceOf(seats(20, 3, 24))).not.toContain('Each block');
});

test.each([
  [0, 1, 25, '▣□□□□□□□□□□□'],
  [1, 0, 100, '■□□□□□□□□□□□'],
  [3, 150, 7000, '■▣□□□□□□□□□□'],
  [30, 2, 0, '■■■■■■■■■■■▣'],
])('%i used and %i reserved of %i: the picture leaves none of them out', (used, reserved, limit, picture) => {
  expect(blocksOf(seats(used, reserved, limit))).toBe(picture);
});

test('what is spoken is no longer than somebody listens', () => {
  const { content } = requestCard(viewOf(requestIn('Draft', baseOf(existingAsk)), 'requester'));
  const speech = String(content['speak']);
  expect(speech).toMatch(/^#104.*\n/);
  expect(speech.length).toBeLessThanOrEqual(900);
  expect(content['fallbackText']).toContain(escapeMarkdown(speech.split('\n').at(-1) ?? ''));
});

test('times are in the reader’s zone on the card', () => {
  const { content } = requestCard(viewOf(requestIn('Pending'), 'approver'));
  expect(JSON.stringify(content['body'])).toContain(
    '{{DATE(2026-11-26T07:40:00Z, LONG)}}, {{TIME(2026-11-26T07:40:00Z)}}',
  );
});

test('the answer to a click stands above the card', () => {
  const notice = { tone: 'warning', what: 'You have approved this already.' } as const;
  const { text } = requestCard(viewOf(requestIn('Pending'), 'requester'), notice);
  expect(text.indexOf(notice.what)).toBeGreaterThan(-1);
  expect(text.indexOf(notice.what)).toBeLessThan(text.indexOf(alex.name));
});

function verbsOf({ actions }: AdaptiveCardJson): readonly unknown[] {
  return ofType(actions, 'Action.Execute').map(({ verb }) => verb);
}

function blocksOf(shown: ReturnType<typeof seats>): string {
  const { text } = requestCard(viewOf(requestIn('Pending'), 'requester', { seats: shown }));
  return (/^[■▣□ ]+$/m.exec(text)?.[0] ?? '').replaceAll(' ', '');
}
