import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide } from '../../src/domain/decide.ts';
import { partiesOf } from '../../src/domain/decideReview.ts';
import { evolve } from '../../src/domain/evolve.ts';
import type { Stage } from '../../src/domain/policy.ts';
import type { AccessRequest, Approval } from '../../src/domain/request.ts';
import type { Absence, Because, Lookups } from '../../src/domain/roster.ts';
import { rosterOf, type Roster } from '../../src/domain/whoDecides.ts';
import type { Person, PersonId } from '../../src/domain/words.ts';
import {
  alex,
  command,
  later,
  lee,
  megan,
  mona,
  nestor,
  pending,
  planHash,
  stage,
  start,
  terms,
} from '../support/requests.ts';

/** Diego and Adele are in no list of the policy. */
const outsider = (number: number, name: string): Person => ({
  id: `a1e00000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}` as PersonId,
  name,
});
const [adele, diego] = [outsider(1, 'Adele Vance'), outsider(2, 'Diego Siciliani')];
const everybody = [alex, megan, nestor, mona, lee, adele, diego];
const refs = (...people: readonly Person[]) => people.map(({ id }) => ({ kind: 'person', id }) as const);

type StandIns = readonly (readonly [person: Person, delegate?: Person | undefined])[];

function away(...absent: StandIns): Lookups {
  const absences = absent.map(([person, delegate]): readonly [PersonId, Absence] => [
    person.id,
    { person, source: 'self', since: start, ...(delegate && { delegate }) },
  ]);
  const people = new Map(everybody.map((person) => [person.id, person]));
  return { people, groups: new Map(), owner: nestor, environmentOwners: [], absences: new Map(absences) };
}

const given = (by: Person, insteadOf?: Person, index = 0): Approval => ({
  by,
  at: later(2),
  because: { kind: 'named', ...(insteadOf && { insteadOf }) },
  planHash,
  stage: index,
});

function roster(stageOf: Partial<Stage>, lookups: Lookups, approvals: readonly Approval[] = [], escalated = false) {
  const parties = { requester: alex.id, owner: nestor.id, creators: [] };
  const inStage = approvals.filter((approval) => approval.stage === 0).length;
  return rosterOf(stage(stageOf), lookups, { parties, fallback: refs(diego), escalated, approvals, given: inStage });
}

const words = ({ insteadOf, as, kind }: Because): string => (insteadOf ? `for ${insteadOf.name}` : (as ?? kind));
const can = ({ approvers }: Roster) => approvers.map(({ person, because }) => `${person.name} ${words(because)}`);
const cannot = ({ excluded }: Roster) => excluded.map(({ person, why }) => `${person.name} ${why}`);

describe('whoever stands in', () => {
  test('is asked in their own right where they have one, and not for somebody else', () => {
    const both = { approvers: refs(megan, lee), required: 2 };
    expect(can(roster(both, away([megan, lee])))).toEqual([
      'Megan Bowen named',
      'Lee Gu named',
      'Diego Siciliani fallback',
    ]);
    expect(can(roster({ ...both, approvers: refs(lee, megan) }, away([megan, lee])))[0]).toBe('Lee Gu named');
  });

  test('is an alternate once those are asked', () => {
    const asked = { approvers: refs(megan), alternates: refs(lee) };
    expect(can(roster(asked, away([megan, lee])))).toEqual(['Megan Bowen named', 'Lee Gu for Megan Bowen']);
    expect(can(roster(asked, away([megan, lee]), [], true))).toEqual(['Megan Bowen named', 'Lee Gu alternate']);
  });

  test('for two people counts for one of them', () => {
    const two = { approvers: refs(megan, lee), required: 2 };
    const asked = roster(two, away([megan, adele], [lee, adele]));
    expect(can(asked)).toEqual([
      'Megan Bowen named',
      'Adele Vance for Megan Bowen',
      'Lee Gu named',
      'Diego Siciliani fallback',
    ]);
  });

  test('for two people is asked for the second when the first has decided', () => {
    const two = { approvers: refs(megan, lee), required: 2 };
    const asked = roster(two, away([megan, adele], [lee, adele]), [given(megan)]);
    expect(can(asked)).toEqual(['Adele Vance for Lee Gu', 'Lee Gu named']);
    expect(asked.short).toBe(false);
  });

  test('is not asked when the one who is away has decided, or somebody else in that place', () => {
    const one = { approvers: refs(megan, lee), required: 2 };
    expect(cannot(roster(one, away([megan, adele]), [given(megan)]))).toEqual([
      'Megan Bowen voteUsed',
      'Adele Vance voteUsed',
    ]);
    expect(cannot(roster(one, away([megan, diego]), [given(adele, megan)]))).toEqual([
      'Megan Bowen voteUsed',
      'Diego Siciliani voteUsed',
    ]);
  });

  test('uses up the vote of whoever is away in the other stages too, so somebody else is asked there', () => {
    const later = roster({ approvers: refs(megan) }, away([megan, adele]), [given(adele, megan, 1)]);
    expect(can(later)).toEqual(['Diego Siciliani fallback']);
  });
});

