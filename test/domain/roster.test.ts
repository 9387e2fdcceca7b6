import { describe, expect, test } from '@jest/globals';
import { partiesOf } from '../../src/domain/decideReview.ts';
import { stakeOf, type Lookups } from '../../src/domain/roster.ts';
import { canBeDecided, rosterOf } from '../../src/domain/whoDecides.ts';
import type { GroupId, PersonId } from '../../src/domain/words.ts';
import { alex, asks, lee, megan, mona, nestor, stage, start } from '../support/requests.ts';

const group = { kind: 'group', id: 'g1' as GroupId } as const;
const ref = (person: { readonly id: PersonId }) => ({ kind: 'person', id: person.id }) as const;
const parties = { requester: alex.id, owner: nestor.id, creators: [lee.id] };
const facts = { parties, fallback: [], escalated: false, approvals: [], given: 0 };
const known: Lookups = {
  people: new Map([megan, mona].map((person) => [person.id, person])),
  groups: new Map([[group.id, { id: group.id, name: 'CRM', members: [mona] }]]),
  owner: nestor,
  manager: megan,
  environmentOwners: [group, ref(megan)],
  absences: new Map(),
};

describe('everybody is told why they are asked', () => {
  test('as somebody whom the policy names', () => {
    expect(rosterOf(stage(), known, facts).approvers).toStrictEqual([{ person: megan, because: { kind: 'named' } }]);
  });

  test('as a member of a group', () => {
    expect(rosterOf(stage({ approvers: [group] }), known, facts).approvers).toStrictEqual([
      { person: mona, because: { kind: 'memberOf', groupId: 'g1', groupName: 'CRM' } },
    ]);
  });

  test('as the manager of the owner', () => {
    expect(rosterOf(stage({ approvers: [{ kind: 'manager' }] }), known, facts).approvers).toStrictEqual([
      { person: megan, because: { kind: 'manager', of: nestor } },
    ]);
  });

  test('as an owner of the environment, by name or in a group', () => {
    expect(rosterOf(stage({ approvers: [{ kind: 'environmentOwners' }] }), known, facts).approvers).toStrictEqual([
      { person: mona, because: { kind: 'environmentOwner' } },
      { person: megan, because: { kind: 'environmentOwner' } },
    ]);
  });

  test('as an alternate, also for one who is away', () => {
    const absences = new Map([[mona.id, { person: mona, delegate: megan, source: 'self', since: start } as const]]);
    const asked = stage({ approvers: [], alternates: [ref(mona)] });
    expect(rosterOf(asked, { ...known, absences }, facts).approvers).toStrictEqual([
      { person: mona, because: { kind: 'named', as: 'alternate' } },
      { person: megan, because: { kind: 'named', as: 'alternate', insteadOf: mona } },
    ]);
  });

  test('as the fallback', () => {
    const asked = stage({ approvers: [] });
    expect(rosterOf(asked, known, { ...facts, fallback: [ref(mona)] }).approvers).toStrictEqual([
      { person: mona, because: { kind: 'named', as: 'fallback' } },
    ]);
  });
});

test('whom the directory does not know is not asked', () => {
  const asked = stage({ approvers: [{ kind: 'group', id: 'g2' as GroupId }, ref(lee)] });
  expect(rosterOf(asked, known, facts)).toEqual({ approvers: [], excluded: [], short: true });
});

test('whoever owns the user now has a stake in its change, as well as whoever will', () => {
  const change = partiesOf({ requester: mona, ask: { ...asks.user, owner: lee }, creators: [] });
  expect(stakeOf(nestor.id, change)).toBe('presentOwner');
  expect(stakeOf(lee.id, change)).toBe('owner');
  const made = partiesOf({ requester: mona, ask: asks.new, creators: [] });
  expect(stakeOf(lee.id, made)).toBeUndefined();
});

test('somebody’s stake is the first that applies', () => {
  expect([alex, nestor, lee, mona].map(({ id }) => stakeOf(id, parties))).toEqual([
    'requester',
    'owner',
    'creator',
    undefined,
  ]);
  expect(stakeOf(alex.id, { requester: alex.id, owner: alex.id, creators: [alex.id] })).toBe('requester');
});

test('a place moves on through more than one person until everybody has one', () => {
  const [a, b, c, d] = [alex.id, megan.id, mona.id, lee.id];
  const chain = [
    { still: 1, people: [a, b] },
    { still: 1, people: [b, c] },
    { still: 1, people: [c, d] },
    { still: 1, people: [a] },
  ];
  expect(canBeDecided(chain)).toBe(true);
  expect(canBeDecided([...chain, { still: 1, people: [a, b, c, d] }])).toBe(false);
});
