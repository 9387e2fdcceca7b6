import { expect, test } from '@jest/globals';
import { renderCard } from '../../src/bot/cards/card.ts';
import { formCard } from '../../src/bot/cards/formCards.ts';
import type { FormView } from '../../src/bot/cards/formFields.ts';
import { suggestionsCard } from '../../src/bot/cards/menuCards.ts';
import { planCard } from '../../src/bot/cards/planCard.ts';
import { requestCard } from '../../src/bot/cards/requestCard.ts';
import { renderTemplate } from '../../src/bot/cards/template.ts';
import { escapeMarkdown } from '../../src/bot/words/markdown.ts';
import { requestStatuses } from '../support/cardCases.ts';
import { ofType } from '../support/cardRules.ts';
import { hostileDifferences } from '../support/lifeSamples.ts';
import { ask, asks, baseOf, requestIn, viewOf } from '../support/cardViews.ts';

const nasty = '**bold** [x](http://y) ${z} <at>';
const base = baseOf({
  ...ask,
  integration: nasty,
  purpose: nasty,
  owner: { ...ask.owner, name: nasty },
  roles: [{ id: 'r', name: nasty }],
});

const cards = requestStatuses.flatMap((status) =>
  (['requester', 'approver', 'owner', 'outcome', 'observer'] as const).map((part) => ({
    name: `${status} for ${part}`,
    card: requestCard(viewOf(requestIn(status, base), part)),
  })),
);

test.each(cards)('$name: what people wrote stands in runs, which know no Markdown', ({ card }) => {
  expect(ofType(card.content, 'TextRun').some(({ text }) => String(text).includes(nasty))).toBe(true);
  for (const block of ofType(card.content, 'TextBlock')) expect(block['text']).not.toContain('**');
  for (const node of ofType(card.content, 'Action.Execute', 'Action.Submit', 'Action.OpenUrl')) {
    expect(JSON.stringify(node)).not.toContain('**');
  }
});

const kinds = [asks.application, asks.user].flatMap((asked) => {
  const account = { ...asked.account, displayName: nasty };
  const view = viewOf(requestIn('Pending', baseOf({ ...asked, account })), 'approver');
  const obstacle = { code: 'AccountChanged', service: 'dataverse', detail: `Since then, ${nasty}` } as const;
  return [
    { name: `approval of ${account.kind}`, card: requestCard(view) },
    { name: `dry run of ${account.kind}`, card: planCard({ view, checks: [{ about: 'account', obstacle }] }) },
  ];
});

test.each(kinds)('$name: names of accounts and applications stand in runs too', ({ card }) => {
  expect(card.text).toContain(nasty);
  for (const block of ofType(card.content, 'TextBlock')) expect(block['text']).not.toContain('**');
});

test('an expression in what people wrote is not evaluated', () => {
  const safe = requestCard(
    viewOf(requestIn('Pending', baseOf({ ...ask, purpose: '${requestId} ${1 + 1}' })), 'approver'),
  );
  expect(safe.text).toContain('${requestId} ${1 + 1}');
});

test('a date function in what people wrote stays text', () => {
  const written = '{{DATE(2017-02-14T06:08:39Z, SHORT)}}';
  const card = requestCard(viewOf(requestIn('Pending', baseOf({ ...ask, purpose: written })), 'approver'));
  expect(JSON.stringify(card.content)).not.toContain('{{DATE(2017');
  expect(card.text.replaceAll('\u2060', '')).toContain(written);
});

test('a form gives back exactly what was typed into it', () => {
  const form: FormView = {
    step: 'what',
    nonce: 'n',
    values: { purpose: `${nasty} {{DATE(2017-02-14T06:08:39Z)}}` },
    refusals: [],
    environments: [],
    roles: [],
    today: '2026-11-26' as FormView['today'],
    latest: '2027-11-26' as FormView['latest'],
    understood: [],
    canGoBack: false,
  };
  const purpose = ofType(formCard(form).content, 'Input.Text').find(({ id }) => id === 'purpose');
  expect(purpose?.['value']).toBe(form.values.purpose);
});

test('unknown words are quoted as they are', () => {
  expect(suggestionsCard('unclear', nasty, []).text).toContain(nasty);
});

test.each([
  ['**bold** [x](http://y) <at>', '\\*\\*bold\\*\\* \\[x\\](http://y) \\<at\\>'],
  ['# no heading\n- no list\n#104 stays', '\\# no heading\n\\- no list\n#104 stays'],
  ['svc-orders@contoso.com, 5.5', 'svc-orders@contoso.com, 5.5'],
])('%j is escaped for a channel that reads Markdown', (text, escaped) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

test('the texts for clients without cards carry no Markdown and no tags of people', () => {
  const { content } = requestCard(viewOf(requestIn('Pending', base), 'approver'));
  expect(content['fallbackText']).toContain('\\*\\*bold\\*\\* \\[x\\]');
  expect(content['speak']).not.toContain('<');
});

test('a template that names something the data lack makes no card', () => {
  expect(() => renderTemplate('quota', { title: 'Seats', subtitle: [], rows: [{ name: 'x' }], buttons: [] })).toThrow(
    /no value for .*lines/,
  );
});

test('differences and owners that are named to mislead are shown as they are written', () => {
  const { content } = renderCard(hostileDifferences);
  const texts = [...ofType(content, 'TextRun'), ...ofType(content, 'TextBlock')].map(({ text }) => String(text));
  expect(texts.some((text) => text.includes('[click](https://evil.example)'))).toBe(true);
  const blocks = ofType(content, 'TextBlock').map(({ text }) => String(text));
  expect(blocks.some((text) => text.includes('evil.example'))).toBe(false);
});
