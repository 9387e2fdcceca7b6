/**
 * Templates repeat an element for each item of the list that is its `$data`, so none or one makes it optional. They do
 * without `$when`, which silently takes a misspelt name for false.
 */
export type Optional<T> = readonly [] | readonly [T];

export interface TextData {
  readonly text: string;
}

export function optional<T>(present: boolean, value: T): Optional<T> {
  return present ? [value] : [];
}

export function optionalText(text: string | undefined): Optional<TextData> {
  return text === undefined || text === '' ? [] : [{ text }];
}
