import { expect, test } from '@jest/globals';
import { canonicalJson } from '../../src/domain/canonicalJson.ts';

test('keys are sorted at every depth, lists are not, and what is undefined is left out', () => {
  const value = { b: [2, { d: null, c: 'ü"' }, 1], a: { z: true, y: undefined }, 10: 0.5, 9: {} };
  expect(canonicalJson(value)).toBe('{"10":0.5,"9":{},"a":{"z":true},"b":[2,{"c":"ü\\"","d":null},1]}');
});
