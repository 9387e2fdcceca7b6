const segmenter = new Intl.Segmenter();

/** At most so many UTF-16 units, and no character torn apart that a reader takes for one. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (kept.length + segment.length >= longest) break;
    kept += segment;
  }
  return `${kept}…`;
}
