import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import { Scenario } from './changes.ts';

export interface ScenarioFile {
  name: string;
  path: string;
  /** Its first comment: what a person will see. */
  comment: string;
  scenario: Scenario;
  /** `file:line` of what the path leads to. */
  placeOf(path: readonly PropertyKey[]): string;
}

const folder = fileURLToPath(new URL('../../scenarios', import.meta.url));

export function readyScenarios(): string[] {
  return readdirSync(folder).flatMap((name) => (name.endsWith('.yaml') ? [basename(name, '.yaml')] : []));
}

/** A ready scenario by its name, or any file. Throws an error that lists all that is wrong, with the lines. */
export function readScenarioFile(nameOrPath: string): ScenarioFile {
  const isReady = !/[/\\.]/.test(nameOrPath);
  const path = isReady ? join(folder, `${nameOrPath}.yaml`) : resolve(nameOrPath);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const ready = `Ready scenarios: ${readyScenarios().join(', ')}`;
    throw new Error(`There is no scenario ${isReady ? nameOrPath : path}. ${ready}; or give the path of a YAML file.`, {
      cause,
    });
  }
  return { name: basename(path).replace(/\.ya?ml$/, ''), path, ...readScenario(text, path) };
}

/** Out of YAML, and so out of JSON too. `source` stands before the lines of what is wrong. */
export function readScenario(text: string, source: string): Pick<ScenarioFile, 'comment' | 'scenario' | 'placeOf'> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number): string => `${source}:${lineCounter.linePos(offset).line}`;
  if (document.errors.length > 0) throw wrong(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`));
  const parsed = Scenario.safeParse(document.toJS());
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ issue, offset: offsetOf(document, placeOf(issue)) }));
    const inOrder = issues.sort((left, right) => left.offset - right.offset);
    throw wrong(inOrder.map(({ issue, offset }) => `${at(offset)}: ${described(issue)}`));
  }
  const comment = /^#[ \t]*(.*)/.exec(text)?.[1] ?? '';
  return { comment, scenario: parsed.data, placeOf: (path) => at(offsetOf(document, path)) };
}

function wrong(problems: readonly string[]): Error {
  return new Error(`The scenario cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
}

function described({ path, message }: z.core.$ZodIssue): string {
  return [path.map(String).join('.'), message].filter(Boolean).join(': ');
}

/** A key that is not known has a line of its own. */
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

/** Of the value, or of the nearest thing around it that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
