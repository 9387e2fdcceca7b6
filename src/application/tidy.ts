/** One line, without white space around it or doubled in it, and without what cannot be seen. */
export function tidy(text: string | undefined): string {
  return onlyVisible(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Without the characters that turn the direction of what stands around them, so that it reads as something else, and
 * without those that have no width. The joiners of emoji and of some scripts stay.
 */
export function onlyVisible(text: string): string {
  return text.replace(/[\p{Bidi_Control}\u200B\u2060\uFEFF]|(?!\s)\p{Cc}/gu, '');
}
