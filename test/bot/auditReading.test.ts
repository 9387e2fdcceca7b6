import { expect, test } from '@jest/globals';
import { csvCell } from '../../src/application/auditExport.ts';
import { readAuditCall } from '../../src/bot/reading/audits.ts';

test.each([
  ['verify', { kind: 'verify' }],
  ['export', { kind: 'export', filter: {}, format: 'csv' }],
  ['export jsonl', { kind: 'export', filter: {}, format: 'jsonl' }],
  ['export #104 csv', { kind: 'export', filter: { requestId: 104 }, format: 'csv' }],
  [
    'export 2026-01-01..2026-06-30',
    { kind: 'export', filter: { from: '2026-01-01', to: '2026-06-30' }, format: 'csv' },
  ],
  [
    'export 2026-01-01 to 2026-06-30 json',
    { kind: 'export', filter: { from: '2026-01-01', to: '2026-06-30' }, format: 'jsonl' },
  ],
  ['export 2026-01-01..', { kind: 'export', filter: { from: '2026-01-01' }, format: 'csv' }],
  ['export ..2026-06-30', { kind: 'export', filter: { to: '2026-06-30' }, format: 'csv' }],
  ['export 2026-02-31..', { kind: 'unclear', why: 'noDay' }],
  ['export 2026-06-30..2026-01-01', { kind: 'unclear', why: 'backwards' }],
  ['export the house', { kind: 'unclear' }],
  ['', { kind: 'unclear' }],
])('“audit %s” is understood', (args, call) => {
  expect(readAuditCall(args)).toEqual(call);
});

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
])('a cell %j is written so that no spreadsheet runs it', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
