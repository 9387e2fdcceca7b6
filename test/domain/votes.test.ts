import { describe, expect, test } from '@jest/globals';
import type { Command, Refusal } from '../../src/domain/commands.ts';
import { decide } from '../../src/domain/decide.ts';
import type { AccessRequest, Approval } from '../../src/domain/request.ts';
import type { Because } from '../../src/domain/roster.ts';
import { usedVote } from '../../src/domain/votes.ts';
import type { Person } from '../../src/domain/words.ts';
import { command, later, lee, megan, mona, named, pending, planHash, terms, when } from '../support/requests.ts';

const forPerson = (insteadOf: Person): Because => ({ ...named, insteadOf });
const given = (by: Person, because: Because = named): Approval => ({ by, at: later(2), because, planHash, stage: 0 });
const approve = (by: Person, ...rights: readonly (Because | undefined)[]): Command =>
  command('approve', { by, rights });

function refusal(request: AccessRequest, wish: Command): Refusal | undefined {
  const decision = decide(request, wish);
  return decision.ok ? undefined : decision.refusal;
}

describe('an approval in somebody’s place uses up that person’s vote', () => {
  const byDelegate = when(pending({ terms: terms(2) }), approve(lee, forPerson(megan)));

  test('so the one who is represented does not count as well', () => {
    const { approvals } = byDelegate as Extract<AccessRequest, { readonly status: 'Pending' }>;
    expect(refusal(byDelegate, approve(megan, named))).toEqual({ code: 'VoteUsed', approval: approvals[0] });
  });

  test('so a second stand-in of the same person does not count', () => {
    expect(refusal(byDelegate, approve(mona, forPerson(megan)))).toMatchObject({
      code: 'VoteUsed',
      approval: { by: lee },
      insteadOf: megan,
    });
  });

  test('so nobody stands in for somebody who has approved', () => {
    const own = when(pending({ terms: terms(2) }), approve(megan, named));
    expect(refusal(own, approve(lee, forPerson(megan)))).toMatchObject({
      code: 'VoteUsed',
      approval: { by: megan },
      insteadOf: megan,
    });
  });

  test('in every stage: who was represented in one does not decide in the next', () => {
    const second = when(pending({ terms: terms(1, 1) }), approve(lee, forPerson(megan), undefined));
    expect(second).toMatchObject({ status: 'Pending', stage: 1 });
    expect(refusal(second, approve(megan, named, named))).toMatchObject({ code: 'VoteUsed', approval: { by: lee } });
    expect(refusal(second, approve(mona, undefined, forPerson(megan)))).toMatchObject({ code: 'VoteUsed' });
    expect(refusal(second, approve(lee, forPerson(megan), named))).toEqual({ code: 'AlreadyApproved' });
  });

  test('and the vote of whoever gives it: they do not decide for themselves besides', () => {
    expect(refusal(byDelegate, approve(lee, named))).toEqual({ code: 'AlreadyApproved' });
    expect(refusal(byDelegate, approve(mona, forPerson(lee)))).toMatchObject({ code: 'VoteUsed', insteadOf: lee });
  });

  test('but nobody else’s', () => {
    expect(when(byDelegate, approve(mona, named)).status).toBe('Provisioning');
  });

  test('which is said rather than that their stage is another one', () => {
    const second = when(pending({ terms: terms(1, 1) }), approve(lee, forPerson(megan), undefined));
    expect(refusal(second, approve(megan, named, undefined))).toMatchObject({ code: 'VoteUsed' });
  });
});

test('whoever approved for somebody who is back hears that they have approved, not that they may not', () => {
  const byDelegate = when(pending({ terms: terms(2) }), approve(lee, forPerson(megan)));
  expect(refusal(byDelegate, approve(lee, undefined))).toEqual({ code: 'AlreadyApproved' });
});

describe('a rejection', () => {
  const byDelegate = when(pending({ terms: terms(2) }), approve(lee, forPerson(megan)));
  const reject = (by: Person, because: Because): Command => command('reject', { by, rights: [because] });

  test('is open to whoever was represented: they look at it themselves', () => {
    expect(when(byDelegate, reject(megan, named)).status).toBe('Rejected');
  });

  test('and to whoever approved, as long as they still stand in', () => {
    expect(when(byDelegate, reject(lee, forPerson(megan))).status).toBe('Rejected');
  });

  test('but not to one who stands in for a vote that was given', () => {
    expect(refusal(byDelegate, reject(mona, forPerson(megan)))).toMatchObject({ code: 'VoteUsed', insteadOf: megan });
  });

  test('but to one who is asked in their own right besides', () => {
    const both = command('reject', { by: mona, rights: [forPerson(megan), named] });
    expect(when(byDelegate, both)).toMatchObject({ status: 'Rejected', rejection: { because: named } });
  });
});

test('a vote without which a later stage could not be decided is not taken in an earlier one', () => {
  const wish = command('approve', { by: lee, rights: [named, named], leavesEnough: false });
  expect(refusal(pending({ terms: terms(1, 1) }), wish)).toEqual({ code: 'NeededLater' });
});

test('a person’s own approval is found before one in whose way it stands', () => {
  const approvals = [given(megan), given(lee, forPerson(mona))];
  expect(usedVote(approvals, lee.id, forPerson(megan))).toBe(approvals[1]);
  expect(usedVote(approvals, mona.id, named)).toBe(approvals[1]);
  expect(usedVote([], lee.id, named)).toBeUndefined();
});
