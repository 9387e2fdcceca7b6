import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ApproverRef } from '../../src/domain/approvers.ts';
import { approvalsNeeded, termsFor, type Policy } from '../../src/domain/policy.ts';
import type { Absence, Group, Lookups, Parties } from '../../src/domain/roster.ts';
import { canBeDecided, rosterOf } from '../../src/domain/whoDecides.ts';
import type { Day, EnvironmentKey, GroupId, PersonId } from '../../src/domain/words.ts';
import { alex, ask, asks, lee, megan, mona, nestor, planHash, stage, standard, start } from '../support/requests.ts';

const today = '2026-11-24' as Day;
const groupId = 'c0000000-0000-4000-8000-000000000001' as GroupId;
const crmApprovers: Group = { id: groupId, name: 'CRM Approvers', members: [megan, lee, alex] };
const group: ApproverRef = { kind: 'group', id: groupId };

function named(...people: readonly { readonly id: PersonId }[]): readonly ApproverRef[] {
  return people.map(({ id }) => ({ kind: 'person', id }));
}

function lookups(changes: Partial<Lookups> = {}): Lookups {
  return {
    people: new Map([alex, megan, nestor, lee, mona].map((person) => [person.id, person])),
    groups: new Map([[groupId, crmApprovers]]),
    owner: nestor,
    environmentOwners: [],
    absences: new Map(),
    ...changes,
  };
}

const parties: Parties = { requester: alex.id, owner: nestor.id, creators: [] };
const facts = { parties, fallback: [], escalated: false, approvals: [], given: 0 };

function away(person: typeof megan, delegate?: typeof megan): ReadonlyMap<PersonId, Absence> {
  return new Map([[person.id, { person, source: 'self', since: start, ...(delegate && { delegate }) }]]);
}

function namesOf(...input: Parameters<typeof rosterOf>): readonly string[] {
  return rosterOf(...input).approvers.map(
    ({ person, because }) => `${person.name.split(' ')[0]} ${because.as ?? because.kind}`,
  );
}

describe('the terms of a request', () => {
  const strict: Policy = {
    ...standard,
    rules: [
      {
        name: 'Powerful roles',
        when: { roles: ['System Administrator'] },
        stages: [stage(), stage()],
        reason: 20,
      },
      { name: 'Long', when: { longerThan: 180 }, maxDays: 200 },
      { name: 'Elsewhere', when: { environments: ['test' as EnvironmentKey], kinds: ['application'] }, signIn: 60_000 },
    ],
  };
  const administrator = [{ id: 'r', name: 'system administrator' }];

  test('are the policy’s own when no rule is for it', () => {
    expect(termsFor(strict, ask, today)).toStrictEqual({
      ...standard.terms,
      policy: 'standard',
      version: 'v1',
      fallback: [],
    });
  });

  test('are changed by the first rule that is for it, whatever the case of a role', () => {
    const terms = termsFor(strict, { ...ask, roles: administrator, until: '2027-11-01' as Day }, today);
    expect(terms).toMatchObject({ rule: 'Powerful roles', reason: 20, maxDays: standard.terms.maxDays });
    expect(approvalsNeeded(terms)).toBe(2);
  });

  test.each([
    ['2027-05-23', undefined],
    ['2027-05-24', 'Long'],
  ])('with a rule for more than 180 days, a user until %s has the rule %s', (until, rule) => {
    expect(termsFor(strict, { ...ask, until: until as Day }, today).rule).toBe(rule);
  });

  test('need one of the roles that a rule names, among all that are asked for', () => {
    const [first, ...others] = strict.rules;
    const roles = { ...first, name: 'Powerful', when: { roles: ['System Customizer', 'System Administrator'] } };
    const policy = { ...strict, rules: [roles, ...others] };
    expect(termsFor(policy, { ...ask, roles: [...ask.roles, ...administrator] }, today).rule).toBe('Powerful');
    expect(termsFor(policy, ask, today).rule).toBeUndefined();
  });

  test('are the policy’s own while nothing is known of what is asked', () => {
    expect(termsFor(strict, {}, today)).not.toHaveProperty('rule');
  });

  test('need everything that a rule names', () => {
    const elsewhere = { ...asks.application, environment: 'test' as EnvironmentKey };
    expect(termsFor(strict, elsewhere, today).rule).toBe('Elsewhere');
    expect(termsFor(strict, asks.application, today).rule).toBeUndefined();
    expect(termsFor(strict, { ...ask, environment: 'test' as EnvironmentKey }, today).rule).toBeUndefined();
  });
});

