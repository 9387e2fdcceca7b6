import { parseArgsStringToArgv } from 'string-argv';

/** What keeps an apostrophe inside a word from being read as a quote. */
const apostrophe = '\u2019';

/** The words behind a command. Quotes, also the curly ones that phones write, keep words together. */
export function argsIn(text: string): readonly string[] {
  const straight = text.replace(/[“”„]/g, '"').replace(/(\p{L})'(?=\p{L})/gu, `$1${apostrophe}`);
  return parseArgsStringToArgv(straight).map((word) => word.replaceAll(apostrophe, "'"));
}
