import { expect, test } from '@jest/globals';
import { tidy } from '../../src/application/tidy.ts';

test.each([
  ['white space around and inside', '  SAP \n order\tsync ', 'SAP order sync'],
  ['marks that turn the writing round', 'SAP \u202erotartsinimda\u202c \u2066x\u2069', 'SAP rotartsinimda x'],
  ['blanks without width and control characters', 'S\u200bA\u0007P\ufeff', 'SAP'],
])('%s are not kept', (_, text, tidied) => {
  expect(tidy(text)).toBe(tidied);
});

test.each(['مرحبا بالعالم', 'می‌خواهم', '👩‍💻 order', 'Größe & Café', '订单 {{DATE}}'])(
  'what people see stays: %s',
  (text) => {
    expect(tidy(text)).toBe(text);
  },
);
