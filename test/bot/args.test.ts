import { expect, test } from '@jest/globals';
import { argsIn, firstArg, unquoted } from '../../src/bot/reading/args.ts';
import { listIn } from '../../src/bot/reading/lists.ts';

test.each([
  ['prod', ['prod']],
  ['"Contoso Test" page:2', ['Contoso Test', 'page:2']],
  ['“Contoso Test”', ['Contoso Test']],
  ["O'Brien's sync", ["O'Brien's", 'sync']],
  ['', []],
])('the words behind a command: %s', (text, words) => {
  expect(argsIn(text)).toEqual(words);
});

test.each([
  ['svc@contoso.com the reason', 'svc@contoso.com', 'the reason'],
  ['  “Nestor Wilke”  until "next" Friday', 'Nestor Wilke', 'until "next" Friday'],
  ['"svc@contoso.com" it isn\'t "needed"', 'svc@contoso.com', 'it isn\'t "needed"'],
  ["O'Brien left", "O'Brien", 'left'],
  ['104 “switched off”', '104', 'switched off'],
  ['"never closed', 'never closed', ''],
  ['one', 'one', ''],
  ['', '', ''],
])('the first word, and the rest as it was written: %s', (text, word, rest) => {
  expect(firstArg(text)).toEqual({ word, rest });
});

test.each([
  ['"the integration was switched off"', 'the integration was switched off'],
  ['“Nobody’s”', 'Nobody’s'],
  ['"one" and "two"', '"one" and "two"'],
  ['he said "no"', 'he said "no"'],
  ['""', '""'],
])('quotes around a whole text are no part of it: %s', (text, inner) => {
  expect(unquoted(text)).toBe(inner);
});

test.each([
  ['', { named: '', page: 1, file: false }],
  ['prod page:3', { named: 'prod', page: 3, file: false }],
  ['“Contoso Test” file', { named: 'Contoso Test', page: 1, file: true }],
  ['page:0', { named: '', page: 1, file: false }],
])('a list: %s', (text, call) => {
  expect(listIn(text)).toEqual(call);
});
