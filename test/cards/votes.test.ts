import { describe, expect, test } from '@jest/globals';
import type { ApproverView, RequestView } from '../../src/application/views.ts';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { refusalNotice } from '../../src/bot/words/refusals.ts';
import type { Pending } from '../../src/domain/request.ts';
import type { Absence, Because } from '../../src/domain/roster.ts';
import type { Person } from '../../src/domain/words.ts';
import { inMonasPlace, memberOf, monaIsAway, oneLeft, viewFor } from '../support/cardApprovals.ts';
import { ofType } from '../support/cardRules.ts';
import { alex, approvalBy, baseOf, joni, lee, megan, mona, requestIn, viewOf } from '../support/cardViews.ts';

const forMona: Because = { ...memberOf, insteadOf: mona };
const byJoni = inMonasPlace;
const approvers = oneLeft;
const asked = (person: Person, changes: Partial<ApproverView> = {}): ApproverView => ({
  person,
  delivery: 'asked',
  stage: 0,
  because: memberOf,
  ...changes,
});
const twoNeeded: Pending = requestIn('Pending', baseOf(undefined, 2));
const textOf = (view: RequestView): string => requestCard(view).text;
const verbsOf = (view: RequestView) =>
  ofType(requestCard(view).content, 'Action.Execute').flatMap(({ verb }) => (verb === 'refresh' ? [] : [verb]));

describe('an approval in somebody’s place', () => {
  test('is shown as one, and neither of the two is waited for', () => {
    const text = textOf(viewOf(byJoni, 'requester', { approvers }));
    expect(text).toContain('Joni Sherman (for Mona Kane) has approved. Waiting for one more approval from Lee Gu.');
    expect(text).not.toContain('may decide instead');
  });

  test('is told to the one who is represented, without buttons, and with the way to stop it', () => {
    const view = viewFor(mona, byJoni, approvers);
    expect(verbsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('Joni Sherman has approved in your place.');
    expect(textOf(view)).toContain('If you see it otherwise, write “reject 104” and why.');
    expect(textOf(view)).toContain('Joni Sherman (for you) has approved.');
  });

  test('ends the turn of another stand-in', () => {
    const view = viewFor(lee, byJoni, [...approvers.slice(0, 2), asked(lee, { because: forMona, released: true })]);
    expect(verbsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('Joni Sherman has approved in the place of Mona Kane, in which you are asked too.');
  });

  test('is not possible after the absent one has approved', () => {
    const byMona: Pending = { ...twoNeeded, approvals: [approvalBy(mona)] };
    const view = viewFor(joni, byMona, [asked(mona, { decision: 'approved' }), asked(joni, { because: forMona })]);
    expect(verbsOf(view)).toEqual([]);
    expect(textOf(view)).toContain('Mona Kane, in whose place you are asked, has approved.');
  });

  test('stays visible after the decision', () => {
    const { approvals } = byJoni;
    expect(textOf({ ...viewOf({ ...requestIn('Waiting'), approvals }, 'requester') })).toContain(
      'Joni Sherman (for Mona Kane)',
    );
    expect(textOf({ ...viewOf({ ...requestIn('Provisioning'), approvals }, 'requester') })).toContain(
      'Joni Sherman (for Mona Kane) approved.',
    );
  });

  test('of whoever comes second is refused with the name of the first', () => {
    const [approval] = byJoni.approvals;
    if (!approval) throw new Error('Joni has approved');
    const view = viewFor(mona, byJoni, approvers);
    expect(refusalNotice({ code: 'VoteUsed', approval }, view)).toMatchObject({
      what: 'Your decision was not counted.',
      why: expect.stringMatching(/^Joni Sherman has approved in your place\. /),
    });
    expect(
      refusalNotice({ code: 'NotPending' }, { ...view, request: { ...requestIn('Waiting'), approvals: [approval] } })
        .what,
    ).toBe('Joni Sherman has approved in your place.');
  });
});

describe('a card names as a stand-in', () => {
  const delegateIs = (delegate: Person): Absence => ({ ...monaIsAway, delegate });

  test.each([
    ['the requester', alex, [asked(mona, { away: delegateIs(alex) })]],
    ['somebody with a vote of their own', lee, [asked(mona, { away: delegateIs(lee) }), asked(lee)]],
    [
      'whoever stands in for somebody else already',
      joni,
      [asked(mona, { away: delegateIs(joni) }), asked(joni, { because: { ...memberOf, insteadOf: megan } })],
    ],
  ])('never %s', (_, __, people) => {
    const text = textOf(viewOf(twoNeeded, 'requester', { approvers: people }));
    expect(text).toContain('Mona Kane is away until 3 December 2026.');
  });
});

test('a stand-in of somebody who is back is not asked any more', () => {
  const view = viewFor(joni, twoNeeded, [asked(mona), asked(joni, { because: forMona, released: true })]);
  expect(verbsOf(view)).toEqual([]);
  expect(textOf(view)).toContain('You are not asked any more.');
  expect(textOf(view)).not.toContain('waiting for you');
});

test('the reader is “you” in the middle of a sentence', () => {
  const both: Pending = {
    ...requestIn('Pending', baseOf(undefined, 3)),
    approvals: [approvalBy(megan), approvalBy(lee)],
  };
  expect(textOf(viewFor(lee, both, [asked(megan), asked(lee)]))).toContain('Megan Bowen and you have approved.');
  expect(textOf(viewFor(megan, both, [asked(megan), asked(lee)]))).toContain('You and Lee Gu have approved.');
});