test('what was approved already counts towards what is needed, whoever has left since', () => {
  const two = { approvers: refs(megan, lee), required: 2 };
  expect(roster(two, away([megan]), [given(megan)])).toMatchObject({ short: false });
  expect(can(roster(two, away([megan]), [given(megan)]))).toEqual(['Lee Gu named']);
});

describe('random histories of approvers who leave, name somebody and come back', () => {
  const person = fc.constantFrom(...everybody);
  const absent = fc.tuple(person, fc.option(person, { nil: undefined }));
  const turn = fc.record({ by: person, away: fc.array(absent, { maxLength: 4 }), escalated: fc.boolean() });
  const list = fc.uniqueArray(person, { maxLength: 4 });
  const someStage = fc
    .record({ approvers: list, alternates: list, required: fc.integer({ min: 1, max: 3 }) })
    .map(({ required, ...lists }) =>
      stage({ required, approvers: refs(...lists.approvers), alternates: refs(...lists.alternates) }),
    );
  const history = fc.record({
    stages: fc.array(someStage, { minLength: 1, maxLength: 2 }),
    fallback: list,
    turns: fc.array(turn, { minLength: 5, maxLength: 25, size: 'max' }),
  });

  interface Lived {
    readonly request: AccessRequest;
    /** As somebody sees the open stage at that moment. */
    readonly asked: Roster;
    readonly by: Person;
    readonly accepted: boolean;
  }

  function live({
    stages,
    fallback,
    turns,
  }: typeof history extends fc.Arbitrary<infer H> ? H : never): readonly Lived[] {
    let request = pending({ terms: { ...terms(), stages, fallback: refs(...fallback) } });
    return turns.map(({ by, away: absences, escalated }): Lived => {
      const approvals = 'approvals' in request ? request.approvals : [];
      const open = request.status === 'Pending' ? request.stage : 0;
      const rosters = stages.map((each, index) =>
        rosterOf(each, away(...absences), {
          parties: partiesOf(request),
          fallback: refs(...fallback),
          escalated,
          approvals,
          given: approvals.filter((approval) => approval.stage === index).length,
        }),
      );
      const rights = rosters.map(
        ({ approvers, excluded }) =>
          [...approvers, ...excluded.flatMap((out) => (out.why === 'voteUsed' ? [out] : []))].find(
            (each) => each.person.id === by.id,
          )?.because,
      );
      const decision = decide(request, command('approve', { by, rights }));
      if (decision.ok) request = decision.value.reduce<AccessRequest>(evolve, request);
      return { request, asked: rosters[open] as Roster, by, accepted: decision.ok };
    });
  }

  test('nobody stands behind two approvals, neither by name nor in somebody’s place', () => {
    fc.assert(
      fc.property(history, (lived) => {
        for (const { request } of live(lived)) {
          if (!('approvals' in request)) continue;
          const behind = request.approvals.flatMap(({ by, because: { insteadOf } }) =>
            insteadOf ? [by.id, insteadOf.id] : [by.id],
          );
          expect(new Set(behind).size).toBe(behind.length);
        }
      }),
    );
  });

  test('no stage has more approvals than it has approvers of its own whose votes they are', () => {
    fc.assert(
      fc.property(history, (lived) => {
        for (const { request } of live(lived)) {
          if (!('approvals' in request)) continue;
          request.terms.stages.forEach(({ approvers, alternates, required }, index) => {
            const own = [...approvers, ...alternates, ...request.terms.fallback].map((ref) => 'id' in ref && ref.id);
            const votes = request.approvals
              .filter((approval) => approval.stage === index)
              .map(({ by, because: { insteadOf } }) => (insteadOf ?? by).id);
            expect(new Set(votes).size).toBe(votes.length);
            expect(votes.length).toBeLessThanOrEqual(required);
            for (const vote of votes) expect(own).toContain(vote);
          });
        }
      }),
    );
  });

  test('whoever is asked in the open stage can approve, and nobody else', () => {
    fc.assert(
      fc.property(history, (lived) => {
        let before: AccessRequest['status'] = 'Pending';
        for (const { request, asked, by, accepted } of live(lived)) {
          const isAsked = asked.approvers.some(({ person: { id } }) => id === by.id);
          if (before === 'Pending') expect(accepted).toBe(isAsked);
          before = request.status;
        }
      }),
    );
  });
});
