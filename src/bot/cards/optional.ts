/**
 * Templates repeat an element for each item of the list that is its `$data`, so none or one makes it optional. They do
 * without `$when`, which silently takes a misspelt name for false.
 */
export type Optional<T> = readonly [] | readonly [T];

export interface TextData {
  readonly text: string;
}

/** A sentence, and the service's code behind it where the sentence alone is not exact. */
export interface SaidData extends TextData {
  readonly code: Optional<TextData>;
}

export function said(text: string, code?: string): SaidData {
  return { text, code: optionalText(code) };
}

export function optional<T>(present: boolean, value: T): Optional<T> {
  return present ? [value] : [];
}

export function optionalText(text: string | undefined): Optional<TextData> {
  return text === undefined || text === '' ? [] : [{ text }];
}
