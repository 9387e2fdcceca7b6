import { expect, test } from '@jest/globals';
import { caveatsFor } from '../../src/domain/caveats.ts';
import type { Account } from '../../src/domain/ask.ts';
import { asks } from '../support/requests.ts';

const roles = [
  { id: 'r1', name: 'Integration Reader' },
  { id: 'r2', name: 'System Administrator' },
];

test.each<[Account['kind'], readonly string[]]>([
  ['new', ['multiplexing', 'spare-licence', 'no-ui', 'request-pool', 'online-only']],
  ['existing', ['conversion', 'own-licence', 'multiplexing', 'spare-licence', 'no-ui', 'request-pool', 'online-only']],
  ['application', ['application-credentials', 'multiplexing', 'no-ui', 'request-pool', 'online-only']],
  ['user', ['change', 'multiplexing', 'request-pool']],
])('a request of the kind %s has its caveats in order, and a powerful role comes before them', (kind, ids) => {
  const { account } = asks[kind];
  expect(caveatsFor(asks[kind]).map(({ id }) => id)).toEqual(ids);
  expect(caveatsFor({ account, roles }).map(({ id }) => id)).toEqual(['powerful-role', ...ids]);
});

test('every caveat has words, a version, and a page of Microsoft’s that says so', () => {
  for (const { account } of Object.values(asks)) {
    for (const { text, version, source } of caveatsFor({ account, roles })) {
      expect(text).toMatch(/^\p{Lu}.{40,}\.$/u);
      expect(version).toBeGreaterThanOrEqual(1);
      expect(source).toMatch(/^https:\/\/learn\.microsoft\.com\/power-platform\/admin\/[a-z-]+(#[a-z-]+)?$/);
    }
  }
});
