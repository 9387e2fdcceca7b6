/** `Ann`, `Ann and Bob`, `Ann, Bob and Cleo`. */
export function list(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  const [only = ''] = words;
  if (words.length < 2) return only;
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}
