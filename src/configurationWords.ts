/** What zod says of a value, for people who write a file and have never heard of it. What is not among these is ours, and stays. */
const translations: readonly (readonly [RegExp, (...found: readonly string[]) => string])[] = [
  [/^Unrecognized keys?: (.+)$/, (keys) => `${quoted(keys)} cannot be set here`],
  [/^Invalid input: expected \w+, received undefined$/, () => 'is missing'],
  [/^Invalid input: expected (\w+), received (\w+)$/, (wanted, is) => `must be ${kind(wanted)}, and is ${kind(is)}`],
  [/^Invalid option: expected one of (.+)$/, (options) => `must be one of ${quoted(options.replaceAll('|', ', '))}`],
  [/^Too small: expected (?:number|int) to be >=(\S+)$/, (least) => `must be ${least} or more`],
  [/^Too small: expected (?:number|int) to be >(\S+)$/, (least) => `must be more than ${least}`],
  [/^Too big: expected (?:number|int) to be <=(\S+)$/, (most) => `must be ${most} or less`],
  [/^Too small: expected string to have >=1 characters?$/, () => 'must not be empty'],
  [/^Too small: expected \w+ to have >=(\d+) (\w+)$/, (least, what) => `needs at least ${least} ${unit(what, least)}`],
  [/^Too big: expected \w+ to have <=(\d+) (\w+)$/, (most, what) => `may have at most ${most} ${unit(what, most)}`],
];

export function plainMessage(message: string): string {
  for (const [pattern, say] of translations) {
    const found = pattern.exec(message);
    if (found) return say(...found.slice(1));
  }
  return message;
}

function quoted(text: string): string {
  return text.replace(/"([^"]*)"/g, '“$1”');
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a set of settings',
  record: 'a set of settings',
  null: 'empty',
};

function kind(word: string): string {
  return kinds[word] ?? word;
}

function unit(word: string, number: string): string {
  const units = word === 'items' ? ['entry', 'entries'] : ['character', 'characters'];
  return (number === '1' ? units[0] : units[1]) ?? word;
}
