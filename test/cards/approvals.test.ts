import { describe, expect, test } from '@jest/globals';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { refusalNotice } from '../../src/bot/words/refusals.ts';
import type { Instant } from '../../src/domain/words.ts';
import {
  asAdmin,
  comments,
  crowd,
  forced,
  memberOf,
  moreReasons,
  outOfOffice,
  secondApprovers,
  secondStage,
  viewFor,
} from '../support/cardApprovals.ts';
import { requestStatuses } from '../support/cardCases.ts';
import { nodesOf, ofType } from '../support/cardRules.ts';
import { approvalBy, baseOf, joni, lee, megan, mona, requestIn, viewOf } from '../support/cardViews.ts';

const pending = requestIn('Pending');
const twoStages = requestIn('Pending', baseOf(undefined, 1, 1));

const verbsOf = (view: Parameters<typeof requestCard>[0]): readonly unknown[] =>
  ofType(requestCard(view).content, 'Action.Execute')
    .map(({ verb }) => verb)
    .filter((verb) => verb !== 'refresh');
const textOf = (view: Parameters<typeof requestCard>[0]): string => requestCard(view).text;

describe('the requester sees', () => {
  const text = textOf(viewOf(secondStage, 'requester', { approvers: secondApprovers }));

  test('who has approved and who has still to decide, stage by stage', () => {
    expect(text).toContain('✓  Stage 1 of 2: Megan Bowen has approved.');
    expect(text).toContain('●  Stage 2 of 2: waiting for Lee Gu, Mona Kane or Joni Sherman.');
  });

  test('who cannot be reached, who is being asked, and who decides for whoever is away', () => {
    expect(text).toContain('Lee Gu cannot be reached in Teams.');
    expect(text).toContain('Joni Sherman is being asked.');
    expect(text).toContain('Mona Kane is away until 3 December 2026; Joni Sherman may decide instead.');
    const approvers = [{ person: mona, delivery: 'asked', stage: 0, away: outOfOffice }] as const;
    expect(textOf(viewOf(pending, 'requester', { approvers }))).toContain('Mona Kane is away for now.');
  });

  test('how many approvals a later stage needs', () => {
    expect(textOf(viewOf(twoStages, 'requester'))).toContain(
      '○  Stage 2 of 2: one approval, asked for after the stage before',
    );
  });

  test('of many approvers six, and how many more there are', () => {
    const shown = textOf(viewOf(pending, 'requester', { approvers: crowd(10) }));
    expect(shown).toContain('Enrico Walters, Grady Thomas and 4 more.');
    expect(shown).not.toContain('Henrietta');
  });

  test('how many approvals are missing, from whom', () => {
    const three = requestIn('Pending', baseOf(undefined, 3));
    const approvers = [megan, lee, mona, joni].map((person) => ({ person, delivery: 'asked', stage: 0 }) as const);
    expect(textOf(viewOf(three, 'requester', { approvers }))).toContain(
      'Waiting for 3 approvals from Megan Bowen, Lee Gu, Mona Kane or Joni Sherman.',
    );
    expect(textOf(viewOf(three, 'requester', { approvers: approvers.slice(0, 3) }))).toContain('Lee Gu and Mona Kane.');
  });

  test('that the approvers are being asked while nobody is known, and after a minute that there is nobody', () => {
    const view = viewOf(pending, 'requester', { approvers: [] });
    const asking = { ...pending, stageSince: view.at };
    expect(textOf({ ...view, request: asking })).toContain('The approvers are being asked.');
    expect(textOf(view)).toContain('Nobody was found who can approve now. An admin can');
  });

  test('reminders, and that alternates are asked', () => {
    const late = viewOf({ ...pending, reminders: 2, escalated: true }, 'requester');
    expect(textOf(late)).toContain('Reminded 2 times.');
    expect(textOf(late)).toContain('no alternate can be asked');
    const alternate = {
      person: lee,
      delivery: 'asked',
      stage: 0,
      because: { kind: 'named', as: 'alternate' },
    } as const;
    expect(textOf({ ...late, approvers: [...late.approvers, alternate] })).toContain('alternates are asked too');
  });
});

