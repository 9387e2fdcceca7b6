import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Account } from '../../src/domain/ask.ts';
import { lintPolicy } from '../../src/domain/lintPolicy.ts';
import { termsFor, type Condition, type Policy, type Rule } from '../../src/domain/policy.ts';
import type { Day, EnvironmentKey, GroupId } from '../../src/domain/words.ts';
import { lee, megan, stage, standard } from '../support/requests.ts';

const [prod, other] = ['prod', 'test'] as unknown as readonly [EnvironmentKey, EnvironmentKey];
const environments = [
  { key: prod, approval: 'standard' },
  { key: other, approval: 'strict' },
];
const policy = 'standard';

function withRules(...rules: readonly Rule[]): Policy {
  return { ...standard, rules };
}

function rule(name: string, when: Condition, changes: Partial<Rule> = { reason: 20 }): Rule {
  return { name, when, ...changes };
}

function codes(...rules: readonly Rule[]): readonly string[] {
  return lintPolicy(withRules(...rules), environments).map((flaw) => `${flaw.rule ?? '-'} ${flaw.code}`);
}

describe('a policy', () => {
  test('without a flaw has none', () => {
    expect(lintPolicy(withRules(rule('Long', { longerThan: 90 })), environments)).toEqual([]);
  });

  test('that no environment has is for none', () => {
    const flaws = lintPolicy(standard, [{ key: prod, approval: 'strict' }]);
    expect(flaws).toStrictEqual([{ policy, code: 'ForNoEnvironment' }]);
  });

  const [first, second] = [
    { kind: 'person', id: megan.id },
    { kind: 'person', id: lee.id },
  ] as const;
  const persons = [first, second];
  const group = { kind: 'group', id: 'g' as GroupId } as const;

  test.each([
    ['two of two people', stage({ approvers: persons, required: 2 }), undefined],
    ['three of two people', stage({ approvers: persons, required: 3 }), 2],
    ['two of one person, named twice', stage({ approvers: [first, first], required: 2 }), 1],
    ['three of two people and a group', stage({ approvers: [...persons, group], required: 3 }), undefined],
  ])('that needs %s', (_, needs, named) => {
    const flaws = lintPolicy({ ...standard, terms: { ...standard.terms, stages: [stage(), needs] } }, environments);
    const flaw = { policy, code: 'TooFewNamed', stage: 2, required: needs.required, named };
    expect(flaws).toStrictEqual(named === undefined ? [] : [flaw]);
  });

  test('with alternates needs a time at which they are asked', () => {
    const alternates = [second];
    const stages = [stage({ alternates, timeout: 1 }), stage({ alternates })];
    const flaws = lintPolicy({ ...standard, terms: { ...standard.terms, stages } }, environments);
    expect(flaws).toStrictEqual([{ policy, code: 'NoTimeout', stage: 2 }]);
  });
});

describe('a rule', () => {
  test('for environments with other policies only is for none', () => {
    expect(codes(rule('a', { environments: [other] }), rule('b', { environments: [other, prod] }))).toEqual([
      'a ForNoEnvironment',
    ]);
  });

  test('that changes nothing is found', () => {
    expect(codes(rule('a', { kinds: ['new'] }, {}))).toEqual(['a ChangesNothing']);
  });

  test('with stages of its own has their flaws', () => {
    const stages = [stage({ required: 2 })];
    expect(lintPolicy(withRules(rule('a', { longerThan: 9 }, { stages })), environments)).toStrictEqual([
      { policy, rule: 'a', code: 'TooFewNamed', stage: 1, required: 2, named: 1 },
    ]);
  });

  test('for longer than anybody may ask is found, by the rule’s own longest time if it has one', () => {
    const { maxDays } = standard.terms;
    expect(lintPolicy(withRules(rule('a', { longerThan: maxDays })), environments)).toStrictEqual([
      { policy, rule: 'a', code: 'LongerThanAllowed', days: maxDays, maxDays },
    ]);
    expect(codes(rule('a', { longerThan: maxDays - 1 }))).toEqual([]);
    expect(codes(rule('a', { longerThan: 30 }, { maxDays: 30 }))).toEqual(['a LongerThanAllowed']);
  });

  test('says which earlier one takes its requests', () => {
    const rules = [rule('a', { kinds: ['user'] }), rule('b', { roles: ['Writer'] }), rule('c', { roles: ['WRITER'] })];
    expect(lintPolicy(withRules(...rules), environments)).toStrictEqual([
      { policy, rule: 'c', code: 'NeverReached', because: 'b' },
    ]);
  });

  test.each<[Condition, Condition, boolean]>([
    [{}, {}, true],
    [{}, { kinds: ['new'] }, true],
    [{ kinds: ['new'] }, {}, false],
    [{ kinds: ['new', 'user'] }, { kinds: ['user'] }, true],
    [{ kinds: ['new'] }, { kinds: ['new', 'user'] }, false],
    [{ environments: [prod] }, { environments: [prod] }, true],
    [{ environments: [prod] }, { environments: [prod, other] }, false],
    [{ roles: ['A', 'b'] }, { roles: ['B'] }, true],
    [{ roles: ['a'] }, { roles: ['a', 'b'] }, false],
    [{ roles: ['a'] }, {}, false],
    [{ longerThan: 30 }, { longerThan: 30 }, true],
    [{ longerThan: 30 }, { longerThan: 31 }, true],
    [{ longerThan: 30 }, { longerThan: 29 }, false],
    [{ longerThan: 30 }, {}, false],
    [{}, { longerThan: 30 }, true],
    [{ kinds: ['new'], roles: ['a'] }, { kinds: ['new'] }, false],
  ])('after one for %j, one for %j is never reached: %s', (first, second, never) => {
    expect(codes(rule('a', first), rule('b', second)).includes('b NeverReached')).toBe(never);
  });
});

test('a rule that is said to be never reached decides no request', () => {
  const some = <T>(...values: readonly T[]) =>
    fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
  const condition = fc.record({
    environments: some(prod, other),
    kinds: some<Account['kind']>('new', 'existing', 'application', 'user'),
    roles: some('Reader', 'writer'),
    longerThan: fc.option(fc.constantFrom(10, 20), { nil: undefined }),
  }) as fc.Arbitrary<Condition>;
  const asked = fc.record({
    environment: fc.constantFrom(prod, other),
    account: fc.record({ kind: fc.constantFrom<Account['kind']>('new', 'existing', 'application', 'user') }),
    roles: fc.subarray(['reader', 'Writer', 'Other']).map((names) => names.map((name) => ({ id: name, name }))),
    until: fc.constantFrom('2026-11-30', '2026-12-10', '2026-12-31') as unknown as fc.Arbitrary<Day>,
  });
  fc.assert(
    fc.property(condition, condition, fc.array(asked), (first, second, requests) => {
      const both = withRules(rule('a', first), rule('b', second));
      if (!lintPolicy(both, environments).some(({ code }) => code === 'NeverReached')) return;
      for (const each of requests) expect(termsFor(both, each, '2026-11-24' as Day).rule).not.toBe('b');
    }),
  );
});
