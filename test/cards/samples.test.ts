import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { renderCard } from '../../src/bot/cards/card.ts';
import { cardSamples } from '../support/cardSamples.ts';
import { faultsOf, nodesOf, ofType } from '../support/cardRules.ts';

const folder = new URL('../../cards/', import.meta.url);
const samples = Object.entries(cardSamples).map(([name, data]) => ({ name, data, card: renderCard(data) }));
const byTeams = 25 * 1024;

test('the samples beside the templates are exactly what the code makes of its cases (npm run cards writes them)', () => {
  const files = readdirSync(new URL('samples/', folder)).sort();
  expect(files).toEqual(samples.map(({ name }) => `${name}.json`).sort());
  for (const { name, data } of samples) {
    const file: unknown = JSON.parse(readFileSync(new URL(`samples/${name}.json`, folder), 'utf8'));
    expect({ name, data: file }).toEqual({ name, data: JSON.parse(JSON.stringify(data.data)) as unknown });
  }
});

test('every template has samples, and none has a condition that takes a misspelt name for false', () => {
  const templates = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const sampled = new Set(samples.map(({ data }) => `${data.template}.json`));
  expect(templates.filter((file) => !sampled.has(file))).toEqual([]);
  const partials = readdirSync(new URL('partials/', folder)).map((file) => `partials/${file}`);
  for (const file of [...templates, ...partials]) {
    expect({ file, when: readFileSync(new URL(file, folder), 'utf8').includes('$when') }).toEqual({
      file,
      when: false,
    });
  }
});

test.each(samples)('$name is valid by the schema and by the parser of Adaptive Cards', ({ card }) => {
  expect(faultsOf(card.content)).toEqual([]);
});

test.each(samples)('$name leaves nothing unbound', ({ name, card }) => {
  if (name === 'approval.hostile') return; // it has a dollar of its own, see hostile.test.ts
  expect(JSON.stringify(card)).not.toContain('${');
});

test.each(samples)('$name stays well under the size that Teams takes', ({ card }) => {
  expect(Buffer.byteLength(JSON.stringify(card.content))).toBeLessThan(byTeams);
});

test.each(samples)('$name can be used without seeing it', ({ card }) => {
  for (const input of nodesOf(card.content).filter(({ type }) => String(type).startsWith('Input.'))) {
    expect(input['label']).toMatch(/\S/);
    if (input['isRequired'] === true) expect(input['errorMessage']).toMatch(/\S/);
  }
  for (const choices of ofType(card.content, 'Input.ChoiceSet', 'Input.Toggle')) expect(choices['wrap']).toBe(true);
  for (const image of ofType(card.content, 'Image')) expect(image['altText']).toMatch(/\S/);
  for (const block of ofType(card.content, 'TextBlock')) {
    if (String(block['text']).length > 12) expect(block).toMatchObject({ wrap: true });
  }
  expect(card.content['speak']).toMatch(/\S/);
  expect(card.content['fallbackText']).toMatch(/\S/);
});

test.each(samples)('$name has at most six inputs, one primary action, and no destructive one first', ({ card }) => {
  const inputs = nodesOf(card.content).filter(({ type }) => String(type).startsWith('Input.'));
  expect(inputs.length).toBeLessThanOrEqual(6);
  const actions = (card.content['actions'] ?? []) as readonly { readonly style?: string }[];
  const all = ofType(card.content, 'Action.Execute', 'Action.Submit');
  expect(all.filter(({ style }) => style === 'positive').length).toBeLessThanOrEqual(1);
  expect(actions[0]?.style).not.toBe('destructive');
});

test.each(samples)('$name toggles only what is on it', ({ card }) => {
  const ids = new Set(nodesOf(card.content).map(({ id }) => id));
  for (const toggle of ofType(card.content, 'Action.ToggleVisibility')) {
    for (const target of toggle['targetElements'] as readonly string[]) expect(ids).toContain(target);
  }
});

test.each(samples)('$name refreshes with the number of the request and nothing that can grow old', ({ card }) => {
  const refresh = card.content['refresh'] as { readonly action: { readonly data: object } } | undefined;
  if (!refresh) return;
  expect(Object.keys(refresh)).toEqual(['action']);
  expect(refresh.action).toMatchObject({ type: 'Action.Execute', verb: 'refresh' });
  expect(refresh.action.data).toEqual({ requestId: 104 });
});

test.each(samples)('$name lets nobody’s unfinished input stand in the way of going back', ({ card }) => {
  const ways = ofType(card.content, 'Action.Execute', 'Action.Submit').filter(({ verb }) =>
    ['back', 'cancel', 'change', 'withdraw'].includes(String(verb)),
  );
  const hasRequired = nodesOf(card.content).some((node) => node['isRequired'] === true);
  if (hasRequired) for (const action of ways) expect(action).toMatchObject({ associatedInputs: 'none' });
});