describe('the requester can', () => {
  test('nudge, edit, withdraw and comment while nobody has approved', () => {
    expect(verbsOf(viewOf(pending, 'requester'))).toEqual(['comment', 'nudge', 'reopen', 'withdraw']);
  });

  test('no longer edit once somebody approved', () => {
    const approved = { ...twoStages, approvals: [approvalBy(megan)] };
    expect(verbsOf(viewOf(approved, 'requester'))).toEqual(['comment', 'nudge', 'withdraw']);
  });

  test('nudge again after an hour, and is told when that is', () => {
    const nudgedAt = (text: string) => ({ ...pending, nudgedAt: text as Instant });
    const soon = viewOf(nudgedAt('2026-11-26T08:41:00.001Z'), 'requester');
    expect(verbsOf(soon)).not.toContain('nudge');
    expect(textOf(soon)).toContain('You reminded them at 08:41 UTC, and can again at 09:41 UTC.');
    expect(verbsOf(viewOf(nudgedAt('2026-11-26T08:41:00.000Z'), 'requester'))).toContain('nudge');
  });

  test('only comment and withdraw on the waiting list', () => {
    expect(verbsOf(viewOf(requestIn('Waiting'), 'requester'))).toEqual(['comment', 'withdraw']);
  });

  test('not send an empty comment, and do everything else without one', () => {
    const { content } = requestCard(viewOf(pending, 'requester'));
    expect(ofType(content, 'Input.Text')).toMatchObject([{ id: 'comment', isRequired: true }]);
    for (const action of ofType(content['actions'], 'Action.Execute')) {
      expect(action).toMatchObject({ associatedInputs: 'none' });
    }
  });
});

