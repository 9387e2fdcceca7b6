import { expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { configurationSchema } from '../src/configurationFile.ts';

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs/data.md',
  ...readdirSync('cards')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `cards/${name}`),
];
const read = (path: string): string => readFileSync(path, 'utf8');
const readme = read('README.md');

test.each(pages)('every link of %s leads to a file, and to a heading of it', (page) => {
  expect(linksOf(page).filter(({ path, anchor }) => !leadsSomewhere(path, anchor))).toEqual([]);
});

test.each(pages)('every npm script that %s names exists', (page) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(page).matchAll(/\bnpm (?:run ([\w:]+)|(start|test)\b)/g)].map(
    ([, script, short]) => script ?? short ?? '',
  );
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test.each(pages)('every file of the project that %s names in passing exists', (page) => {
  const named = [...read(page).matchAll(/`((?:src|test|cards|dialogs|docs|appPackage)\/[\w./-]*\w)`/g)];
  expect(named.map(([, path]) => path ?? '').filter((path) => !existsSync(path))).toEqual([]);
});

test('the README explains every environment variable that is read', () => {
  const variables = [...read('src/config.ts').matchAll(/^ {2}(\w+): (?:optional|z\.\w)/gm)].map(([, name]) => name);
  const packaging = [...read('appPackage/manifest.ts').matchAll(/^ {2}(\w+): z\./gm)].map(([, name]) => name);
  expect(variables).toContain('DATABASE_URL');
  expect(packaging).toContain('WEBSITE_URL');
  const missing = [...variables, ...packaging, 'SEATKEEPER_CONFIG'].filter((name) => !mentions(readme, name));
  expect(missing).toEqual([]);
});

test('the README explains every key of the configuration file', () => {
  const keys = keysOf(configurationSchema());
  expect(keys).toContain('maxDays');
  expect(keys.filter((key) => !mentions(readme, key))).toEqual([]);
});

function mentions(text: string, name: string | undefined): boolean {
  return new RegExp(`\`[^\`\n]*\\b${name}\\b[^\`\n]*\``).test(text);
}

interface Link {
  readonly path: string;
  readonly anchor: string;
}

/** Relative ones, as paths from the project's folder. */
function linksOf(page: string): readonly Link[] {
  const targets = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { path: path ? relative('.', join(dirname(page), path)) : page, anchor };
    });
}

function leadsSomewhere(path: string, anchor: string): boolean {
  if (!existsSync(path)) return false;
  return anchor === '' || headingsOf(path).includes(anchor);
}

/** As the usual renderers make anchors of them. */
function headingsOf(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Of the properties and of what is inside them; the names of policies are the reader's own. */
function keysOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([name, value]) => [
    ...(name === 'properties' ? Object.keys(value as object) : []),
    ...keysOf(value),
  ]);
}
