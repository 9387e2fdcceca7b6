/** One line, without white space around it or doubled in it. */
export function tidy(text: string | undefined): string {
  return (text ?? '').replace(/\s+/g, ' ').trim();
}