describe('an approver', () => {
  test('whose stage is open decides and comments', () => {
    expect(verbsOf(viewFor(joni, secondStage))).toEqual(['comment', 'approve', 'reject']);
    expect(textOf(viewFor(joni, secondStage))).toContain('Stage 2 of 2: waiting for you, Lee Gu or Mona Kane.');
  });

  test('who approved already has no buttons', () => {
    const view = viewFor(megan, secondStage);
    expect(verbsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('You approved.');
    expect(textOf(view)).toContain('You have approved.');
  });

  test('of a later stage has no buttons yet', () => {
    const view = viewFor(lee, twoStages);
    expect(verbsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('It is not your turn yet.');
  });

  test('of a stage that is over has no buttons any more', () => {
    const approvers = [...secondApprovers, { person: joni, delivery: 'asked', stage: 0, because: memberOf } as const];
    const view = viewFor(joni, secondStage, approvers.slice(-1));
    expect(verbsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('The stage that you were asked for has its approvals.');
  });

  test('is asked by what the policy says now, not by what the card was sent for', () => {
    const view = viewFor(joni, secondStage, []);
    expect(verbsOf({ ...view, reader: { ...view.reader, stage: 1 } })).toContain('approve');
  });

  test('is told when a sign-in comes first', () => {
    const { content } = requestCard(viewOf({ ...pending, terms: { ...pending.terms, signIn: 600_000 } }, 'approver'));
    expect(ofType(content['actions'], 'Action.Execute')[0]).toMatchObject({
      title: 'Sign in and approve',
      verb: 'approve',
    });
  });

  test('of a request that is being changed waits for the next version', () => {
    const view = viewOf(requestIn('Draft'), 'approver');
    expect(verbsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('Alex Wilber is changing this request.');
    expect(textOf(view)).toContain('You get it again when it is submitted.');
    expect(requestCard(view).summary).toContain('Alex is changing the request for');
  });

  test.each([
    ['named', 'you are named in the policy of Contoso Production.'],
    ['manager', 'you are the manager of Nestor Wilke, the owner.'],
    ['environmentOwner', 'you are an owner of Contoso Production.'],
    ['insteadOf', 'Megan Bowen, who is in CRM Approvers, is away and named you.'],
    ['alternate', 'you are named in the policy of Contoso Production. You are asked as an alternate: '],
    ['fallback', 'you are in CRM Approvers. You are asked as the fallback: '],
  ])('is told why they are asked: %s', (reason, words) => {
    const view = viewOf(pending, 'approver');
    const because = moreReasons[reason] ?? memberOf;
    expect(textOf({ ...view, reader: { ...view.reader, because } })).toContain(`You are asked because ${words}`);
  });
});

describe('comments', () => {
  test('of both sides stand in the order in which they were said, the last five of them', () => {
    const approvals = [{ ...approvalBy(lee, 'Agreed.'), at: '2026-11-26T08:05:30.000Z' as Instant }];
    const text = textOf(viewOf({ ...requestIn('Pending', baseOf(undefined, 2)), comments, approvals }, 'approver'));
    expect(text).toContain('3 earlier comments not shown');
    expect(text).not.toContain('SAP PI');
    expect(text).toMatch(
      /Every five minutes.*Does it need.*No, it only writes.*Lee Gu {2}.*Agreed\..*Then I am happy/s,
    );
  });

  test('are fewer when they would make the card too large for Teams, and each is whole', () => {
    const long = comments.map((comment, index) => ({ ...comment, text: String(index).repeat(2_000) }));
    const { text, content } = requestCard(viewOf({ ...pending, comments: long }, 'approver'));
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(25 * 1024);
    expect(text).toMatch(/\d earlier comments not shown/);
    expect(text).toContain('6'.repeat(2_000));
    expect(text).not.toContain('2'.repeat(2_000));
  });
});

describe('forcing', () => {
  test('is offered to an admin who watches, folded, with a reason that is required', () => {
    const { content, text } = requestCard(asAdmin(pending));
    const [folded] = nodesOf(content).filter(({ id }) => id === 'force');
    expect(folded).toMatchObject({ isVisible: false });
    expect(ofType(folded, 'Input.Text')).toMatchObject([{ id: 'reason', isRequired: true }]);
    expect(ofType(folded, 'Action.Execute')).toMatchObject([
      { verb: 'force', data: { requestId: 104, version: 3, planHash: pending.planHash } },
    ]);
    expect(text).toContain('All other admins are told at once');
  });

  test('is offered to nobody else, and only while somebody has to approve', () => {
    for (const part of ['requester', 'approver', 'owner', 'forced', 'observer'] as const) {
      expect(verbsOf(viewOf(pending, part))).not.toContain('force');
    }
    for (const status of requestStatuses.filter((each) => each !== 'Pending')) {
      expect(verbsOf(asAdmin(requestIn(status)))).not.toContain('force');
    }
  });

  const statuses = [
    'Pending',
    'Rejected',
    'Waiting',
    'Provisioning',
    'Undoing',
    'Failed',
    'Active',
    'Replaced',
  ] as const;
  const cases = statuses.flatMap((status) =>
    (['requester', 'approver', 'owner', 'outcome', 'reminder', 'forced', 'observer'] as const).map((part) => ({
      status,
      part,
    })),
  );
  test.each(cases)('is said for ever: $status for $part', ({ status, part }) => {
    const { text } = requestCard(viewOf({ ...requestIn(status), approvals: [], forced }, part));
    expect(text).toContain('Forced by Mona Kane on 26 November 2026.');
    expect(text).toContain(`“${forced.reason}”`);
    expect(text).not.toMatch(/(^|\n) approved\.|Approved[.,]/);
  });

  test('is the news to the other admins', () => {
    const { summary } = requestCard(viewOf({ ...requestIn('Provisioning'), approvals: [], forced }, 'forced'));
    expect(summary).toMatch(/^Mona Kane forced the request for a non-interactive user in Contoso Production/);
  });
});

describe('a reminder', () => {
  test('says since when it waits and what for, and is small', () => {
    const { text, summary, content } = requestCard(viewOf(pending, 'reminder'));
    expect(text).toContain('Still waits for you, since 26 November 2026, 07:40 UTC.');
    expect(text).toContain('You are asked because you are in CRM Approvers.');
    expect(summary).toMatch(/^Still waits for you: Alex asks for/);
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(10_000);
  });

  test('can be answered with a comment, and is bound to the plan', () => {
    const { content } = requestCard(viewOf(pending, 'reminder'));
    expect(ofType(content, 'Input.Text')).toMatchObject([{ id: 'comment' }]);
    expect(ofType(content['actions'], 'Action.Execute')[0]).toMatchObject({
      verb: 'approve',
      data: { planHash: pending.planHash },
    });
    expect(ofType(content, 'Action.Submit')).toMatchObject([{ data: { command: 'show', requestId: 104 } }]);
  });

  test('has nothing to press but the way to the request once it is answered', () => {
    const approved = { ...requestIn('Pending', baseOf(undefined, 2)), approvals: [approvalBy(megan)] };
    for (const view of [viewOf(approved, 'reminder'), viewOf(requestIn('Rejected'), 'reminder')]) {
      expect(verbsOf(view)).toEqual([]);
      expect(textOf(view)).not.toContain('Still waits');
    }
  });
});

test('a nudge too soon is told when it is possible, in the reader’s time zone', () => {
  const view = viewOf(pending, 'requester');
  const refusal = { code: 'NudgedAlready', again: '2026-11-26T10:15:00.000Z' as Instant } as const;
  const { text, content } = requestCard(view, refusalNotice(refusal, view));
  expect(text).toContain('It is possible again at 10:15 UTC.');
  expect(JSON.stringify(content['body'])).toContain('{{TIME(2026-11-26T10:15:00Z)}}');
});
