import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Library from 'adaptivecards';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { AdaptiveCardJson, CardNode } from '../../src/bot/cards/template.ts';

// The package's own entry cannot be loaded outside a browser's bundler; its bundle can.
const AdaptiveCards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof Library;
const root = new URL('../../', import.meta.url);
let validate: ValidateFunction | undefined;

/** What is wrong with a card, by the schema and by Microsoft's own parser; empty when nothing is. */
export function faultsOf(card: AdaptiveCardJson): readonly string[] {
  validate ??= compileSchema();
  const bySchema = validate(card)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  return [...bySchema, ...parserFaults(card)];
}

function parserFaults(content: AdaptiveCardJson): readonly string[] {
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext();
  card.parse(content, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const results = card.validateProperties();
  // It knows no charts, which Teams adds to 1.5; it checks their fallback.
  const faults = events.filter((message) => !/Chart\.(?:Line|Donut)/.test(message));
  return [...faults, ...results.validationEvents.map(({ message }) => message)];
}

function compileSchema(): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, discriminator: true });
  addFormats.default(ajv);
  return ajv.compile(
    JSON.parse(readFileSync(new URL('test/support/adaptive-card.schema.json', root), 'utf8')) as object,
  );
}

/** Every object in a card that has a type. */
export function nodesOf(value: unknown): readonly CardNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (value === null || typeof value !== 'object') return [];
  const below = Object.values(value).flatMap(nodesOf);
  return 'type' in value ? [value, ...below] : below;
}

export function ofType(value: unknown, ...types: readonly string[]): readonly CardNode[] {
  return nodesOf(value).filter(({ type }) => types.includes(String(type)));
}
