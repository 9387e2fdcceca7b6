import { expect, test } from '@jest/globals';
import { certifyCard } from '../../src/bot/cards/certifyCard.ts';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { signInWords } from '../../src/bot/words/campaignWords.ts';
import type { Instant } from '../../src/domain/words.ts';
import { buttonsOf } from '../support/cardActions.ts';
import { sheetOf } from '../support/campaignSamples.ts';
import { applicationAsk, baseOf, nestor, requestIn, viewOf } from '../support/cardViews.ts';

const at = '2026-11-26T09:41:00.000Z' as Instant;

test('“Confirm all” confirms what is on the card, and nothing that its reader has not seen', () => {
  const { content } = certifyCard(sheetOf(20));
  const shown = JSON.stringify(content.actions);
  expect(buttonsOf(content)).toContain('Confirm these 8');
  expect(shown).toContain('"users":"104,105,106,107,108,109,110,111"');
  expect(content['fallbackText']).toMatch(/Showing 1–8 of 20 users/);
});

test('a page keeps its place when some on it are answered, says what became of them, and asks about the others alone', () => {
  const sheet = sheetOf(20, { page: 2 });
  const items = sheet.items.map((item, index) =>
    index === 0 ? { ...item, answer: 'confirmed' as const, answeredBy: nestor, answeredAt: at } : item,
  );
  const { content } = certifyCard({ ...sheet, items });
  expect(content['fallbackText']).toMatch(/Showing 9–16 of 20 users/);
  expect(content['fallbackText']).toMatch(/#112 .*\n✓ Confirmed by Nestor Wilke, 26 November 2026/);
  expect(buttonsOf(content)).toEqual(expect.arrayContaining(['Confirm these 7', 'Next', 'Previous', 'Release #113']));
  expect(buttonsOf(content)).not.toContain('Release #112');
});

test('with the longest of texts, a page has all of its users still, and Teams takes it', () => {
  const long = '\\𝔘 שלום '.repeat(50);
  const sheet = sheetOf(8, { scope: 'all' });
  const items = sheet.items.map((item) => {
    const { request } = item;
    const { account } = baseOf(applicationAsk).ask;
    if (account.kind !== 'application') throw new Error('Not an application');
    const roles = Array.from({ length: 30 }, (_, index) => ({ id: `r${index}`, name: long }));
    const owner = { ...request.ask.owner, name: long };
    const ask = { ...request.ask, integration: long, roles, owner, account: { ...account, displayName: long } };
    return { ...item, request: { ...request, ask } };
  });
  const { content } = certifyCard({ ...sheet, items });
  expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThanOrEqual(25 * 1024);
  expect(buttonsOf(content).filter((title) => title.startsWith('Release #'))).toHaveLength(8);
});

test('a card of a campaign is the same wherever it is made', () => {
  const sheet = sheetOf(2);
  expect(requestCard(viewOf(requestIn('Active'), 'certify', { sheet }))).toEqual(certifyCard(sheet));
});

test('what people wrote stays as they wrote it', () => {
  const sheet = sheetOf(1);
  const [item] = sheet.items;
  if (!item) throw new Error('There is no user');
  const { request } = item;
  const ask = { ...request.ask, integration: '{{DATE(2017-02-14T06:08:39Z)}} **x** ${y}' };
  const { content } = certifyCard({ ...sheet, items: [{ ...item, request: { ...request, ask } }] });
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
