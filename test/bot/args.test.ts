import { expect, test } from '@jest/globals';
import { argsIn } from '../../src/bot/reading/args.ts';

test.each([
  ['prod', ['prod']],
  ['"Contoso Test" page:2', ['Contoso Test', 'page:2']],
  ['“Contoso Test”', ['Contoso Test']],
  ["O'Brien's sync", ["O'Brien's", 'sync']],
  ['', []],
])('the words behind a command: %s', (text, words) => {
  expect(argsIn(text)).toEqual(words);
});