describe('who decides', () => {
  const mixed = stage({ approvers: [...named(megan), group] });

  test('is everybody whom the policy names, once, with the first reason', () => {
    expect(namesOf(mixed, lookups(), facts)).toEqual(['Megan named', 'Lee memberOf']);
  });

  test('is never requester, owner, creator or somebody who decided already, and it is said why', () => {
    const everybody = stage({ approvers: named(alex, nestor, lee, mona, megan) });
    const roster = rosterOf(everybody, lookups(), {
      ...facts,
      parties: { ...parties, creators: [lee.id] },
      approvals: [{ by: mona, at: start, because: { kind: 'named' }, planHash, stage: 1 }],
    });
    expect(roster.approvers.map(({ person }) => person)).toEqual([megan]);
    expect(roster.excluded.map(({ person, why }) => [person.name, why])).toEqual([
      ['Alex Wilber', 'requester'],
      ['Nestor Wilke', 'owner'],
      ['Lee Gu', 'creator'],
      ['Mona Kane', 'voteUsed'],
    ]);
  });

  test('is the manager of the owner, and the environment’s owners, where the policy says so', () => {
    const refs = stage({ approvers: [{ kind: 'manager' }, { kind: 'environmentOwners' }] });
    const known = lookups({
      manager: mona,
      environmentOwners: named(lee),
    });
    expect(namesOf(refs, known, facts)).toEqual(['Mona manager', 'Lee environmentOwner']);
    expect(namesOf(refs, lookups(), facts)).toEqual([]);
  });

  const withAlternates = stage({ approvers: named(megan), alternates: named(lee) });

  test('is the alternates too, once the time is up', () => {
    expect(namesOf(withAlternates, lookups(), facts)).toEqual(['Megan named']);
    expect(namesOf(withAlternates, lookups(), { ...facts, escalated: true })).toEqual(['Megan named', 'Lee alternate']);
  });

  test('is the alternates at once when too few approvers are there', () => {
    expect(namesOf({ ...withAlternates, required: 2 }, lookups(), facts)).toEqual(['Megan named', 'Lee alternate']);
    expect(namesOf(withAlternates, lookups({ people: new Map([[lee.id, lee]]) }), facts)).toEqual(['Lee alternate']);
  });

  test('is the fallback when a lookup found nobody: never no one, never a silent yes', () => {
    const empty = lookups({ groups: new Map() });
    const fallback = named(mona);
    expect(namesOf(stage({ approvers: [group] }), empty, { ...facts, fallback })).toEqual(['Mona fallback']);
    expect(namesOf(withAlternates, lookups(), { ...facts, fallback })).toEqual(['Megan named']);
  });

  test('is also whoever an approver who is away has named; the approver may still decide', () => {
    const roster = rosterOf(stage(), lookups({ absences: away(megan, lee) }), facts);
    expect(roster.approvers).toEqual([
      { person: megan, because: { kind: 'named' } },
      { person: lee, because: { kind: 'named', insteadOf: megan } },
    ]);
  });

  test('is no delegate who has a stake in the request', () => {
    expect(namesOf(stage(), lookups({ absences: away(megan, alex) }), facts)).toEqual(['Megan named']);
  });

  test('does not wait for somebody who is away and named nobody', () => {
    const known = lookups({ absences: away(megan) });
    expect(namesOf(withAlternates, known, facts)).toEqual(['Megan named', 'Lee alternate']);
  });

  test('does not wait for somebody whom no card can reach, who may decide all the same', () => {
    const known = lookups({ unreachable: new Set([megan.id]) });
    expect(namesOf(withAlternates, known, facts)).toEqual(['Megan named', 'Lee alternate']);
    const nobody = lookups({ unreachable: new Set([megan.id, lee.id]) });
    expect(namesOf(withAlternates, nobody, { ...facts, fallback: named(mona) })).toEqual([
      'Megan named',
      'Lee alternate',
      'Mona fallback',
    ]);
  });

  test('is no one’s stand-in twice: whoever has a stake names nobody', () => {
    const known = lookups({ absences: away(alex, lee) });
    expect(namesOf(stage({ approvers: named(alex) }), known, facts)).toEqual([]);
  });

  test('never includes a party, whatever the policy, the absences and the lookups are', () => {
    const person = fc.constantFrom(alex, megan, nestor, lee, mona);
    const ref: fc.Arbitrary<ApproverRef> = fc.oneof(
      person.map(({ id }): ApproverRef => ({ kind: 'person', id })),
      fc.constant(group),
      fc.constant<ApproverRef>({ kind: 'manager' }),
    );
    const refs = fc.array(ref, { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.record({ approvers: refs, alternates: refs, fallback: refs, required: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ manager: person, absent: person, delegate: person, escalated: fc.boolean() }),
        ({ fallback, ...changes }, { manager, absent, delegate, escalated }) => {
          const known = lookups({ manager, absences: away(absent, delegate) });
          const { approvers } = rosterOf(stage(changes), known, { ...facts, fallback, escalated });
          const ids = approvers.map(({ person: { id } }) => id);
          expect(ids).not.toContain(alex.id);
          expect(ids).not.toContain(nestor.id);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
    );
  });
});

describe('whether a request can be decided', () => {
  const [a, b, c] = [megan.id, lee.id, mona.id];

  test.each([
    ['one who can', [{ still: 1, people: [a] }], true],
    ['nobody who can', [{ still: 1, people: [] }], false],
    [
      'the same person in two stages',
      [
        { still: 1, people: [a] },
        { still: 1, people: [a] },
      ],
      false,
    ],
    [
      'two people for two stages, one of whom can do both',
      [
        { still: 1, people: [a, b] },
        { still: 1, people: [a] },
      ],
      true,
    ],
    [
      'three places and two people',
      [
        { still: 2, people: [a, b] },
        { still: 1, people: [a, b] },
      ],
      false,
    ],
    [
      'three places and three people',
      [
        { still: 2, people: [a, b, c] },
        { still: 1, people: [b] },
      ],
      true,
    ],
    ['a stage that is done', [{ still: 0, people: [] }], true],
  ])('%s', (_, stages, expected) => {
    expect(canBeDecided(stages)).toBe(expected);
  });

  test('is what trying every distribution says', () => {
    const people = fc.uniqueArray(fc.constantFrom(a, b, c, alex.id), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.record({ still: fc.nat(2), people }), { maxLength: 3 }), (stages) => {
        expect(canBeDecided(stages)).toBe(
          byTrying(stages.flatMap(({ still, people: who }) => Array.from({ length: still }, () => who))),
        );
      }),
    );
  });

  function byTrying(places: readonly (readonly PersonId[])[], used: readonly PersonId[] = []): boolean {
    const [place, ...others] = places;
    if (!place) return true;
    return place.some((person) => !used.includes(person) && byTrying(others, [...used, person]));
  }
});
