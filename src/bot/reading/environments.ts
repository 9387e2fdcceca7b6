import type { Environment } from '../../domain/environment.ts';
import type { EnvironmentKey } from '../../domain/words.ts';

type Named = Pick<Environment, 'key' | 'name'>;

export interface FoundEnvironment {
  readonly key: EnvironmentKey;
  readonly start: number;
  readonly end: number;
}

interface Phrase {
  readonly key: EnvironmentKey;
  readonly words: string;
  /** The full name or the key of the environment, rather than a part or a relative of it. */
  readonly full: boolean;
}

/** What people say for the same kind of environment. */
const relatives = [
  ['prod', 'production', 'live'],
  ['test', 'testing', 'tst'],
  ['dev', 'development'],
  ['uat', 'acceptance'],
  ['legacy', 'on-premises', 'on-prem', 'onprem'],
] as const;

/**
 * The environment that the sentence names: by key, name, a word that only its name has, or a usual word for its kind.
 * Whole words only; the longest wins, and a place ("in prod") wins over a mention ("the prod orders").
 */
export function findEnvironment(text: string, environments: readonly Named[]): FoundEnvironment | undefined {
  const found = environments
    .flatMap((environment) => phrasesOf(environment, environments))
    .flatMap((phrase) => matches(text, phrase))
    .sort((a, b) => b.weight - a.weight || b.end - b.start - (a.end - a.start));
  const [best] = found;
  if (!best) return undefined;
  const rivals = found.filter(({ key, weight }) => key !== best.key && weight === best.weight);
  const unclear = rivals.some((rival) => rival.end - rival.start === best.end - best.start);
  return unclear ? undefined : { key: best.key, start: best.start, end: best.end };
}

function phrasesOf(environment: Named, all: readonly Named[]): readonly Phrase[] {
  const { key, name } = environment;
  const plain = name.replace(/\s*\(.*\)\s*$/, '');
  const others = new Set(all.filter((other) => other.key !== key).flatMap((other) => wordsOf(other.name)));
  const own = wordsOf(name).filter((word) => word.length > 2 && !others.has(word));
  const kin = relatives.filter((group) => group.some((word) => word === key || own.includes(word))).flat();
  const taken = (word: string): boolean =>
    all.some((other) => other.key !== key && (other.key === word || wordsOf(other.name).includes(word)));
  return [
    ...[key, name, plain].map((words) => ({ key, words, full: true })),
    ...[...own, ...kin].filter((word) => !taken(word)).map((words) => ({ key, words, full: false })),
  ];
}

function matches(text: string, { key, words, full }: Phrase): readonly (FoundEnvironment & { weight: number })[] {
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}@.-])${escape(words)}(?![\p{L}\p{N}@-]|\.\p{L})`, 'giu');
  return [...text.matchAll(pattern)].flatMap(({ index }) => {
    const end = index + words.length;
    const weight = weigh(text, index, end, full, words);
    return weight > 0 ? [{ key, start: index, end, weight }] : [];
  });
}

function weigh(text: string, start: number, end: number, full: boolean, words: string): number {
  if (full && words.includes(' ')) return 3;
  const before = text.slice(0, start);
  const after = text.slice(end);
  const preposition =
    /\b(in|on|into|to|at|against|inside|for|environment(?:\s*[:=]|\s+is)?)\s+(?:the\s+|our\s+)?$/i.exec(before)?.[1];
  if (preposition) {
    // "to test the interface" is no place. U+E000 is where a date was.
    const place =
      /^\s*(?:$|[.,;:!?)\uE000]|(?:environment|system|instance|org|tenant|until|till|by|for|because|so|to|in|owned|with|and|please)\b)/i;
    if (!place.test(after)) return 1;
    return /^(?:for|to)$/i.test(preposition) ? 2 : 3;
  }
  if (/^\s*(?:environment|system|instance|org)\b/i.test(after)) return 2;
  if (full && !relatives.some((group) => (group as readonly string[]).includes(words))) return 1;
  return before.trim() === '' || after.trim() === '' ? 1 : 0;
}

function wordsOf(name: string): readonly string[] {
  return name.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, String.raw`\s`);
}
