import { readFileSync } from 'node:fs';
import * as ACData from 'adaptivecards-templating';

export type TemplateName =
  | 'review'
  | 'approval'
  | 'request'
  | 'progress'
  | 'plan'
  | 'outcome'
  | 'owner'
  | 'ending'
  | 'reconcile'
  | 'formWhat'
  | 'formAccount'
  | 'formAccess'
  | 'requests'
  | 'quota'
  | 'doctor'
  | 'stats'
  | 'users'
  | 'settings'
  | 'menu'
  | 'help'
  | 'user'
  | 'reminder'
  | 'channel'
  | 'policyExplain'
  | 'policyTest'
  | 'away'
  | 'certify'
  | 'campaign';

/** JSON as it goes to the channel. */
export interface AdaptiveCardJson {
  readonly type: 'AdaptiveCard';
  readonly version: string;
  readonly body: readonly CardNode[];
  readonly [property: string]: unknown;
}

export type CardNode = Readonly<Record<string, unknown>>;

const folder = new URL('../../../cards/', import.meta.url);
const templates = new Map<TemplateName, ACData.Template>();
const unbound = new Set<string>();

// The library would show an unbound name as it stands in the template: better no card than a wrong one.
ACData.GlobalSettings.getUndefinedFieldValueSubstitutionString = (path) => {
  unbound.add(path);
  return undefined;
};

/**
 * The template `cards/<name>.json`, with its partials, bound to the data.
 * @throws when the template names something that the data lack.
 */
export function renderTemplate(name: TemplateName, data: object): AdaptiveCardJson {
  let template = templates.get(name);
  if (!template) {
    template = new ACData.Template(compose(readJson(`${name}.json`)));
    templates.set(name, template);
  }
  unbound.clear();
  const card = template.expand({ $root: data }) as AdaptiveCardJson;
  if (unbound.size > 0) throw new Error(`Card ${name}: no value for ${[...unbound].join(', ')}`);
  return card;
}

/**
 * `{ "$include": "seats", "$data": "${seats}" }` becomes the element in `cards/partials/seats.json`, with the other
 * properties of the naming object laid over it. Partials may include partials.
 */
function compose(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(compose);
  if (node === null || typeof node !== 'object') return node;
  const { $include, ...own } = node as { readonly $include?: string };
  const element = $include === undefined ? own : { ...readPartial($include), ...own };
  return Object.fromEntries(Object.entries(element).map(([key, value]) => [key, compose(value)]));
}

function readPartial(name: string): CardNode {
  return readJson(`partials/${name}.json`) as CardNode;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
}
