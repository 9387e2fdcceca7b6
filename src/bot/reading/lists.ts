import { argsIn } from './args.ts';

/** Words behind a command that gives a list. */
export interface ListCall {
  /** What the list is of; empty: the usual one. */
  readonly named: string;
  /** From 1. */
  readonly page: number;
  /** The whole list, as a file. */
  readonly file: boolean;
}

/** `prod page:2`, `"Contoso Test" file`. */
export function listIn(args: string): ListCall {
  const words = argsIn(args);
  const page = words.map((word) => /^page:(\d{1,4})$/i.exec(word)?.[1]).find((number) => number !== undefined);
  const file = /^file$/i.test(words.at(-1) ?? '');
  const rest = (file ? words.slice(0, -1) : words).filter((word) => !/^page:\d{1,4}$/i.test(word));
  return { named: rest.join(' '), page: Math.max(1, Number(page ?? 1)), file };
}
