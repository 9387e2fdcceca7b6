import type { Environment } from '../domain/environment.ts';
import type { Day } from '../domain/words.ts';
import { commandNames, type Call, type CommandName } from './commands.ts';
import { readValues } from './understand.ts';

/** A command as it was written, with or without slash; undefined for any other sentence. */
export function callOf(
  text: string,
  environments: readonly Pick<Environment, 'key' | 'name'>[],
  today: Day,
): Call | undefined {
  const [, slash, word = '', rest = ''] = /^(\/?)([a-z]+)(?:\s+(.*))?$/is.exec(text) ?? [];
  const name = commandNames.find((known) => known === word.toLowerCase());
  if (!name) return undefined;
  const args = rest.trim();
  if (slash || args === '' || name === 'quota' || /^(?:mine|open)$/i.test(args))
    return { name, args: argsOf(name, args) };
  // "request …" may begin any sentence; it is the command when the rest says something about a user.
  const says = name === 'request' && Object.keys(readValues(args, environments, today)).length > 0;
  return says ? { name, args } : undefined;
}

/** The commands that a mistyped one may have meant, the nearest first; all of them when none is near. */
export function nearestCommands(typed: string): readonly CommandName[] {
  const word = typed.toLowerCase().slice(0, 20);
  const ranked = commandNames
    .map((name) => ({ name, distance: name.startsWith(word) ? 1 : distance(word, name) }))
    .sort((a, b) => a.distance - b.distance);
  const near = ranked.filter((one) => one.distance <= 3);
  return (near.length > 0 ? near : ranked).slice(0, 2).map(({ name }) => name);
}

function argsOf(name: CommandName, args: string): string {
  return name === 'requests' ? args.toLowerCase() : args;
}

/** Levenshtein's: how many letters to add, drop or change. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const changed = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
