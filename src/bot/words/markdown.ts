import { onlyVisible } from '../../application/tidy.ts';

/** For the places where a channel may read Markdown: a plain message, a card's `fallbackText`. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>~|]/g, '\\$&').replace(/^(\s*)([#+-]+\s)/gm, '$1\\$2');
}

/** For `speak`, where a client may look for the tags and entities of SSML. */
export function withoutTags(text: string): string {
  return text.replace(/[<>&]/g, ' ');
}

/**
 * Text of people in a card. Cards keep it in `TextRun`s, which know no Markdown; what is left are the functions
 * `{{DATE()}}` and `{{TIME()}}`, so that two braces are held apart by an invisible word joiner. Whatever turns the direction of
 * the line is left out.
 */
export function literal(text: string): string {
  return onlyVisible(text).replaceAll('{{', '{\u2060{');
}

/** The same for every text in a value. */
export function literalDeep<T>(value: T): T {
  if (typeof value === 'string') return literal(value) as T;
  if (Array.isArray(value)) return value.map(literalDeep) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, literalDeep(field)])) as T;
}
