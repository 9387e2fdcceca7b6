/** `Ann`, `Ann and Bob`, `Ann, Bob and Cleo`. */
export function list(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  const [only = ''] = words;
  if (words.length < 2) return only;
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

const mostNames = 6;

/** The same of people, who may be hundreds: six of them and `and 4 more`. */
export function nameList(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  const more = names.length - mostNames;
  // One name is no longer than "1 more".
  if (more <= 1) return list(names, last);
  return `${names.slice(0, mostNames).join(', ')} and ${more} more`;
}
