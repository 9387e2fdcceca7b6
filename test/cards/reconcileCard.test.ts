import { expect, test } from '@jest/globals';
import { discrepanciesCard, reconcileCard } from '../../src/bot/cards/reconcileCard.ts';
import { shorten } from '../../src/bot/words/shorten.ts';
import type { Discrepancy, RecordFacts, SeenUser } from '../../src/domain/reconcile.ts';
import type { Day, RequestId, SystemUserId } from '../../src/domain/words.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { production } from '../support/cardViews.ts';
import { differences } from '../support/lifeSamples.ts';

const long = '\\*𝔘 שלום '.repeat(50);
const upn = `${'a'.repeat(64)}@${'b'.repeat(40)}.onmicrosoft.com`;
const user: SeenUser = {
  id: '90000000-0000-4000-8000-000000000077' as SystemUserId,
  upn,
  fullName: long,
  accessMode: 4,
  disabled: false,
  roles: [],
};
const record: RecordFacts = {
  id: 104 as RequestId,
  address: upn,
  integration: long,
  owner: long,
  until: '2026-11-20' as Day,
};
const roles = Array.from({ length: 40 }, () => long);
const worst: readonly Discrepancy[] = Array.from({ length: 20 }, (_, index) =>
  index % 2 === 0 ? { kind: 'madeElsewhere', user } : { kind: 'rolesDrifted', record, missing: roles, extra: roles },
);

test('with the longest of texts, a page has all of its differences still, and Teams takes it', () => {
  const found = [{ environment: production, kind: 'compared', users: 20, discrepancies: worst } as const];
  for (const page of [1, 2]) {
    const { content } = reconcileCard(differences(found, page, true));
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThanOrEqual(25 * 1024);
    expect(buttonsOf(content).filter((title) => title === 'Adopt' || title === 'Restore its roles')).toHaveLength(8);
    // What a button does names the user in full.
    expect(JSON.stringify(content)).toContain(`/adopt ${upn} in prod`);
  }
});

test('a message about more differences than it has room for says where the others are', () => {
  const { content } = discrepanciesCard({ environment: production, discrepancies: worst });
  expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThanOrEqual(25 * 1024);
  expect(content['fallbackText']).toContain('And 12 more. Compare again to see all of them');
  expect(JSON.stringify(content)).toContain('/reconcile prod');
});

test('the page after the last stands for the last, and none has a way beyond', () => {
  const one = { environment: production, kind: 'compared', users: 1, discrepancies: worst.slice(0, 1) } as const;
  const { content } = reconcileCard(differences([one], 7, true));
  expect(buttonsOf(content)).toEqual(['Adopt', 'Revoke', 'Compare again']);
});

test('a text is cut between characters', () => {
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('abcd', 3)).toBe('ab…');
  expect(shorten('a👩‍👩‍👧b', 4)).toBe('a…');
});
