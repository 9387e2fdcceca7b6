import { parseArgsStringToArgv } from 'string-argv';

/** What keeps an apostrophe inside a word from being read as a quote. */
const apostrophe = '\u2019';

/** The words behind a command. Quotes, also the curly ones that phones write, keep words together. */
export function argsIn(text: string): readonly string[] {
  const straight = text.replace(/[“”„]/g, '"').replace(/(\p{L})'(?=\p{L})/gu, `$1${apostrophe}`);
  return parseArgsStringToArgv(straight).map((word) => word.replaceAll(apostrophe, "'"));
}

/** A text that stands in quotes as a whole, without them. */
export function unquoted(text: string): string {
  const [, inner = ''] = /^\s*["“”„](.*)["“”]\s*$/s.exec(text) ?? [];
  return inner.trim() !== '' && !/["“”„]/.test(inner) ? inner.trim() : text;
}

/** The first of them, and what stands behind it, as it was written, but for quotes around all of it. */
export function firstArg(text: string): { readonly word: string; readonly rest: string } {
  const [word] = argsIn(text);
  if (word === undefined) return { word: '', rest: '' };
  for (const { index } of text.matchAll(/(?<=\S)(?=\s)/g)) {
    const [first, ...others] = argsIn(text.slice(0, index));
    if (first === word && others.length === 0) return { word, rest: unquoted(text.slice(index).trim()) };
  }
  return { word, rest: '' };
}
