import { expect, test } from '@jest/globals';
import { certifyCard } from '../../src/bot/cards/certifyCard.ts';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { signInWords } from '../../src/bot/words/campaignWords.ts';
import type { Instant } from '../../src/domain/words.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { sheetOf } from '../support/campaignSamples.ts';
import { requestIn, viewOf } from '../support/cardViews.ts';

const at = '2026-11-26T09:41:00.000Z' as Instant;

test('“Confirm all” confirms what is on the card, and nothing that its reader has not seen', () => {
  const { content } = certifyCard(sheetOf(20));
  const shown = JSON.stringify(content.actions);
  expect(buttonsOf(content)).toContain('Confirm all 8');
  expect(shown).toContain('"users":"104,105,106,107,108,109,110,111"');
  expect(content['fallbackText']).toMatch(/And 12 more, which come when these are answered/);
});

test('a card that would be too large for Teams has fewer users', () => {
  const sheet = sheetOf(8);
  const purpose = 'An integration with a very long name '.repeat(40);
  const open = sheet.open.map((item) => {
    const { request } = item;
    return { ...item, request: { ...request, ask: { ...request.ask, integration: purpose } } };
  });
  const { content } = certifyCard({ ...sheet, open });
  expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThanOrEqual(25 * 1024);
  expect(content['fallbackText']).toMatch(/And \d more/);
  expect(buttonsOf(content)).toContain('Release #104');
});

test('a card of a campaign is the same wherever it is made', () => {
  const sheet = sheetOf(2);
  expect(requestCard(viewOf(requestIn('Active'), 'certify', { sheet }))).toEqual(certifyCard(sheet));
});

test('what people wrote stays as they wrote it', () => {
  const sheet = sheetOf(1);
  const [item] = sheet.open;
  if (!item) throw new Error('There is no user');
  const { request } = item;
  const ask = { ...request.ask, integration: '{{DATE(2017-02-14T06:08:39Z)}} **x** ${y}' };
  const { content } = certifyCard({ ...sheet, open: [{ ...item, request: { ...request, ask } }] });
  expect(JSON.stringify(content.body)).not.toContain('{{DATE(2017');
  expect(JSON.stringify(content.body)).toContain('**x** ${y}');
});

test('a sign-in that cannot be seen is not known, which is not the same as none', () => {
  expect(signInWords(undefined, at).text).toBe('Last sign-in: not known');
  expect(signInWords({ kind: 'unknown' }, at).text).toBe('Last sign-in: not known');
  expect(signInWords({ kind: 'none' }, at)).toMatchObject({ text: 'Last sign-in: none on record', colour: 'warning' });
  const recently = { kind: 'at', at: '2026-11-25T09:41:00.000Z' as Instant } as const;
  expect(signInWords(recently, at)).toMatchObject({ text: 'Last sign-in: 25 November 2026, 1 day ago' });
  expect(signInWords({ kind: 'at', at: '2026-06-01T00:00:00.000Z' as Instant }, at).colour).toBe('warning');
});
