import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { takesSeat } from '../../src/domain/ask.ts';
import type { RequestStatus } from '../../src/domain/request.ts';
import { life, play, review, stepNames } from '../support/histories.ts';

test('nobody ever approves their own request, and nobody without a right decides', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { before, wish: asked } of play(lived)) {
        if (asked.type !== 'approve' && asked.type !== 'reject' && asked.type !== 'force') continue;
        expect([before.requester.id, before.ask.owner.id, ...before.creators]).not.toContain(asked.by.id);
        if (asked.type === 'force') expect(asked.admin).toBe(true);
        else expect(asked.rights.some((because) => because)).toBe(true);
      }
    }),
  );
});

test('a creation begins only after as many different people approved this very plan as the policy demands', () => {
  fc.assert(
    fc.property(fc.oneof(life, review), (lived) => {
      for (const { after } of play(lived)) {
        if (!('approvals' in after)) continue;
        const behind = after.approvals.flatMap(({ by, because }) => [by, because.insteadOf ?? []].flat());
        expect(new Set(behind.map(({ id }) => id)).size).toBe(behind.length);
        expect(after.approvals.every((approval) => approval.planHash === after.planHash)).toBe(true);
        if (!('approvedAt' in after) || after.forced) continue;
        expect(
          after.terms.stages.map((_, stage) => after.approvals.filter((given) => given.stage === stage).length),
        ).toEqual(after.terms.stages.map(({ required }) => required));
      }
    }),
  );
});

test('without its approvals nothing begins, unless an admin forced it, and then it says so for ever', () => {
  fc.assert(
    fc.property(life, (lived) => {
      let forced = false;
      for (const { wish: asked, after } of play(lived)) {
        forced ||= asked.type === 'force';
        if ('approvedAt' in after) expect('forced' in after).toBe(forced);
      }
    }),
  );
});

test('a stage is open only when those before it have their approvals', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) {
        if (after.status !== 'Pending') continue;
        const given = (stage: number) => after.approvals.filter((approval) => approval.stage === stage).length;
        after.terms.stages.forEach(({ required }, stage) => {
          if (stage < after.stage) expect(given(stage)).toBe(required);
          else if (stage > after.stage) expect(given(stage)).toBe(0);
          else expect(given(stage)).toBeLessThan(required);
        });
      }
    }),
  );
});

/** By hand, so that a status which is no longer thought to be an end is noticed. */
const ended: readonly RequestStatus[] = ['Rejected', 'Withdrawn', 'Expired', 'Failed', 'Replaced', 'Revoked'];

test('what has ended stays ended, and a user ends only by another request or by a revocation', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { before, after } of play(lived)) {
        expect(ended).not.toContain(before.status);
        if (before.status === 'Active') expect(['Active', 'Replaced', 'Revoking']).toContain(after.status);
      }
    }),
  );
});

test('a user exists only after every step was done once, in the order of the plan', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) {
        if (!('done' in after)) continue;
        const done = after.done.map((record) => record.step);
        const names = stepNames({ ask: after.ask });
        expect(done).toEqual(names.slice(0, done.length));
        if (after.status === 'Active') expect(done).toEqual(names);
      }
    }),
  );
});

test('a failed creation has taken back, or listed, every step that was begun', () => {
  fc.assert(
    fc.property(life, (lived) => {
      let undone: string[] = [];
      for (const { wish: asked, before, after } of play(lived)) {
        if (before.status !== 'Undoing' && after.status === 'Undoing') undone = [];
        if (asked.type === 'completeUndo') undone.push(asked.step);
        if (after.status !== 'Failed') continue;
        const begun = after.done.map((record) => record.step);
        const cared = new Set([...undone, ...after.leftovers.map((leftover) => leftover.step)]);
        expect(begun.every((name) => cared.has(name))).toBe(true);
      }
    }),
  );
});

test('only requests that need a seat ever wait for one, reserve one or take one', () => {
  fc.assert(
    fc.property(life, (lived) => {
      for (const { after } of play(lived)) {
        if (takesSeat(after.ask.account)) continue;
        expect(after.status).not.toBe('Waiting');
        expect(after).not.toHaveProperty('seatTakenAt');
      }
    }),
  );
});
